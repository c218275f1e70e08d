package web

import (
	"encoding/hex"
	"errors"
	"net/http"
	"strings"

	"crypto/sha256"

	"assent"
	"assent/catalogue"
	"assent/link"
	"assent/rights"
)

// LeavePage offers to stop one thing or everything, and shows nothing of the person but a
// masked address: who holds a link may be anyone the mail was forwarded to.
type LeavePage struct {
	Frame
	Action   string
	Nonce    string
	Address  string // masked
	Question string
	Already  string // what she has stopped before
	Wrong    string
	Ways     []Way
	Reasons  []Option
	Pauses   []Option // breaks that are longer than the one that runs
	Adapt    string   // address of the way to her own page
	Service  bool     // says that messages she needs still come
}

// Way is one button.
type Way struct{ Field, Value, Label, Hint string }

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
)

// departure is a visit with an unsubscribe link in hand.
type departure struct {
	*visit
	token   link.Token
	raw     string
	leaving rights.Leaving
}

// cancels reports whether the link stood in a confirmation mail, as "this wasn't me": then it
// answers that sign-up, not a message.
func (d *departure) cancels() bool { return !d.token.Event.IsZero() }

// openLeave reads the link. One that cannot be read leads to the page that mails a new one.
func (s *site) openLeave(w http.ResponseWriter, r *http.Request) (*departure, bool) {
	raw := r.PathValue("token")
	token, err := s.Links.Read(link.Unsubscribe, raw, s.Now())
	if err != nil && !errors.Is(err, link.ErrExpired) {
		s.findInstead(w, r, http.StatusNotFound, "page.find.unreadable")
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
	return &departure{visit: v, token: token, raw: raw, leaving: leaving}, true
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
	p.Already, p.Ways = s.ways(d)
	p.Service, p.Reasons, p.Pauses = true, reasons(d), breaks(d, s.Now())
	if d.leaving.Paused != "" && p.Already == "" {
		p.Already = d.words.Text("page.leave.paused", "date", d.leaving.Paused)
	}
	if d.token.Purpose != "" {
		own := link.Token{Org: s.Org, Point: d.token.Point, Brand: d.brand(), Purpose: d.token.Purpose, Channel: d.token.Channel, Issued: s.Now()}
		p.Adapt = d.here("/p/" + s.Links.Make(link.Preferences, own))
	}
	s.draw(d.visit, status, p)
}

// ways are the buttons that still do something, and what has been done before. A link that names a
// purpose offers that one; a link to one's own page offers each.
func (s *site) ways(d *departure) (already string, ways []Way) {
	text := d.words.Text
	if d.leaving.Everything == rights.Done {
		return text("page.leave.already_all"), nil
	}
	if purpose, ok := d.catalogue.Purpose(d.token.Purpose); ok {
		if d.leaving.This == rights.Done {
			already = text("page.leave.already", d.named(purpose)...)
		} else {
			ways = []Way{{"scope", scopeThis, text("page.leave.this", d.named(purpose)...), text("page.leave.this_hint")}}
		}
	} else {
		for _, purpose := range d.catalogue.Purposes() {
			if d.mayStop(purpose) {
				ways = append(ways, Way{"choice", purpose.ID + ":" + string(d.token.Channel), text("page.leave.this", d.named(purpose)...), ""})
			}
		}
	}
	org := d.catalogue.Settings().Name
	return already, append(ways, Way{"scope", scopeEverything, text("page.leave.everything"), text("page.leave.everything_hint", "org", org)})
}

// mayStop: service messages are needed, and a purpose without the channel has nothing to stop.
func (d *departure) mayStop(p *catalogue.Purpose) bool {
	return p.Kind != assent.PurposeService && p.Offers(d.token.Channel)
}

// named are the words for a purpose by the link's channel.
func (d *departure) named(p *catalogue.Purpose) []any {
	name, _ := d.words.Pick(p.Names)
	return []any{"purpose", name, "channel", d.words.Text("by_channel." + string(d.token.Channel))}
}

// pressed is the purpose that a press stops: the link's, or the one chosen on one's own page.
func (d *departure) pressed() (*catalogue.Purpose, bool) {
	id := d.token.Purpose
	if d.r.PostForm.Get("scope") != scopeThis {
		id, _, _ = strings.Cut(d.r.PostForm.Get("choice"), ":")
		if d.token.Purpose != "" {
			return nil, false
		}
	}
	p, ok := d.catalogue.Purpose(id)
	return p, ok && p.Offers(d.token.Channel)
}

// brand is the one in whose name the page speaks.
func (d *departure) brand() string {
	if p, ok := d.catalogue.Purpose(d.token.Purpose); ok && d.token.Brand == "" {
		return p.Brand
	}
	return d.token.Brand
}

// wording is the hash of the buttons' texts: what she could choose between.
func (s *site) leaveWording(d *departure) string {
	_, ways := s.ways(d)
	var b strings.Builder
	for _, way := range ways {
		b.WriteString(way.Value + "\x00" + way.Label + "\x00" + way.Hint + "\x00")
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}
