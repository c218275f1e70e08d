package console_test

import (
	"net/http"
	"strings"
	"testing"

	"assent/auth"
	"assent/intake/intaketest"
	"assent/stats"
)

func TestWhatToDoFirstComesBeforeNumbersUntilThereAreSome(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Admin)
	firstThings := func() bool {
		body := v.get("/console").is(http.StatusOK).says("First steps", `href="/console/account"`, "The last four weeks").body
		return strings.Index(body, "First steps") < strings.Index(body, "The last four weeks")
	}
	if !firstThings() {
		t.Error("an organisation without people reads its numbers first")
	}
	w.subscribed()
	must(t, stats.Follow(w.Archive, w.Org, w.Clock.Now).Count(t.Context()))
	if firstThings() {
		t.Error("an organisation with people is told its first steps first")
	}
}
