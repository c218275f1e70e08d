package web

import (
	"net/http"

	"assent"
	"assent/link"
)

// WhyPage answers, from the footer of a mail, which act of hers, which wording and which rule allowed it. Who holds
// the mail may be anyone: so the link alone tells the rule, beside a masked address; the act and its day are told in the
// browser in which a code from her mailbox was typed.
type WhyPage struct {
	Frame
	Address string // masked
	What    string // "Newsletter by e-mail"
	On      string
	Known   bool // the answer can be told
	Basis   string
	Reason  string
	Behind  bool // an act of hers is behind it, which is shown after a code
	Acts    []Ground
	Norms   []assent.Citation
	Leave   string
	Choose  string
}

// Ground is an act that a message rests on.
type Ground struct {
	What, When, How string
	Wording         []Quotation
}

// why is GET /w/{token}. It puts the question that was put when the mail was sent once more, with what
// was known then: the answer is that of the law and the records of that moment.
func (s *site) why(w http.ResponseWriter, r *http.Request) {
	token, err := s.Links.Read(link.Receipt, r.PathValue("token"), s.Now())
	if err != nil {
		s.findInstead(w, r, http.StatusNotFound, "page.find.unreadable", link.Token{})
		return
	}
	decision, err := s.Decide.MaySend(r.Context(), s.Org, assent.Question{
		Contact: assent.Contactable{Point: token.Point}, Channel: token.Channel, Purpose: token.Purpose, Brand: token.Brand,
		At: token.Issued, KnownAt: token.Issued, Explain: assent.ExplainCodes,
	})
	if err != nil {
		s.failed(w, r, err)
		return
	}
	behind, err := s.Records.Why(r.Context(), s.Org, token.Point, decision.Evidence)
	if err != nil {
		s.failed(w, r, err)
		return
	}
	v, ok := s.visit(w, r, behind.Language)
	if !ok {
		return
	}
	if behind.Address == "" {
		s.say(v, http.StatusGone, "page.own.nothing")
		return
	}
	s.drawWhy(v, token, decision, behind.Acts, behind.Address)
}

func (s *site) drawWhy(v *visit, token link.Token, d assent.Decision, acts []*assent.Event, address string) {
	p := &WhyPage{
		Frame: s.frame(v, token.Brand, "page.why.title"), Address: address, On: v.words.Date(token.Issued),
		What:  v.scope(assent.Scope{Purpose: token.Purpose, Channel: string(token.Channel)}),
		Known: d.Decision == assent.Allow, Norms: d.Citations,
	}
	p.Basis, p.Behind = v.words.Text("basis."+string(d.Basis)), len(acts) > 0
	if session, ok := s.held(v.r, link.Session); p.Known && ok && session.Point == token.Point && !session.Foreign {
		p.Reason, p.Behind = v.words.Text("reason."+string(d.Reason)), false
		for _, e := range acts {
			p.Acts = append(p.Acts, groundOf(v, token, e))
		}
	}
	at := link.Token{Org: s.Org, Point: token.Point, Brand: token.Brand, Purpose: token.Purpose, Page: token.Page, Channel: assent.Email, Issued: s.Now()}
	p.Leave = v.here("/u/" + s.Links.Make(link.Unsubscribe, at))
	p.Choose = v.here("/p/" + s.Links.Make(link.Preferences, at))
	s.draw(v, http.StatusOK, p)
}

// groundOf shows of an act what concerns the message's own purpose.
func groundOf(v *visit, token link.Token, e *assent.Event) Ground {
	hers := *e
	hers.Choices = nil
	for _, c := range e.Choices {
		if c.Purpose == token.Purpose && c.Channel == token.Channel {
			c.Topics = nil
			hers.Choices = append(hers.Choices, c)
		}
	}
	entry := entryOf(v, &hers)
	return Ground{What: entry.What, When: entry.When, How: entry.How, Wording: quoted(v, &hers)}
}
