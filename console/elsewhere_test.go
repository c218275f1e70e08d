package console_test

import (
	"net/http"
	"strings"
	"testing"

	"assent/auth"
	"assent/auth/authtest"
	"assent/console"
	"assent/intake/intaketest"
)

func TestAnOperatorSignsInWithHerOrganisationsAccount(t *testing.T) {
	there := authtest.NewProvider(t)
	w := newWorld(t, intaketest.New(t), func(c *console.Config) { c.Provider = there.At(c.PublicURL) })
	there.Claims["email"] = "dpo@alpenglow.example"
	v := w.visitor()
	v.get("/console/signin?to=/console/people").says("/console/signin/elsewhere?to=%2fconsole%2fpeople")
	journey := func() *page {
		set := v.get("/console/signin/elsewhere?to=/console/people").is(http.StatusSeeOther)
		res, err := v.client.Get(set.header.Get("Location"))
		must(t, err)
		defer res.Body.Close()
		return v.get(strings.TrimPrefix(res.Header.Get("Location"), w.server.URL))
	}
	journey().is(http.StatusForbidden).says("Ask an administrator to invite you")
	w.hire(auth.DPO)
	v.follow(journey().leads("/console/people")).is(http.StatusOK)

	stranger := w.visitor() // who is sent the address of an answer that was meant for another
	stranger.get("/console/signin/callback?code=x&state=y").is(http.StatusForbidden).says("was not completed")
	there.Close()
	v.get("/console/signin/elsewhere").is(http.StatusSeeOther) // its description is known
}

func TestWithoutAProviderNobodyIsSentElsewhere(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.visitor().get("/console/signin").hides("organisation’s account")
	w.visitor().get("/console/signin/elsewhere").is(http.StatusNotFound)
	w.visitor().get("/console/signin/callback").is(http.StatusNotFound)
}
