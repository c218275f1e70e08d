package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"assent"
	"assent/catalogue"
	"assent/link"
	"assent/rights"
)

// AnswerPage is where a consent request is answered: unticked boxes, and two ways to say no to more.
type AnswerPage struct {
	Frame
	Action  string
	Nonce   string
	Shown   string // seals the wording; comes back with the post
	Address string // masked
	Boxes   []Box
	Ticked  []string
	Notice  *Notice
	Code    bool // a machine may be at work: the code in the mail is wanted too
	Wrong   []string
}

// Has reports whether a box is ticked.
func (p *AnswerPage) Has(key string) bool { return slices.Contains(p.Ticked, key) }

// AnsweredPage says what was answered just now, or that there is an answer.
type AnsweredPage struct {
	Frame
	Answers []Answer // none: whoever opens the link again may be somebody else
	Own     string   // address of the way to her own page
}

// Answer is one thing that was asked, and how it stands.
type Answer struct {
	Name, By string
	Yes      bool
}

// question is a visit with the link of a consent request in hand.
type question struct {
	*visit
	token link.Token
	raw   string
	asked rights.Asked
}

// openQuestion reads the link of a page of answers. It answers itself, and returns false, when there is
// nothing to answer any more.
func (s *site) openQuestion(w http.ResponseWriter, r *http.Request) (*question, bool) {
	raw := r.PathValue("token")
	token, err := s.Links.Read(link.Request, raw, s.Now())
	if errors.Is(err, link.ErrUnreadable) {
		if v, ok := s.visit(w, r, ""); ok {
			s.drawUnreadable(v)
		}
		return nil, false
	}
	asked, failure := s.Records.Asked(r.Context(), s.Org, token.Event)
	if failure != nil {
		s.failed(w, r, failure)
		return nil, false
	}
	v, ok := s.visit(w, r, asked.Language)
	if !ok {
		return nil, false
	}
	q := &question{visit: v, token: token, raw: raw, asked: asked}
	switch {
	case asked.Stage == rights.Done:
		s.drawAnswered(q)
	case asked.Stage == rights.Gone:
		s.say(v, http.StatusGone, "page.answer.gone")
	case err != nil:
		s.say(v, http.StatusGone, "page.answer.expired")
	default:
		return q, true
	}
	return nil, false
}

// questionWording is what the page says in the visit's language.
func (s *site) questionWording(q *question) shown {
	out := shown{form: &catalogue.CollectionPoint{ID: "consent-request"}}
	out.title = q.words.Text("page.answer.title", "brand", q.brandName(q.asked.Brand))
	out.intro = q.words.Text("page.answer.intro", "brand", q.brandName(q.asked.Brand))
	for _, b := range q.asked.Boxes {
		if p, ok := q.catalogue.Purpose(b.Purpose); ok {
			out.boxes = append(out.boxes, boxOf(q.catalogue, p, catalogue.Box{Purpose: b.Purpose, Channel: b.Channel}, q.words))
		}
	}
	if n, ok := q.catalogue.Notice(q.asked.Notice.ID, q.asked.Notice.Version); ok {
		text, language := q.words.Pick(n.Languages)
		out.notice = &Notice{Text: text, Version: n.Version, Language: language, id: n.ID}
	}
	return out
}

// brandName is the name under which a brand, or the organisation, writes.
func (v *visit) brandName(id string) string {
	if b, ok := v.catalogue.Brand(id); ok {
		return b.Name
	}
	return v.catalogue.Settings().Name
}

// showQuestion is GET /a/{token}.
func (s *site) showQuestion(w http.ResponseWriter, r *http.Request) {
	if q, ok := s.openQuestion(w, r); ok {
		s.drawQuestion(q, http.StatusOK, nil, nil)
	}
}

func (s *site) drawQuestion(q *question, status int, ticked, wrong []string) {
	wording := s.questionWording(q)
	digest := wording.digest()
	s.draw(q.visit, status, &AnswerPage{
		Frame:  s.frame(q.visit, q.asked.Brand, "page.answer.title", "brand", q.brandName(q.asked.Brand)),
		Action: q.here("/a/" + q.raw), Nonce: s.nonce(q.token.Event), Shown: s.Links.Seal(link.Shown, digest[:], s.Now()),
		Address: q.asked.Address, Boxes: wording.boxes, Ticked: ticked, Notice: wording.notice,
		Code: s.watch.robot(q.token.Event), Wrong: wrong,
	})
}

// drawAnswered is what the link shows once it has been used: never "expired", but not what was answered either, since
// mails are passed on.
func (s *site) drawAnswered(q *question) {
	p := &AnsweredPage{Frame: s.frame(q.visit, q.asked.Brand, "page.answer.done_title")}
	own := link.Token{Org: s.Org, Point: q.token.Point, Brand: q.asked.Brand, Channel: assent.Email, Issued: s.Now()}
	p.Own = q.here("/p/" + s.Links.Make(link.Preferences, own))
	s.draw(q.visit, http.StatusOK, p)
}

// answerTaken is GET /a/done, where an answer leads: the address says what was ticked, and names nobody.
func (s *site) answerTaken(w http.ResponseWriter, r *http.Request) {
	v, ok := s.visit(w, r, "")
	if !ok {
		return
	}
	query := r.URL.Query()
	p := &AnsweredPage{Frame: s.frame(v, query.Get("brand"), "page.answer.done_title")}
	for _, key := range query["asked"] {
		id, channel, _ := strings.Cut(key, ":")
		by, known := v.words.Lookup("by_channel." + channel)
		if purpose, ok := v.catalogue.Purpose(id); ok && known {
			p.Answers = append(p.Answers, Answer{v.name(purpose), by, slices.Contains(query["yes"], key)})
		}
	}
	s.draw(v, http.StatusOK, p)
}
