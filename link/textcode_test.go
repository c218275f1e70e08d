package link_test

import (
	"testing"
	"time"

	"assent/link"
)

func TestACodeThatWasTextedFitsForTenMinutesAndItsOwnNumberAlone(t *testing.T) {
	m, here, there := mintOf("ours"), newToken(t).Point, newToken(t).Event
	code := m.TextCode(here, issued)
	if len(code) != 6 {
		t.Fatalf("the code is %q", code)
	}
	for after, want := range map[time.Duration]bool{
		0: true, 9 * time.Minute: true, link.TextCodeLife: true, link.TextCodeLife + time.Minute: false, -2 * time.Minute: false, 24 * time.Hour: false,
	} {
		if m.TextCodeFits(here, code, issued.Add(after)) != want {
			t.Errorf("after %v it fits: %t", after, !want)
		}
	}
	if m.TextCodeFits(there, code, issued) || mintOf("theirs").TextCodeFits(here, code, issued) || m.TextCodeFits(here, "", issued) || m.TextCodeFits(here, code[:5], issued) {
		t.Error("it fits another number, another installation, or a part of it fits")
	}
}

func TestTriesOfATextedCodeAreCountedByNumberAndTenMinutes(t *testing.T) {
	m, here, there := mintOf("ours"), newToken(t).Point, newToken(t).Event
	start := issued.Truncate(link.TextCodeLife)
	first := m.TextTries(here, start)
	if m.TextTries(here, start.Add(link.TextCodeLife-time.Second)) != first {
		t.Error("they are counted apart within ten minutes")
	}
	if m.TextTries(here, start.Add(link.TextCodeLife)) == first || m.TextTries(there, start) == first || m.TextTries(here, start.Add(time.Minute)) != first {
		t.Error("they are counted with those of another time or number")
	}
}
