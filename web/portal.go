package web

import (
	"net/http"

	"assent"
	"assent/intake"
	"assent/link"
	"assent/portal"
	"assent/rights"
)

// PortalPage is the side door of a person who comes from a customer area: one press opens her choices, another
// stops everything. Opening the link alone does neither, since links are fetched by machines too.
type PortalPage struct {
	Frame
	Action  string
	Address string // masked
}

// coded lets through who has typed a code from her mailbox. Who was vouched for by a site is led to where the
// code is mailed: her data, her erasure and her address are for herself alone.
func (s *site) coded(do func(*owner)) func(*owner) {
	return func(v *owner) {
		if !v.session.Foreign {
			do(v)
			return
		}
		door := link.Token{Org: s.Org, Point: v.session.Point, Brand: v.session.Brand, Page: v.session.Page, Channel: assent.Email, Issued: s.Now()}
		http.Redirect(v.w, v.r, v.here("/p/"+s.Links.Make(link.Preferences, door)), http.StatusSeeOther)
	}
}

// method is how she came to her page, as evidence names it.
func (v *owner) method() assent.Method {
	if v.session.Foreign {
		return assent.Portal
	}
	return assent.PreferencePage
}

// openPortal reads the link of the side door.
func (s *site) openPortal(w http.ResponseWriter, r *http.Request) (*caller, bool) {
	raw := r.PathValue("token")
	token, err := s.Links.Read(link.Portal, raw, s.Now())
	if err != nil {
		if v, ok := s.visit(w, r, ""); ok {
			s.say(v, http.StatusGone, "page.portal.over")
		}
		return nil, false
	}
	leaving, err := s.Records.Leaving(r.Context(), s.Org, token.Point, "", assent.Email)
	if err != nil {
		s.failed(w, r, err)
		return nil, false
	}
	v, ok := s.visit(w, r, leaving.Language)
	if ok && leaving.Address == "" {
		s.say(v, http.StatusGone, "page.portal.nothing")
		return nil, false
	}
	return &caller{visit: v, token: token, raw: raw, leaving: leaving}, ok
}

// showPortal is GET /portal/{token}.
func (s *site) showPortal(w http.ResponseWriter, r *http.Request) {
	if c, ok := s.openPortal(w, r); ok {
		s.draw(c.visit, http.StatusOK, &PortalPage{
			Frame: s.frame(c.visit, c.token.Brand, "page.portal.title"), Action: c.here("/portal/" + c.raw), Address: c.leaving.Address,
		})
	}
}

// enterPortal is POST /portal/{token}.
func (s *site) enterPortal(w http.ResponseWriter, r *http.Request) {
	if !s.parse(w, r) {
		return
	}
	if c, ok := s.openPortal(w, r); ok {
		s.vouched(c.visit, portal.Visitor{Point: c.token.Point, Challenge: c.token.Event}, c.token.Brand)
	}
}

// enterSigned is POST /portal: the form of a customer area, which its site has signed.
func (s *site) enterSigned(w http.ResponseWriter, r *http.Request) {
	if s.Portal == nil {
		s.notFound(w, r)
		return
	}
	if !s.parse(w, r) {
		return
	}
	v, ok := s.visit(w, r, "")
	if !ok {
		return
	}
	if !s.limiter.allow(s.network(r), s.Now()) {
		s.tooMany(v)
		return
	}
	form := r.PostForm.Get
	visitor, err := s.Portal.Visitor(r.Context(), s.Org, portal.Form{
		Key: form("key"), Origin: form("origin"), Contact: form("contact"), Expires: form("expires"), Nonce: form("nonce"), Signature: form("signature"),
	}, r.Header.Get("Origin"))
	switch {
	case isProblem(err, "UNKNOWN_CONTACT"):
		s.say(v, http.StatusNotFound, "page.portal.nothing")
	case isProblem(err, "BAD_PORTAL_FORM"):
		s.say(v, http.StatusForbidden, "page.portal.over")
	case err != nil:
		s.failed(w, r, err)
	default:
		s.vouched(v, visitor, form("brand"))
	}
}

// vouched does what was pressed by somebody for whom a site vouches. A stop is taken however often; the way
// to her choices opens once.
func (s *site) vouched(v *visit, who portal.Visitor, brand string) {
	if v.r.PostForm.Get("do") == "stop" {
		s.stopVouched(v, who, brand)
		return
	}
	answer, err := s.Records.Enter(v.r.Context(), s.Org, who.Challenge, true)
	switch {
	case err != nil:
		s.failed(v.w, v.r, err)
	case answer != rights.Entered:
		s.say(v, http.StatusGone, "page.portal.over")
	default:
		session := link.Token{Org: s.Org, Point: who.Point, Event: who.Challenge, Brand: brand, Issued: s.Now(), Foreign: true}
		s.give(v.w, link.Session, s.Links.Make(link.Session, session))
		http.Redirect(v.w, v.r, v.here("/p/choices"), http.StatusSeeOther)
	}
}

func (s *site) stopVouched(v *visit, who portal.Visitor, brand string) {
	everything := assent.Everything()
	_, err := s.Intake.Record(v.r.Context(), s.Org, intake.Act{
		Type: assent.ConsentWithdrawn, Point: who.Point, Method: assent.Portal, Actor: assent.Actor{Kind: assent.ActorPerson},
		Scope: &everything, GranularOffered: true,
	})
	if unlessErased(err) != nil {
		s.failed(v.w, v.r, err)
		return
	}
	http.Redirect(v.w, v.r, v.here("/u/done", "scope", scopeEverything, "brand", brand), http.StatusSeeOther)
}
