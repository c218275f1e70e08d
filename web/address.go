package web

import (
	"encoding/json"
	"net/http"

	"assent"
	"assent/address"
	"assent/dispatch"
	"assent/intake"
	"assent/link"
	"assent/rights"
)

// AddressPage asks for a new address, and then for the codes from both mailboxes.
type AddressPage struct {
	OwnFrame
	Action string
	Email  string
	Codes  bool // the codes are asked for
	Wrong  string
}

// move is a change of address that waits for its codes, sealed in a cookie of the browser that wants it.
type move struct {
	Point    assent.ID `json:"point"`
	Old, New assent.ID // challenges
	Email    string    `json:"email"`
}

// mailed lets through who came by a mailbox: both codes go to one, so a number cannot be changed here, and her data
// do not offer it.
func (s *site) mailed(do func(*owner)) func(*owner) {
	return func(v *owner) {
		if v.Kind == assent.EmailAddress {
			do(v)
			return
		}
		http.Redirect(v.w, v.r, v.here("/p/data"), http.StatusSeeOther)
	}
}

// showAddress is GET /p/address.
func (s *site) showAddress(v *owner) { s.drawAddress(v, http.StatusOK, "", "") }

func (s *site) drawAddress(v *owner, status int, email, wrong string) {
	s.draw(v.visit, status, &AddressPage{
		OwnFrame: s.ownFrame(v, "page.own.address_title"), Action: v.here("/p/address"), Email: email, Wrong: wrong,
	})
}

// changeAddress is POST /p/address: it has a code mailed to each address.
func (s *site) changeAddress(v *owner) {
	typed := typedIn(v.r).Email
	a, err := address.Email(typed)
	switch {
	case err != nil:
		s.drawAddress(v, http.StatusUnprocessableEntity, typed, v.words.Text("page.form.error.email"))
		return
	case a.Value == v.Address:
		s.drawAddress(v, http.StatusUnprocessableEntity, typed, v.words.Text("page.own.address_same"))
		return
	}
	if err := s.challengeBoth(v, a.Value); isProblem(err, "TOO_MANY_CODES") {
		s.drawAddress(v, http.StatusTooManyRequests, typed, v.words.Text("page.own.many_codes"))
	} else if err != nil {
		s.failed(v.w, v.r, err)
	} else {
		http.Redirect(v.w, v.r, v.here("/p/address/codes"), http.StatusSeeOther)
	}
}

func (s *site) challengeBoth(v *owner, to string) (err error) {
	m := move{Point: v.Point, Email: to}
	if m.Old, err = assent.NewID(s.Now(), s.Random); err != nil {
		return err
	}
	if m.New, err = assent.NewID(s.Now(), s.Random); err != nil {
		return err
	}
	l := dispatch.Letter{ID: m.Old, Point: v.Point, Brand: v.session.Brand, Language: v.words.Language()}
	if err := s.Letters.MailCodeFrom(v.r.Context(), s.Org, l); err != nil {
		return err
	}
	l.ID = m.New
	if err := s.Letters.MailCodeTo(v.r.Context(), s.Org, l, to); err != nil {
		return err
	}
	body, err := json.Marshal(m)
	if err == nil {
		s.give(v.w, link.Move, s.Links.Seal(link.Move, body, s.Now()))
	}
	return err
}

// moving reads the change that waits in this browser, if it is this person's.
func (s *site) moving(v *owner) (m move, ok bool) {
	c, err := v.r.Cookie(s.cookieName(link.Move))
	if err != nil {
		return m, false
	}
	body, _, err := s.Links.Open(link.Move, c.Value, s.Now())
	return m, err == nil && json.Unmarshal(body, &m) == nil && m.Point == v.Point
}

// showCodes is GET /p/address/codes.
func (s *site) showCodes(v *owner) {
	if _, ok := s.moving(v); !ok {
		s.showAddress(v)
		return
	}
	s.drawCodes(v, http.StatusOK, "")
}

func (s *site) drawCodes(v *owner, status int, wrong string) {
	s.draw(v.visit, status, &AddressPage{
		OwnFrame: s.ownFrame(v, "page.own.address_title"), Action: v.here("/p/address/codes"), Codes: true, Wrong: wrong,
	})
}

// typeCodes is POST /p/address/codes. Both codes count as one try.
func (s *site) typeCodes(v *owner) {
	m, ok := s.moving(v)
	if !ok {
		s.showAddress(v)
		return
	}
	old, fresh := digits(v.r.PostForm.Get("old_code")), digits(v.r.PostForm.Get("new_code"))
	if old == "" || fresh == "" { // no try at guessing
		s.drawCodes(v, http.StatusUnprocessableEntity, v.words.Text("page.own.address_wrong"))
		return
	}
	right := s.right(m.Old, old) && s.right(m.New, fresh)
	answer, err := s.Records.Enter(v.r.Context(), s.Org, m.New, right)
	switch {
	case err != nil:
		s.failed(v.w, v.r, err)
	case answer == rights.Mistyped:
		s.drawCodes(v, http.StatusUnprocessableEntity, v.words.Text("page.own.address_wrong"))
	case answer == rights.Shut:
		s.drawAddress(v, http.StatusTooManyRequests, m.Email, v.words.Text("page.own.code_shut"))
	default:
		s.move(v, m)
	}
}

// move records that both addresses are hers and that the old one is given up, and goes on at the new
// one. Her noes follow her; what she agreed to belonged to the old address, and is chosen anew.
func (s *site) move(v *owner, m move) {
	point, err := s.recordMove(v, m)
	if err != nil {
		s.failed(v.w, v.r, err)
		return
	}
	s.forget(v.w, link.Move)
	session := link.Token{Org: s.Org, Point: point, Brand: v.session.Brand, Event: m.New, Issued: s.Now()}
	s.give(v.w, link.Session, s.Links.Make(link.Session, session))
	http.Redirect(v.w, v.r, v.here("/p/choices", "moved", "yes"), http.StatusSeeOther)
}

// recordMove records a change of address and returns the new contact point. One that she gave up
// before, and comes back to, may be written to again.
func (s *site) recordMove(v *owner, m move) (point assent.ID, err error) {
	stop := &assent.Suppression{Kind: "manual"}
	if err = s.recordOwn(v, intake.Act{Type: assent.ContactLinked, Contact: assent.Contactable{Email: m.Email}}); err != nil {
		return point, err
	}
	if err = s.recordOwn(v, intake.Act{Type: assent.SuppressionAdded, Suppression: stop}); err != nil {
		return point, err
	}
	if point, err = s.Records.PointOf(v.r.Context(), s.Org, assent.Contactable{Email: m.Email}); err != nil {
		return point, err
	}
	fresh, err := s.Records.Own(v.r.Context(), s.Org, point)
	if err == nil && fresh.GivenUp {
		err = s.recordOwn(v, intake.Act{Type: assent.SuppressionRemoved, Point: point, Suppression: stop})
	}
	return point, err
}
