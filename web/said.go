package web

import (
	"net/http"

	"assent"
)

// SaidPage says one thing: that something is done, or why it cannot be, and what to do next.
type SaidPage struct {
	Frame
	Good  bool // with a tick
	Lead  string
	More  []string
	Next  *Link  // the way forward
	Undo  string // where the button that takes it back posts to; empty: there is none
	Nonce string // of the page with that button
}

// Link is a way to go.
type Link struct{ URL, Text string }

// said is the page of a message that has a title of its own: key and key_title.
func (s *site) said(v *visit, key string) *SaidPage {
	brand := ""
	if v.form != nil {
		brand = v.form.Brand
	}
	return &SaidPage{Frame: s.frame(v, brand, key+"_title"), Lead: v.words.Text(key)}
}

// say draws such a page, with the way to the start.
func (s *site) say(v *visit, status int, key string) {
	p := s.said(v, key)
	p.Next = &Link{URL: v.here("/"), Text: v.words.Text("page.fault.home")}
	s.draw(v, status, p)
}

// fault answers what cannot be done, without looking anything up.
func (s *site) fault(w http.ResponseWriter, r *http.Request, status int, name string) {
	words := s.Locale.Printer(chosen(r), r.Header.Get("Accept-Language"))
	s.say(&visit{w: w, r: r, words: words}, status, "page.fault."+name)
}

// failed answers an error of ours: once logged, never shown.
func (s *site) failed(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return // the visitor is gone
	}
	switch p, _ := assent.AsProblem(err); {
	case p != nil && p.Kind == assent.Unavailable:
		w.Header().Set("Retry-After", "30")
		s.fault(w, r, http.StatusServiceUnavailable, "unavailable")
		return
	case p != nil && p.Kind == assent.TooMany:
		w.Header().Set("Retry-After", "60")
		s.fault(w, r, http.StatusTooManyRequests, "too_many")
		return
	}
	s.Log.Error("a page failed", "page", pageOf(r), "error", err)
	s.fault(w, r, http.StatusInternalServerError, "internal")
}

func (s *site) tooMany(v *visit) {
	v.w.Header().Set("Retry-After", "60")
	s.say(v, http.StatusTooManyRequests, "page.fault.too_many")
}
