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
	}
	return out
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
	if _, err := address.Phone(t.Phone, t.Country); t.Phone != "" && err != nil {
		return "phone", "phone"
	}
	return "", ""
}

func isCountry(p *locale.Printer, code string) bool {
	return slices.ContainsFunc(p.Countries(), func(c locale.Country) bool { return c.Code == code })
}
