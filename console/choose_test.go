package console_test

import (
	"net/http"
	"testing"

	"assent/auth"
	"assent/intake/intaketest"
)

func TestWhatIsWrongIsSaidInWordsOfTheScreen(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	r := w.subscribed()
	v := w.operator(auth.Admin)
	v.post("/console/people/"+r.Person.String()+"/record", said(w, r, "grant", "offers", "on", "2099-01-01")).
		is(http.StatusBadRequest).says("This day is still to come.").hides("occurred_at")
	v.get("/console/law/XX").is(http.StatusNotFound).says("The screen “Law” lists those that there are.").hides("law list")
	for _, at := range []string{"/console/trail", "/console/requests", "/console/imports"} {
		v.get(at + "?before=x").is(http.StatusBadRequest).says("Open the list again and go on from there.").hides("identifier")
	}
}
