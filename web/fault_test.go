package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"assent"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/web"
)

// broken is a counter that takes nothing.
type broken struct{ err error }

func (b broken) Record(context.Context, assent.ID, intake.Act) (intake.Receipt, error) {
	if b.err == nil {
		panic("the counter fell over")
	}
	return intake.Receipt{}, b.err
}

func TestNothingIsPromisedThatWasNotRecorded(t *testing.T) {
	for name, c := range map[string]struct {
		err    error
		status int
		says   string
		logged bool
	}{
		"the store is away": {assent.Problemf("UNAVAILABLE", "down").OfKind(assent.Unavailable), http.StatusServiceUnavailable, "We cannot answer right now", false},
		"an error of ours":  {errors.New("disk on fire"), http.StatusInternalServerError, "Something went wrong", true},
		"a panic":           {nil, http.StatusInternalServerError, "Something went wrong", true},
	} {
		t.Run(name, func(t *testing.T) {
			h := intaketest.New(t)
			w := newWorld(t, h, func(c2 *web.Config) { c2.Intake = broken{c.err} })
			w.member("ana@example.org")
			confirm, leave, v := w.confirmLink("ana@example.org"), w.leaveLink("ana@example.org"), w.visitor()
			for _, p := range []*page{
				v.signUp("bea@example.org"),
				v.press(v.get(leave), "scope", "everything"),
			} {
				p.is(c.status).says(c.says).hides("disk on fire", "fell over")
			}
			if got := v.post(leave, url.Values{"List-Unsubscribe": {"One-Click"}}).status; got < 500 {
				t.Errorf("one click is answered %d", got)
			}
			if got := strings.Contains(w.log.String(), "a page failed"); got != c.logged {
				t.Errorf("logged: %v\n%s", got, w.log)
			}
			for _, secret := range []string{confirm, leave, "ana@", "bea@"} {
				if strings.Contains(w.log.String(), strings.TrimPrefix(secret, "/u/")) {
					t.Errorf("the log holds %q", secret)
				}
			}
		})
	}
}

func TestWhoIsErasedHasLeft(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member("ana@example.org")
		leave := w.leaveLink("ana@example.org")
		w.Record(intake.Act{
			Type: assent.PersonErased, Contact: assent.Contactable{Email: "ana@example.org"},
			Actor: assent.Actor{Kind: assent.ActorOperator, ID: "test"},
		})
		v := w.visitor()
		page := v.get(leave).is(http.StatusOK).hides("a•••@")
		v.press(page, "scope", "this").is(http.StatusSeeOther)
		v.post(leave, url.Values{"List-Unsubscribe": {"One-Click"}}).is(http.StatusOK)
	})
}
