package web

import (
	"cmp"
	"slices"
	"strings"

	"assent"
	"assent/catalogue"
	"assent/locale"
)

// speak keeps a visit to the languages in which a page can be read.
func (s *site) speak(v *visit, p *catalogue.Page) {
	known := func(code string) bool {
		return slices.ContainsFunc(s.Locale.Languages(), func(l locale.Language) bool { return l.Code == code })
	}
	v.languages = slices.DeleteFunc(slices.Clone(p.Languages), func(code string) bool { return !known(code) })
	if len(v.languages) > 0 && !slices.Contains(v.languages, v.words.Language()) {
		v.words = s.Locale.Printer(v.languages[0])
	}
}

// say is a page's own text in the language of the visit, or else ours: two languages on one page help nobody.
func (v *visit) say(own catalogue.Texts, ours string) string {
	return cmp.Or(own[v.words.Language()], ours)
}

// needed names the service purposes that a brand's messages go on for; empty if there is none to name.
func (v *visit) needed(brand string) string {
	var names []string
	for _, p := range v.catalogue.Purposes() {
		if p.Kind == assent.PurposeService && (p.Brand == "" || p.Brand == brand) {
			names = append(names, v.name(p))
		}
	}
	return strings.Join(names, ", ")
}

// remains says what still comes after everything was stopped.
func (v *visit) remains(brand string) string {
	if names := v.needed(brand); names != "" {
		return v.words.Text("page.leave.remains", "names", names)
	}
	return v.words.Text("page.leave.service")
}

// taken names what is left with a purpose by one channel; empty if nothing is.
func (v *visit) taken(purpose string, channel assent.Channel) string {
	var names []string
	for _, left := range v.catalogue.Leaving(purpose) {
		if left.Purpose.Offers(channel) {
			names = append(names, v.name(left.Purpose))
		}
	}
	return strings.Join(names, ", ")
}

// variant names a published page in the evidence of what was done on it; the house's own has no name.
func variant(p *catalogue.Page) string {
	if p.ID == "" {
		return ""
	}
	return "page " + p.Ref()
}
