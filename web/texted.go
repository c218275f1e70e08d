package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"

	"assent"
	"assent/catalogue"
	"assent/link"
	"assent/rights"
)

// TextedPage asks for the digits that came by text, in the browser that signed up with a number. It looks the
// same whether there is anything to confirm or not: the number may be anybody's, and nobody shall learn
// from this page what is known of it.
type TextedPage struct {
	Frame
	Action string
	Sent   string // what became of the wish for another code
	Mail   bool   // a mail address was given beside the number
	Cancel string // address of the page that cancels the sign-up
	Wrong  string
}

// texting is a visit of the browser that signed up with a number.
type texting struct {
	*visit
	token link.Token // of its cookie: the number's contact point, and the sign-up
}

// openTexted opens the page of a form's codes; a browser that has not signed up is told how to go on.
func (s *site) openTexted(w http.ResponseWriter, r *http.Request) (*texting, bool) {
	v, ok := s.formVisit(w, r)
	if !ok {
		return nil, false
	}
	token, ok := s.held(r, link.Texted)
	if !ok {
		s.signUpAgain(v, http.StatusForbidden, s.said(v, "page.texted.closed"))
		return nil, false
	}
	return &texting{v, token}, true
}

// mailed reports whether a mail address was given beside the number; it stands in the address of the page.
func (t *texting) mailed() bool { return t.r.URL.Query().Get("mail") != "" }

// page is the address of the page.
func (t *texting) page(pairs ...string) string {
	if t.mailed() {
		pairs = append(pairs, "mail", "yes")
	}
	return t.here("/f/"+t.form.ID+"/code", pairs...)
}

// showTexted is GET /f/{form}/code.
func (s *site) showTexted(w http.ResponseWriter, r *http.Request) {
	if t, ok := s.openTexted(w, r); ok {
		s.drawTexted(t, http.StatusOK, "")
	}
}

func (s *site) drawTexted(t *texting, status int, wrong string) {
	cancel := link.Token{Org: s.Org, Point: t.token.Point, Event: t.token.Event, Brand: t.form.Brand, Channel: assent.SMS, Issued: s.Now()}
	p := &TextedPage{
		Frame: s.frame(t.visit, t.form.Brand, "page.texted.title"), Action: t.page(),
		Mail: t.mailed(), Cancel: t.here("/u/" + s.Links.Make(link.Unsubscribe, cancel)),
	}
	if t.r.URL.Query().Get("sent") != "" && wrong == "" {
		p.Sent = t.words.Text("page.texted.sent")
	}
	if wrong != "" {
		p.Wrong = t.words.Text(wrong)
	}
	s.draw(t.visit, status, p)
}

// typeTexted is POST /f/{form}/code: the digits, or a wish for new ones.
func (s *site) typeTexted(w http.ResponseWriter, r *http.Request) {
	if !s.parse(w, r) {
		return
	}
	t, ok := s.openTexted(w, r)
	if !ok {
		return
	}
	if !s.limiter.allow(s.network(r), s.Now()) {
		s.tooMany(t.visit)
		return
	}
	if r.PostForm.Has("again") {
		s.textAgain(t)
		return
	}
	code, now := digits(r.PostForm.Get("code")), s.Now()
	if code == "" { // no try at guessing
		s.drawTexted(t, http.StatusUnprocessableEntity, "page.texted.wrong")
		return
	}
	fits := s.Links.TextCodeFits(t.token.Point, code, now)
	answer, err := s.Records.Enter(r.Context(), s.Org, s.Links.TextTries(t.token.Point, now), fits)
	switch {
	case err != nil:
		s.failed(w, r, err)
	case answer == rights.Entered, answer == rights.Shut && fits && s.confirmedBefore(t):
		s.finishTexted(t)
	case answer == rights.Shut:
		s.drawTexted(t, http.StatusTooManyRequests, "page.texted.shut")
	default:
		s.drawTexted(t, http.StatusUnprocessableEntity, "page.texted.wrong")
	}
}

// confirmedBefore reports whether the sign-up is confirmed already: she has pressed the button twice.
func (s *site) confirmedBefore(t *texting) bool {
	request, err := s.Records.Request(t.r.Context(), s.Org, t.token.Event)
	return err == nil && request.Stage == rights.Done
}

// finishTexted records that the number confirms, in the browser that signed up.
func (s *site) finishTexted(t *texting) {
	c := &confirmation{visit: t.visit, token: t.token, request: rights.Request{Form: t.form.ID}}
	s.finishConfirm(c, assent.ConfirmCode, &assent.Evidence{SameBrowser: true, Wording: s.textedWording(t)})
}

// textedWording is the digest of what she had before her: the text, without its digits, and the page.
func (s *site) textedWording(t *texting) string {
	words := []string{s.Letters.TextShown(t.words, s.frame(t.visit, t.form.Brand, "").Brand.Name)}
	for _, key := range []string{"title", "intro", "code", "button", "again", "cancel"} {
		words = append(words, t.words.Text("page.texted."+key))
	}
	body, err := json.Marshal(words)
	if err != nil {
		panic(err) // a list of strings always encodes
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// textAgain has another code texted if the number's budget allows; the answer is the same if it does not.
func (s *site) textAgain(t *texting) {
	if !s.causes.allow(s.network(t.r), s.Now()) {
		s.tooMany(t.visit)
		return
	}
	if err := s.Letters.TextCodeAgain(t.r.Context(), s.Org, t.token.Event, t.token.Point); err != nil {
		s.failed(t.w, t.r, err)
		return
	}
	http.Redirect(t.w, t.r, t.page("sent", "yes"), http.StatusSeeOther)
}

// mayText reports whether a ticked box may have to be confirmed by text: whether that is so in
// truth depends on what is known of the number, which must not show.
func mayText(c *catalogue.Catalogue, wording shown, t Typed) bool {
	for _, b := range wording.boxes {
		p, known := c.Purpose(b.choice.Purpose)
		_, ticked := b.answer(t.Ticked)
		if known && ticked && assent.PhoneNumber.Reaches(b.choice.Channel) && p.DoubleOptIn != catalogue.OptInNever {
			return true
		}
	}
	return false
}
