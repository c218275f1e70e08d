package console_test

import (
	"bytes"
	"net/http"
	"regexp"
	"testing"
	"time"

	"assent"
	"assent/auth"
	"assent/intake/intaketest"
)

func TestAFileThatIsTooLargeIsRefusedWithTheLimitAndAnotherWay(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Agent)
	v.upload("/console/people/"+w.Org.String()+"/record", nil, "proof", bytes.Repeat([]byte("ana@example.org\n"), 2<<20+1)).
		is(http.StatusBadRequest).says("at most 32768 KiB", "under Imports")
}

var inside = regexp.MustCompile(`href="(/console[^"?#]*)`)

func TestTheFirstScreenLeadsNobodyToWhereHerRoleIsRefused(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	for _, role := range auth.Roles() {
		v := w.operator(role)
		for _, link := range inside.FindAllStringSubmatch(v.get("/console").is(http.StatusOK).body, -1) {
			if got := v.get(link[1]).status; got == http.StatusForbidden {
				t.Errorf("%s leads as %s to what the role has not", link[1], role)
			}
		}
	}
}

func TestWhatIsNeitherANumberNorAnAddressBeginsNoRecord(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.Publish(script())
	v := w.operator(auth.Agent)
	for _, typed := range []string{"Mme Dupont", "0", `"><script>`} {
		v.post("/console/call", form("q", typed)).is(http.StatusBadRequest).says("Nobody is known by this.")
		v.post("/console/call/object", form("contact", typed, "what", "everything")).is(http.StatusBadRequest).says("Nobody is known by this.")
	}
}

func TestTheTrailTellsAChangeFromATryInVain(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	r := w.subscribed()
	v := w.operator(auth.Admin)
	w.Clock.Pass(time.Second)
	v.post("/console/people/"+r.Person.String()+"/erase", form("way", "")).is(http.StatusBadRequest)
	w.Clock.Pass(time.Second)
	v.post("/console/again", form("answer", "wrong")).is(http.StatusUnprocessableEntity)
	notes, err := w.staff.Trail(t.Context(), w.Org, assent.ID{}, assent.ID{}, assent.ID{}, 2)
	must(t, err)
	if len(notes) != 2 || notes[0].Act != "again.failed" || notes[1].Act != "people.erase.failed" || notes[1].Person != r.Person {
		t.Errorf("the trail says %+v", notes)
	}
}
