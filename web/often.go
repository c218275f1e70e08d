package web

import (
	"slices"
	"strings"

	"assent"
	"assent/intake"
	"assent/rights"
)

// Fewer messages instead of none. Who holds a link may ask for it, and as with a pause never for more than
// she has chosen herself; on her own page she chooses freely.

// frequencies from the most to the fewest messages.
var frequencies = []string{"", assent.Weekly, assent.Monthly}

// oftens are the frequencies that are rarer than hers.
func oftens(d *departure) []Option {
	if d.token.Purpose == "" || d.leaving.This != rights.Open || d.sure {
		return nil
	}
	var out []Option
	for i := len(frequencies) - 1; frequencies[i] != d.leaving.AtMost; i-- {
		out = append([]Option{{frequencies[i], d.words.Text("page.often." + frequencies[i])}}, out...)
	}
	return out
}

// rarer makes the act of a departure a wish for fewer messages; not ok if the page does not offer it.
func rarer(d *departure, act intake.Act, atMost string) (intake.Act, bool) {
	for _, o := range oftens(d) {
		if o.Code == atMost {
			return oftenAct(act, d.token.Purpose, atMost), true
		}
	}
	return act, false
}

// oftenAct makes an act a wish about one purpose, by whatever channel.
func oftenAct(act intake.Act, purpose, atMost string) intake.Act {
	act.Type, act.GranularOffered = assent.FrequencySet, false
	act.Frequency = &assent.Frequency{AtMost: atMost, Scope: assent.Scope{
		Brand: assent.Any, Purpose: purpose, Channel: assent.Any, Party: assent.Any,
	}}
	return act
}

// asShown keeps the frequencies of a purpose as they are, where one of its channels has its own.
const asShown = "as_shown"

// tellOften offers the frequencies of a purpose that she receives. One that was asked for by one channel alone, through
// another way than this page, stands beside that channel, and goes when she chooses for the whole purpose.
func (r *Row) tellOften(v *owner, c rights.Cell) {
	if r.Often == nil {
		r.Often = oftenChoices(v, c.Purpose.ID)
	}
	if keep := c.Purpose.ID + ":" + asShown; c.Narrower != "" && r.AtMost != keep {
		r.Often, r.AtMost = append([]Option{{keep, v.words.Text("page.often.as_shown")}}, r.Often...), keep
	}
}

// oftenChoices are the frequencies of one purpose on her own page.
func oftenChoices(v *owner, purpose string) []Option {
	var out []Option
	for _, f := range frequencies {
		out = append(out, Option{purpose + ":" + f, v.words.Text(oftenKey(f))})
	}
	return out
}

// oftenKey is the key of the words for a frequency.
func oftenKey(atMost string) string {
	if atMost == "" {
		return "page.often.any"
	}
	return "page.often." + atMost
}

// saveOften records, of the frequencies on her own page, those that she has changed.
func (s *site) saveOften(v *owner) error {
	for _, posted := range v.r.PostForm["often"] {
		purpose, atMost, _ := strings.Cut(posted, ":")
		changed := slices.ContainsFunc(v.Cells, func(c rights.Cell) bool {
			return c.Purpose.ID == purpose && (c.AtMost != atMost || c.Narrower != "")
		})
		if !changed || atMost == asShown {
			continue
		}
		if err := s.recordOwn(v, oftenAct(intake.Act{}, purpose, atMost)); err != nil {
			return err
		}
		if err := s.endNarrower(v, purpose); err != nil {
			return err
		}
	}
	return nil
}

// endNarrower ends the frequencies of a purpose that hold for a part of it: now she has chosen for the whole.
func (s *site) endNarrower(v *owner, purpose string) error {
	for _, f := range v.Rarely {
		if f.Scope.Purpose != purpose || f.Scope.Brand == assent.Any && f.Scope.Channel == assent.Any && f.Scope.Party == assent.Any {
			continue
		}
		if err := s.recordOwn(v, intake.Act{Type: assent.FrequencySet, Frequency: &assent.Frequency{Scope: f.Scope}}); err != nil {
			return err
		}
	}
	return nil
}
