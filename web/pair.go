package web

import (
	"encoding/json"
	"net/http"

	"assent"
	"assent/intake"
	"assent/link"
)

// pair is a sign-up by an address and a number together, sealed in a cookie of the browser that made it. Either could be
// a stranger's, so they begin as two people's. Once both have confirmed in this one browser they are shown to be one
// woman's: then her noes reach both, and her page shows both.
type pair struct {
	Point  assent.ID `json:"point"` // of the address
	Mail   assent.ID `json:"mail"`  // sign-up by the address
	Text   assent.ID `json:"text"`  // sign-up by the number
	Number string    `json:"number"`
	Mailed bool      `json:"mailed,omitzero"` // confirmed in this browser
	Texted bool      `json:"texted,omitzero"`
}

// givePair seals the pair into its cookie.
func (s *site) givePair(w http.ResponseWriter, p pair) error {
	body, err := json.Marshal(p)
	if err == nil {
		s.give(w, link.Pair, s.Links.Seal(link.Pair, body, s.Now()))
	}
	return err
}

// paired reads the pair that this browser holds.
func (s *site) paired(r *http.Request) (p pair, ok bool) {
	c, err := r.Cookie(s.cookieName(link.Pair))
	if err != nil {
		return p, false
	}
	body, _, err := s.Links.Open(link.Pair, c.Value, s.Now())
	return p, err == nil && json.Unmarshal(body, &p) == nil
}

// halfConfirmed notes that one of a pair is confirmed in the browser that signed up with both, and joins them when
// the other was.
func (s *site) halfConfirmed(c *confirmation, method assent.Method) error {
	p, ok := s.paired(c.r)
	switch {
	case ok && p.Mail == c.token.Event:
		p.Mailed = true
	case ok && p.Text == c.token.Event:
		p.Texted = true
	default:
		return nil
	}
	if !p.Mailed || !p.Texted {
		return s.givePair(c.w, p)
	}
	s.forget(c.w, link.Pair)
	return s.join(c, p, method)
}

// join records that address and number are one person's. Where several people share one of them it
// would make one person of more than her, so that is left to who can ask.
func (s *site) join(c *confirmation, p pair, method assent.Method) error {
	ctx := c.r.Context()
	number, err := s.Records.PointOf(ctx, s.Org, assent.Contactable{Phone: p.Number})
	if err != nil {
		return err
	}
	for _, point := range []assent.ID{p.Point, number} {
		own, err := s.Records.Own(ctx, s.Org, point)
		if err != nil || own.Shared {
			return err
		}
	}
	_, err = s.Intake.Record(ctx, s.Org, intake.Act{
		Type: assent.ContactLinked, Point: p.Point, Contact: assent.Contactable{Phone: p.Number}, Refers: p.Mail,
		Method: method, Actor: assent.Actor{Kind: assent.ActorPerson}, Evidence: &assent.Evidence{SameBrowser: true},
	})
	return err
}
