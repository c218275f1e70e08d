package console_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

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

func TestASecondFactorIsAskedForAfterTheOrganisationsAccountToo(t *testing.T) {
	there := authtest.NewProvider(t)
	w := newWorld(t, intaketest.New(t), func(c *console.Config) { c.Provider = there.At(c.PublicURL) })
	there.Claims["email"] = "dpo@alpenglow.example"
	who := w.hire(auth.DPO)
	offer, err := w.staff.OfferTOTP(who)
	must(t, err)
	must(t, w.staff.TakeTOTP(t.Context(), w.Org, who, offer.Token, oneTimeCode(t, offer.Secret, w.Clock.Now())))
	v := w.visitor()
	set := v.get("/console/signin/elsewhere?to=/console/people").is(http.StatusSeeOther)
	res, err := v.client.Get(set.header.Get("Location"))
	must(t, err)
	defer res.Body.Close()
	second := v.get(strings.TrimPrefix(res.Header.Get("Location"), w.server.URL)).leads("/console/signin/second?to=%2Fconsole%2Fpeople")
	v.get("/console/people").leads("/console/signin?to=%2Fconsole%2Fpeople") // half a sign-in opens nothing
	v.follow(second).is(http.StatusOK)
	w.Clock.Pass(time.Minute)
	code := oneTimeCode(t, offer.Secret, w.Clock.Now())
	v.follow(v.post("/console/signin/second", url.Values{"code": {code}, "to": {"/console/people"}}).leads("/console/people")).is(http.StatusOK)
}

// oneTimeCode is what an authenticator shows (RFC 6238).
func oneTimeCode(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	must(t, err)
	mac := hmac.New(sha1.New, key)
	must(t, binary.Write(mac, binary.BigEndian, at.Unix()/30))
	sum := mac.Sum(nil)
	from := sum[19] & 15
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[from:])&0x7fffffff%1_000_000)
}

func TestWithoutAProviderNobodyIsSentElsewhere(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.visitor().get("/console/signin").hides("organisation’s account")
	w.visitor().get("/console/signin/elsewhere").is(http.StatusNotFound)
	w.visitor().get("/console/signin/callback").is(http.StatusNotFound)
}
