package web

import (
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
		for _, c := range v.Cells {
			if c.Purpose.ID != purpose || c.AtMost == atMost {
				continue
			}
			if err := s.recordOwn(v, oftenAct(intake.Act{}, purpose, atMost)); err != nil {
				return err
			}
			break
		}
	}
	return nil
}
