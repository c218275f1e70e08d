package decide

import (
	"strings"
	"testing"

	"assent/law"
)

func TestEveryFactOfTheLawHasASource(t *testing.T) {
	used := map[string]bool{}
	for _, f := range law.FactTable() {
		s, ok := SourceOf(f.Name)
		if !ok || s.From == "" {
			t.Errorf("nothing yields the fact %s (%s)", f.Name, f.Text)
		}
		used[s.Fact] = true
	}
	for _, s := range Sources() {
		if !used[s.Fact] {
			t.Errorf("the source of %s yields no fact of the law", s.Fact)
		}
	}
}

func TestEveryCircumstanceOfARelationshipIsAFactOfTheLaw(t *testing.T) {
	names := map[string]bool{}
	for _, f := range law.FactTable() {
		names[f.Name] = true
	}
	for name := range ofRelationship {
		if !names["relationship."+name] {
			t.Errorf("the law knows no relationship.%s", name)
		}
	}
}

func TestEveryCircumstanceCanBeReadAndRefusesWhatItIsNot(t *testing.T) {
	for _, s := range circumstances {
		good := false
		for _, v := range []string{"true", "3", "2026-11-21", "generic"} {
			good = good || s.set(&law.Facts{}, v)
		}
		if !good {
			t.Errorf("%s can never be set", s.Fact)
		}
		if s.set(&law.Facts{}, "¿?") && !strings.Contains("address_kind sender_kind sector caller_number_kind line", s.Fact) {
			t.Errorf("%s takes any value", s.Fact)
		}
	}
}
