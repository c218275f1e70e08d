package web

import (
	"net/http"

	"assent"
	"assent/catalogue"
)

// left is GET /u/done: what was stopped, what went with it, what still comes, and for ten minutes in the
// same browser the way back. Its address names nobody.
func (s *site) left(w http.ResponseWriter, r *http.Request) {
	v, ok := s.visit(w, r, "")
	if !ok {
		return
	}
	query := r.URL.Query()
	brand, scope := query.Get("brand"), query.Get("scope")
	variant := v.catalogue.PageFor(query.Get("page"), brand, catalogue.UnsubscribePage)
	s.speak(v, variant)
	p := &SaidPage{Frame: s.frame(v, brand, "page.left.title"), Good: true}
	s.tellLeft(v, p, scope, brand)
	if thanks := v.say(variant.Thanks, ""); thanks != "" && (scope == scopeThis || scope == scopeEverything) {
		p.More = append([]string{thanks}, p.More...)
	}
	if scope == scopeThis || scope == scopeEverything {
		s.undoable(v, p)
	}
	if form := firstForm(v.catalogue, brand); form != nil && scope != scopeCancel && scope != scopeMailed {
		p.Next = &Link{URL: v.whereFound(form, query.Get("page")), Text: v.words.Text("page.left.again")}
	}
	s.draw(v, http.StatusOK, p)
}

// tellLeft fills the page in for one outcome.
func (s *site) tellLeft(v *visit, p *SaidPage, scope, brand string) {
	text := v.words.Text
	p.Lead, p.More = text("page.left.this_plain"), []string{text("page.left.now"), v.remains(brand)}
	switch scope {
	case scopeEverything:
		p.Lead = text("page.left.everything")
	case scopeCancel:
		p.Title, p.Lead, p.More = text("page.left.not_me_title"), text("page.left.not_me"), nil
	case scopePause:
		p.Title, p.Lead, p.More = text("page.left.paused_title"), text("page.left.paused"), p.More[1:]
	case scopeOften:
		p.Title, p.Lead, p.More = text("page.left.often_title"), rarerNow(v), nil
	case scopeMailed:
		p.Title, p.Lead, p.More, p.Good = text("page.sure.mailed_title"), text("page.sure.mailed"), nil, false
	case scopeUndone:
		p.Title, p.Lead, p.More = text("page.undo.done_title"), text("page.undo.done"), nil
	default:
		tellThis(v, p)
	}
}

// tellThis names the one thing that was stopped, and what went with it.
func tellThis(v *visit, p *SaidPage) {
	query := v.r.URL.Query()
	channel := query.Get("channel")
	by, known := v.words.Lookup("by_channel." + channel)
	purpose, ok := v.catalogue.Purpose(query.Get("purpose"))
	if !ok || !known {
		return
	}
	p.Lead = v.words.Text("page.left.this", "purpose", v.name(purpose), "channel", by)
	if names := v.taken(purpose.ID, assent.Channel(channel)); names != "" {
		p.More = append([]string{v.words.Text("page.left.ends", "names", names)}, p.More...)
	}
}

// rarerNow says how often messages of a purpose come from now on.
func rarerNow(v *visit) string {
	query := v.r.URL.Query()
	purpose, ok := v.catalogue.Purpose(query.Get("purpose"))
	if !ok {
		return v.words.Text("page.own.act.frequency_set")
	}
	lead, known := v.words.Lookup("page.left."+query.Get("at_most"), "purpose", v.name(purpose))
	if !known {
		return v.words.Text("page.own.act.frequency_set")
	}
	return lead
}
