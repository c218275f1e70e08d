package web

import (
	"errors"
	"net/http"

	"assent/catalogue"
	"assent/link"
	"assent/rights"
)

// OwnFrame is what the pages behind the code have in common.
type OwnFrame struct {
	Frame
	Address string // in full: the code came from this mailbox
	Tabs    []Tab
	Until   string // when the session ends
	Close   string // where the button that ends it posts to
}

// Tab leads to another page of hers.
type Tab struct {
	URL, Text string
	Current   bool
}

// owner is a visit of somebody who has typed the code from her mailbox.
type owner struct {
	*visit
	rights.Own
	session link.Token
	page    *catalogue.Page // the variant that she sees
}

// ownPage is the variant of the pages behind the code to which a link or a session leads.
func ownPage(v *visit, t link.Token) *catalogue.Page {
	return v.catalogue.PageFor(t.Page, t.Brand, catalogue.PreferencesPage, catalogue.ProfilePage)
}

// profile is the variant of the page of her data: a preference page has nothing to say of it.
func (v *owner) profile() *catalogue.Page {
	return v.catalogue.PageFor(v.page.ID, v.session.Brand, catalogue.ProfilePage)
}

// behind lets through who has a session: without one, nothing is read and nothing done. The person
// is read anew for each request, so that an erasure, or a change of address, ends every session.
func (s *site) behind(do func(*owner)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && !s.parse(w, r) {
			return
		}
		session, open := s.held(r, link.Session)
		if !open {
			if v, ok := s.visit(w, r, ""); ok {
				s.closed(v, session)
			}
			return
		}
		own, err := s.Records.Own(r.Context(), s.Org, session.Point)
		if err != nil && !errors.Is(err, rights.ErrNobody) {
			s.failed(w, r, err)
			return
		}
		v, ok := s.visit(w, r, own.Known["language"])
		if !ok {
			return
		}
		switch {
		case err != nil:
			s.forget(w, link.Session)
			s.say(v, http.StatusGone, "page.own.nothing")
			return
		case own.GivenUp:
			s.forget(w, link.Session)
			s.closed(v, session)
			return
		}
		page := ownPage(v, session)
		s.speak(v, page)
		do(&owner{visit: v, Own: own, session: session, page: page})
	}
}

// alone lets through who has her address to herself. Behind a shared one she has not shown who she is: what is one
// person's own is told, corrected and erased in another way, which the page names.
func (s *site) alone(do func(*owner)) func(*owner) {
	return func(v *owner) {
		if !v.Shared {
			do(v)
			return
		}
		p := s.said(v.visit, "page.own.shared")
		p.More = []string{s.askElsewhere(v)}
		p.Next = &Link{URL: v.here("/p/choices"), Text: v.words.Text("page.own.choices_title")}
		s.draw(v.visit, http.StatusForbidden, p)
	}
}

// askElsewhere says where somebody behind a shared address asks for what is her own.
func (s *site) askElsewhere(v *owner) string {
	f := s.frame(v.visit, v.session.Brand, "page.own.shared_title")
	if f.Access != "" {
		return v.words.Text("page.own.shared_ask", "access", f.Access)
	}
	return v.words.Text("page.own.shared_ask_org", "org", f.Org)
}

// tabs are her pages, in their order.
var tabs = []struct{ path, key string }{
	{"/p/choices", "page.own.choices_title"},
	{"/p/history", "page.own.history_title"},
	{"/p/data", "page.own.data_title"},
}

func (s *site) ownFrame(v *owner, title string) OwnFrame {
	f := OwnFrame{
		Frame: s.frame(v.visit, v.session.Brand, title), Address: v.Address, Close: v.here("/p/close"),
		Until: v.session.Issued.Add(link.Session.Life()).Format("15:04 MST"),
	}
	f.Wide = true
	for _, t := range tabs {
		f.Tabs = append(f.Tabs, Tab{URL: v.here(t.path), Text: v.words.Text(t.key), Current: t.path == v.r.URL.Path})
	}
	return f
}

// close is POST /p/close.
func (s *site) close(w http.ResponseWriter, r *http.Request) {
	if !s.parse(w, r) {
		return
	}
	if v, ok := s.visit(w, r, ""); ok {
		s.forget(w, link.Session)
		http.Redirect(w, r, v.here("/p/left"), http.StatusSeeOther)
	}
}

// closedNow is GET /p/left, where the end of a session leads.
func (s *site) closedNow(w http.ResponseWriter, r *http.Request) {
	v, ok := s.visit(w, r, "")
	if !ok {
		return
	}
	p := s.said(v, "page.own.left")
	p.Good = true
	s.draw(v, http.StatusOK, p)
}
