package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"assent"
	"assent/address"
	"assent/catalogue"
	"assent/dispatch"
	"assent/link"
	"assent/rights"
)

// Who gave only a number has no mailbox for a link. She types it where others type their address, and the
// digits that open her page come by text: the ladder is the same, one rung of it by another way. Whether the number
// is known shows nowhere; it waits in a sealed cookie, since nothing may be looked up before the digits are right.

// dialled is a wish for a code by text, as it waits in the browser that has it.
type dialled struct {
	Challenge assent.ID `json:"challenge"`
	Asked     time.Time `json:"asked"` // its digits count from here for as long as a knock lives; zero: they never do
	Phone     string    `json:"phone"` // in E.164 form
	Brand     string    `json:"brand"`
	Page      string    `json:"page"`
}

// knocking is a browser that waits for digits, which were asked for a contact point or for a number.
type knocking struct {
	link.Token
	phone string // typed; then no contact point is known yet
}

// byText reports whether the digits come by text.
func (k knocking) byText() bool { return k.Channel == assent.SMS }

// takesNumbers reports whether somebody can have given only a number here.
func takesNumbers(c *catalogue.Catalogue) bool {
	for _, p := range c.CollectionPoints() {
		if _, form := c.Form(p.ID); form && p.AsksFor("phone") {
			return true
		}
	}
	return false
}

// findByText has a code texted to a number, and leads to the page that asks for it, whether the number is known or not.
func (s *site) findByText(v *visit, typed Typed) {
	typed.Country = orElse(typed.Country, v.catalogue.Settings().Country)
	fault := phoneFault(typed)
	if typed.Phone == "" {
		fault = "phone_missing"
	}
	if fault != "" {
		p := s.findPage(v)
		p.Phone, p.PhoneWrong = typed.Phone, v.words.Text("page.form.error."+fault)
		s.draw(v, http.StatusUnprocessableEntity, p)
		return
	}
	if !s.causes.allow(s.network(v.r), s.Now()) {
		s.tooMany(v)
		return
	}
	a, err := address.Phone(typed.Phone, typed.Country)
	if err == nil {
		err = s.dial(v, dialled{Phone: a.Value, Brand: v.form.Brand, Page: variantAsked(v)}, v.r.PostForm.Get("website") == "")
	}
	if err != nil {
		s.failed(v.w, v.r, err)
		return
	}
	http.Redirect(v.w, v.r, v.here("/p/code"), http.StatusSeeOther)
}

// dial begins a challenge in this browser, and has its digits texted.
func (s *site) dial(v *visit, d dialled, text bool) (err error) {
	if d.Challenge, err = assent.NewID(s.Now(), s.Random); err != nil {
		return err
	}
	if text {
		d.Asked = s.Now()
		if err := s.textDigits(v, d); err != nil {
			return err
		}
	}
	body, err := json.Marshal(d)
	if err == nil {
		v.drop(s, link.Knock)
		s.give(v.w, link.Dial, s.Links.Seal(link.Dial, body, s.Now()))
	}
	return err
}

func (s *site) textDigits(v *visit, d dialled) error {
	return s.Letters.FindMyPage(v.r.Context(), s.Org, dispatch.Seeking{
		Phone: d.Phone, Challenge: d.Challenge, Brand: d.Brand, Page: d.Page, Language: v.words.Language(),
	})
}

// dialling reads the wish that waits in this browser.
func (s *site) dialling(r *http.Request) (k knocking, ok bool) {
	c, err := r.Cookie(s.cookieName(link.Dial))
	if err != nil {
		return k, false
	}
	body, _, err := s.Links.Open(link.Dial, c.Value, s.Now())
	var d dialled
	if err != nil || json.Unmarshal(body, &d) != nil {
		return k, false
	}
	k.Token = link.Token{Org: s.Org, Event: d.Challenge, Brand: d.Brand, Page: d.Page, Channel: assent.SMS, Issued: d.Asked}
	k.phone = d.Phone
	return k, true
}

// dialAgain has digits texted once more, if the number may be sent a text: the same while they count, since new ones
// would make worthless the text that is on its way.
func (s *site) dialAgain(v *visit, k knocking) {
	if !s.causes.allow(s.network(v.r), s.Now()) {
		s.tooMany(v)
		return
	}
	d := dialled{Challenge: k.Event, Phone: k.phone, Brand: k.Brand, Page: k.Page}
	send := s.textDigits
	if !s.counts(k) {
		send = func(v *visit, d dialled) error { return s.dial(v, d, true) }
	}
	if err := send(v, d); err != nil {
		s.failed(v.w, v.r, err)
		return
	}
	http.Redirect(v.w, v.r, v.here("/p/code"), http.StatusSeeOther)
}

// counts reports whether the digits are young enough.
func (s *site) counts(k knocking) bool { return s.Now().Sub(k.Issued) <= link.Knock.Life() }

// called finds whose number it is, once the digits are right. Nobody's digits are right: none were sent.
func (s *site) called(v *visit, k *knocking) (known bool, err error) {
	if k.phone == "" {
		return true, nil
	}
	k.Point, err = s.Records.PointOf(v.r.Context(), s.Org, assent.Contactable{Phone: k.phone})
	if errors.Is(err, rights.ErrNobody) {
		return false, nil
	}
	return err == nil, err
}
