package console_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/auth"
	"assent/intake"
	"assent/intake/intaketest"
)

// called signs somebody up under a name, and has the index follow.
func (w *world) called(email, name string) intake.Receipt {
	w.t.Helper()
	act := intaketest.SignUp(email, "newsletter")
	act.Personal = map[string]string{"name": name}
	r := w.Record(act)
	follower := w.names.Follow(w.Org)
	for more := true; more; {
		var err error
		more, err = follower.Round(w.t.Context())
		must(w.t, err)
	}
	return r
}

func TestPeopleAreFoundByTheirNames(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		w := newWorld(t, h)
		dupont := w.called("one@example.org", "Éloïse Dupont")
		w.called("two@example.org", "Eloise Martin")
		v := w.operator(auth.DPO)
		list := v.post("/console/people", form("q", "eloise")).is(http.StatusOK)
		list.says("2 people have this name", "Éloïse Dupont", "one@example.org", "Eloise Martin", "/console/people/"+dupont.Person.String())
		v.follow(v.post("/console/people", form("q", "dupont eloise"))).says("Éloïse Dupont")
		v.post("/console/people", form("q", "Nobody")).says("Nobody is known here by this.")
		v.post("/console/people", form("q", "e")).says("Nobody is known here by this.")
		agent := w.operator(auth.Agent)
		agent.post("/console/call", form("q", "Eloise")).is(http.StatusOK).says("Éloïse Dupont", "/console/call/"+dupont.Person.String())
		agent.post("/console/call", form("q", "Dupont")).leads("/console/call/" + dupont.Person.String())
	})
}

func TestWhoMayNotSeeNamesFindsThemMasked(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	dupont := w.called("one@example.org", "Éloïse Dupont")
	w.called("two@example.org", "Eloise Martin")
	v := w.operator(auth.Viewer)
	v.post("/console/people", form("q", "eloise")).is(http.StatusOK).says("É••• D•••", "E••• M•••").hides("Dupont", "Martin", "one@example.org")
	v.get("/console/people/" + dupont.Person.String()).says("É••• D•••").hides("Dupont")
}

func TestWhoWasErasedIsFoundByNoNameAndTheTrailHoldsNone(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		w := newWorld(t, h)
		r := w.called("one@example.org", "Canarina Dupont")
		v := w.operator(auth.DPO)
		v.follow(v.post("/console/people", form("q", "canarina"))).says("Canarina Dupont")
		w.Clock.Pass(time.Minute)
		w.Record(intake.Act{Type: assent.PersonErased, Person: r.Person, Actor: assent.Actor{Kind: assent.ActorKey, ID: "k"}})
		v.post("/console/people", form("q", "canarina")).says("Nobody is known here by this.")
		v.get("/console/people/" + r.Person.String()).hides("Canarina")
		if trail := v.get("/console/trail.csv").body; strings.Contains(strings.ToLower(trail), "canarina") {
			t.Error("the trail says for whom somebody looked")
		}
	})
}
