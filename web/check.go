package web

import (
	"slices"

	"assent"
	"assent/address"
	"assent/locale"
)

// check looks at what was typed and says, field by field, what is wrong.
func (s *site) check(v *visit, wording shown, t Typed) []Wrong {
	var out []Wrong
	wrong := func(field, key string) {
		out = append(out, Wrong{field, v.words.Text("page.form.error." + key)})
	}
	if field, key := contactFault(v, t); key != "" {
		wrong(field, key)
	}
	if t.Country != "" && !isCountry(v.words, t.Country) {
		wrong("country", "country")
	}
	if t.Kind != "" && !slices.Contains(assent.RecipientKinds(), assent.RecipientKind(t.Kind)) {
		wrong("kind", "kind")
	}
	switch {
	case len(t.Ticked) == 0 && len(wording.boxes) > 0:
		wrong("choice", "choice")
	case slices.ContainsFunc(t.Ticked, func(key string) bool { return !wording.knows(key) }):
		wrong("choice", "choice_unknown")
	default:
		out = append(out, choiceFaults(v, wording, t)...)
	}
	return out
}

// choiceFaults looks at the boxes together: each needs an address that its messages can reach, and
// the boxes that it requires. Both are judged by the form alone, not by what is known of
// the person, so that the answer tells nothing of her.
func choiceFaults(v *visit, wording shown, t Typed) []Wrong {
	var out []Wrong
	for _, b := range wording.boxes {
		if _, ticked := b.answer(t.Ticked); !ticked {
			continue
		}
		if field := t.lacks(b); field != "" {
			out = append(out, Wrong{field, v.words.Text("page.form.error.reach_"+field, "name", b.Name, "by", b.By)})
		}
		if other, missing := required(v, wording, t, b); missing {
			out = append(out, Wrong{"choice", v.words.Text("page.form.error.requires", "name", b.Name, "other", other)})
		}
	}
	return out
}

// lacks names the field that must be filled for messages of a box to arrive; empty if none is missing.
func (t Typed) lacks(b Box) string {
	switch {
	case t.Email == "" && assent.EmailAddress.Reaches(b.choice.Channel):
		return "email"
	case t.Phone == "" && assent.PhoneNumber.Reaches(b.choice.Channel):
		return "phone"
	}
	return ""
}

// required finds a purpose that a box requires and that is not ticked beside it.
func required(v *visit, wording shown, t Typed, b Box) (name string, missing bool) {
	purpose, ok := v.catalogue.Purpose(b.choice.Purpose)
	if !ok {
		return "", false
	}
	for _, need := range v.catalogue.Needs(purpose, b.choice.Channel) {
		met := slices.ContainsFunc(wording.boxes, func(o Box) bool {
			_, ticked := o.answer(t.Ticked)
			return ticked && o.choice.Purpose == need.Purpose.ID && slices.Contains(need.Channels, o.choice.Channel) &&
				!apart(o.choice.Channel, b.choice.Channel) // they would be two acts
		})
		if !met {
			name, _ = v.words.Pick(need.Purpose.Names)
			return name, true
		}
	}
	return "", false
}

// contactFault finds what is wrong with the addresses: the field and the key of the sentence.
func contactFault(v *visit, t Typed) (field, key string) {
	email, phone := asksEmail(v.form), v.form.AsksFor("phone")
	switch {
	case email && phone && t.Email == "" && t.Phone == "":
		return "email", "contact"
	case email && !phone && t.Email == "":
		return "email", "email_missing"
	case phone && !email && t.Phone == "":
		return "phone", "phone_missing"
	}
	if _, err := address.Email(t.Email); t.Email != "" && err != nil {
		return "email", "email"
	}
	if t.Phone != "" {
		return "phone", phoneFault(t)
	}
	return "", ""
}

// phoneFault is the key of what is wrong with a number; empty if nothing is. A number of a service is refused: its
// owner may earn on each text that he makes us send there.
func phoneFault(t Typed) string {
	switch a, err := address.Phone(t.Phone, t.Country); {
	case err != nil:
		return "phone"
	case !address.Personal(a.Value):
		return "phone_service"
	}
	return ""
}

func isCountry(p *locale.Printer, code string) bool {
	return slices.ContainsFunc(p.Countries(), func(c locale.Country) bool { return c.Code == code })
}
