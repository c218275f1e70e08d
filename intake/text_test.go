package intake_test

import (
	"strings"
	"testing"

	"assent"
	"assent/intake"
	. "assent/intake/intaketest"
)

func TestPersonalTextsThatAreTooLongOrDeceiveAreRefused(t *testing.T) {
	h := New(t)
	act := func(personal map[string]string) intake.Act {
		a := SignUp("ana@example.org", "newsletter")
		a.Personal = personal
		return a
	}
	for name, c := range map[string]struct {
		field, value, code string
	}{
		"a name of two lines":      {"name", "Ana\nSilva", "BAD_TEXT"},
		"a name that is turned":    {"given_name", "Ana\u202eavliS", "BAD_TEXT"},
		"a name without end":       {"name", strings.Repeat("é", 201), "TEXT_TOO_LONG"},
		"a note that is turned":    {"note", "see\u2066this", "BAD_TEXT"},
		"a note without end":       {"note", strings.Repeat("x", 4001), "TEXT_TOO_LONG"},
		"a field that is no word":  {"no\x00te", "x", "BAD_TEXT"},
		"a field of another world": {strings.Repeat("x", 61), "x", "TEXT_TOO_LONG"},
	} {
		if p := h.Refused(act(map[string]string{c.field: c.value})); p.Code != c.code || !strings.HasPrefix(p.Field, "personal") {
			t.Errorf("%s: %v in %s", name, p, p.Field)
		}
	}
	h.Record(act(map[string]string{"name": strings.Repeat("é", 200), "note": "two\r\n\tparagraphs"}))

	a := act(nil)
	a.Evidence = &assent.Evidence{Source: "shop\u202e"}
	if p := h.Refused(a); p.Field != "evidence.source" {
		t.Errorf("a source that is turned: %v", p)
	}
}

// She said no, whatever a program has put beside it.
func TestANoIsTakenWhateverStandsBesideIt(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		h.Record(SignUp("ana@example.org", "newsletter"))
		r := h.Record(intake.Act{
			Type: assent.ConsentWithdrawn, Contact: Email("ana@example.org"), Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
			Scope: &assent.Scope{Brand: "*", Purpose: "*", Channel: "*", Party: "*"},
			Personal: map[string]string{
				"note": "I said\u202e stop\n" + strings.Repeat("!", 5000), "name": "Ana\nSilva", "no\x00te": "x", "bytes": "a\xff", "plain": "kept",
			},
			Evidence: &assent.Evidence{Source: "shop\u202e"},
		})
		var names []string
		for _, f := range h.Event(r.Event).Sealed {
			names = append(names, f.Name)
		}
		if got := strings.Join(names, " "); got != "bytes name note plain" {
			t.Errorf("kept are %s", got)
		}
		if source := h.Event(r.Event).Evidence.Source; source != "shop" {
			t.Errorf("the source is %q", source)
		}
		h.Audit()
	})
}
