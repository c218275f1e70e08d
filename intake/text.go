package intake

import (
	"cmp"
	"maps"
	"strings"

	"assent"
)

// The bounds of personal values, in characters.
const (
	mostName  = 200
	mostNote  = 4000
	mostField = 60 // of the word by which a value is kept
)

// checkPersonal looks at one personal value: a name stands on one line, everything else may have several.
func checkPersonal(field, value string) *assent.Problem {
	check, most := assent.CheckText, mostNote
	if isName(field) {
		check, most = assent.CheckLine, mostName
	}
	return cmp.Or(assent.CheckLine("personal", field, mostField), check("personal."+field, value, most))
}

func isName(field string) bool { return strings.HasSuffix(field, "name") }

// soundNo is a no without what would be refused of the texts beside it: she said no, whatever a program has put there.
// Any other act is as it came.
func soundNo(a Act) Act {
	if a.Type != assent.ConsentWithdrawn && a.Type != assent.ObjectionRaised && a.Type != assent.ConsentRefused {
		return a
	}
	if a.Evidence != nil && assent.CheckLine("", a.Evidence.Source, mostName) != nil {
		e := *a.Evidence
		e.Source = sound(e.Source, mostName, "")
		a.Evidence = &e
	}
	a.Personal = maps.Clone(a.Personal)
	for field, value := range a.Personal {
		switch {
		case checkPersonal(field, value) == nil:
		case assent.CheckLine("", field, mostField) != nil:
			delete(a.Personal, field)
		case isName(field):
			a.Personal[field] = sound(value, mostName, "")
		default:
			a.Personal[field] = sound(value, mostNote, "\n\r\t")
		}
	}
	return a
}

// sound leaves out what is not seen in a text, and what is beyond its bound.
func sound(text string, most int, breaks string) string {
	seen := strings.Map(func(r rune) rune {
		if assent.Unseen(r) && !strings.ContainsRune(breaks, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd"))
	if runes := []rune(seen); len(runes) > most {
		return string(runes[:most])
	}
	return seen
}
