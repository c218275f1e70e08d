package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"

	"assent/catalogue"
	"assent/link"
	"assent/rights"
)

// LeavePage offers to stop one thing or everything, in the blocks and the order of its variant, and shows
// nothing of the person but a masked address: who holds a link may be anyone the mail was forwarded to.
type LeavePage struct {
	Frame
	Action   string
	Nonce    string
	Address  string // masked
	Intro    string
	Blocks   []string // in their order; empty: those of the house's own page
	Question string
	Already  string // what she has stopped before
	Wrong    string
	Ways     []Way
	Reasons  []Option
	Pauses   []Option // breaks that are longer than the one that runs
	Oftens   []Option // frequencies that are rarer than the one chosen
	Often    string   // what they are about
	Adapt    string   // address of the way to her own page
	Remains  string   // says that messages she needs still come
}

// Way is one button.
type Way struct{ Field, Value, Label, Hint string }

// Order are the blocks as they are drawn.
func (p *LeavePage) Order() []string {
	return (&catalogue.Page{Kind: catalogue.UnsubscribePage, Blocks: p.Blocks}).Arranged()
}

// WaysOf are the buttons of a block: one that stops everything, or those that stop one thing.
func (p *LeavePage) WaysOf(block string) []Way {
	return slices.DeleteFunc(slices.Clone(p.Ways), func(w Way) bool {
		return (w.Value == scopeEverything) != (block == catalogue.BlockEverything)
	})
}

// ID names the hint of a button within the page.
func (p *LeavePage) ID(hint string) string {
	sum := sha256.Sum256([]byte(hint))
	return hex.EncodeToString(sum[:4])
}

// The scopes that the page posts, and that the last page tells.
const (
	scopeThis       = "this"
	scopeEverything = "everything"
	scopeCancel     = "cancel" // of the last page alone: a sign-up was cancelled
	scopePause      = "pause"  // of the last page alone: a break
	scopeOften      = "often"  // of the last page alone: fewer messages
	scopeMailed     = "mailed" // of the last page alone: a mail asks once more
	scopeUndone     = "undone" // of the last page alone
)

// departure is a visit with an unsubscribe link in hand.
type departure struct {
	*visit
	token   link.Token
	raw     string
	leaving rights.Leaving
	page    *catalogue.Page // the variant that is shown
	sure    bool            // the link was mailed to finish what she has pressed before
}

// cancels reports whether the link stood in a confirmation mail, as "this wasn't me": then it
// answers that sign-up, not a message.
func (d *departure) cancels() bool { return !d.token.Event.IsZero() }

// openLeave reads the link. One that cannot be read leads to the page that mails a new one.
func (s *site) openLeave(w http.ResponseWriter, r *http.Request) (*departure, bool) {
	raw := r.PathValue("token")
	token, err := s.Links.Read(link.Unsubscribe, raw, s.Now())
	sure := false
	if err != nil {
		token, err = s.Links.Read(link.Depart, raw, s.Now())
		sure = true
	}
	if err != nil {
		s.findInstead(w, r, http.StatusNotFound, "page.find.unreadable", link.Token{})
		return nil, false
	}
	leaving, err := s.Records.Leaving(r.Context(), s.Org, token.Point, token.Purpose, token.Channel)
	if err != nil && r.Method != http.MethodPost {
		s.failed(w, r, err)
		return nil, false
	} // a withdrawal does not wait for what the page would show
	v, ok := s.visit(w, r, leaving.Language)
	if !ok {
		return nil, false
	}
	d := &departure{visit: v, token: token, raw: raw, leaving: leaving, sure: sure}
	d.page = v.catalogue.PageFor(token.Page, d.brand(), catalogue.UnsubscribePage)
	s.speak(v, d.page)
	return d, true
}

// showLeave is GET /u/{token}.
func (s *site) showLeave(w http.ResponseWriter, r *http.Request) {
	d, ok := s.openLeave(w, r)
	if !ok {
		return
	}
	if d.cancels() {
		s.watch.fetch(d.token.Event, cancelLink, s.Now())
	}
	s.drawLeave(d, http.StatusOK, "")
}

func (s *site) drawLeave(d *departure, status int, wrong string) {
	p := &LeavePage{
		Frame: s.frame(d.visit, d.brand(), "page.leave.title"), Action: d.here("/u/" + d.raw),
		Nonce: s.nonce(d.token.Point), Address: d.leaving.Address,
		Question: d.words.Text("page.leave.question"), Wrong: wrong,
	}
	if d.cancels() {
		p.Title, p.Question = d.words.Text("page.leave.not_me"), d.words.Text("page.leave.not_me_hint")
		p.Ways = []Way{{"scope", scopeThis, d.words.Text("page.leave.not_me_button"), ""}}
		s.draw(d.visit, status, p)
		return
	}
	p.Title, p.Intro, p.Blocks = d.say(d.page.Titles, p.Title), d.say(d.page.Intros, ""), d.page.Arranged()
	p.Already, p.Ways = s.ways(d)
	if d.sure {
		p.Blocks = []string{catalogue.BlockThis, catalogue.BlockEverything, catalogue.BlockRemains}
	}
	p.Remains, p.Reasons, p.Pauses, p.Oftens = d.remains(d.brand()), reasons(d), breaks(d, s.Now()), oftens(d)
	if d.leaving.Paused != "" && p.Already == "" {
		p.Already = d.words.Text("page.leave.paused", "date", d.leaving.Paused)
	}
	if purpose, ok := d.catalogue.Purpose(d.token.Purpose); ok {
		p.Often = d.words.Text("page.often.hint", d.named(purpose)...)
		own := link.Token{Org: s.Org, Point: d.token.Point, Brand: d.brand(), Purpose: d.token.Purpose, Page: d.token.Page, Channel: d.token.Channel, Issued: s.Now()}
		p.Adapt = d.here("/p/" + s.Links.Make(link.Preferences, own))
	}
	s.draw(d.visit, status, p)
}

// brand is the one in whose name the page speaks.
func (d *departure) brand() string {
	if p, ok := d.catalogue.Purpose(d.token.Purpose); ok && d.token.Brand == "" {
		return p.Brand
	}
	return d.token.Brand
}
