package auth_test

import (
	"testing"

	"assent"
	"assent/auth"
	"assent/auth/authtest"
	"assent/store"
	"assent/store/storetest"
)

// A browser that is lent, or in which somebody planted her own session, must not stay two people's.
func TestEverySignInEndsTheSessionThatTheBrowserHad(t *testing.T) {
	storetest.Each(t, func(t *testing.T, archive *store.Archive) {
		o, there := newOffice(t, archive), authtest.NewProvider(t)
		bea, p := o.hire("bea", auth.Agent), there.At("http://localhost")
		o.hire("ana", auth.Agent)
		ways := map[string]func(auth.Visitor) (auth.Entry, error){
			"by password": func(from auth.Visitor) (auth.Entry, error) {
				return o.SignIn(t.Context(), org, "ana@alpenglow.example", secretWords, from)
			},
			"by link": func(from auth.Visitor) (auth.Entry, error) {
				return o.Enter(t.Context(), org, ok(o.Ticket(t.Context(), org, bea.ID, auth.TicketFor))(t), from)
			},
			"elsewhere": func(from auth.Visitor) (auth.Entry, error) {
				cookie, state, code := o.travel(p)
				e, _, err := o.Arrive(t.Context(), org, p, cookie, state, code, from)
				return e, err
			},
		}
		for name, signIn := range ways {
			before := ok(o.signIn("bea@alpenglow.example", secretWords))(t)
			after := ok(signIn(auth.Visitor{Before: before.Secret}))(t)
			if _, err := o.Session(t.Context(), org, before.Secret); code(err) != "SIGNED_OUT" {
				t.Errorf("%s: the session before is still open: %v", name, err)
			}
			if after.Secret == before.Secret {
				t.Errorf("%s: the session goes on under the secret that the browser brought", name)
			}
		}
		before := ok(o.signIn("bea@alpenglow.example", secretWords))(t)
		if _, err := o.SignIn(t.Context(), org, "ana@alpenglow.example", "wrong", auth.Visitor{Before: before.Secret}); err == nil {
			t.Fatal("a wrong password signs in")
		}
		if _, err := o.Session(t.Context(), org, before.Secret); err != nil {
			t.Errorf("a sign-in in vain ends the session of who is there: %v", err)
		}
	})
}

func TestASecondFactorSetUpHereIsAskedForAfterASignInElsewhere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, archive *store.Archive) {
		o, there := newOffice(t, archive), authtest.NewProvider(t)
		who := o.hire("ana", auth.DPO)
		offer := ok(o.OfferTOTP(who))(t)
		if err := o.TakeTOTP(t.Context(), org, who, offer.Token, authenticator(offer.Secret, o.now)); err != nil {
			t.Fatal(err)
		}
		half := func(trusted bool, claims map[string]any) bool {
			p := there.At("http://localhost")
			p.TrustFactors = trusted
			there.Spoil = func(token map[string]any) {
				for name, value := range claims {
					token[name] = value
				}
			}
			return ok(o.arrive(p))(t).Half
		}
		for name, c := range map[string]struct {
			trusted bool
			claims  map[string]any
			half    bool
		}{
			"a token that tells nothing":           {true, nil, true},
			"a password alone":                     {true, map[string]any{"amr": []string{"pwd"}, "acr": "1"}, true},
			"a text message, which is not trusted": {true, map[string]any{"amr": []string{"pwd", "sms"}}, true},
			"several factors":                      {true, map[string]any{"amr": []string{"pwd", "mfa"}}, false},
			"a code":                               {true, map[string]any{"amr": []string{"pwd", "otp"}}, false},
			"a key":                                {true, map[string]any{"amr": []string{"hwk"}}, false},
			"one word in place of a list":          {true, map[string]any{"amr": "mfa"}, false},
			"a class that resists phishing":        {true, map[string]any{"acr": "phr"}, false},
			"a provider that is not trusted":       {false, map[string]any{"amr": []string{"mfa"}, "acr": "phr"}, true},
			"something that is not a list":         {true, map[string]any{"amr": 7}, true},
		} {
			if got := half(c.trusted, c.claims); got != c.half {
				t.Errorf("%s: half open is %v", name, got)
			}
		}
		register(t, archive, who.ID)
		if err := o.DropTOTP(t.Context(), org, who.ID); err != nil {
			t.Fatal(err)
		}
		if !half(true, nil) {
			t.Error("a passkey is not asked for")
		}
	})
}

func TestAHalfOpenSessionFromElsewhereIsCompletedByTheCode(t *testing.T) {
	o, there := newOffice(t, storetest.SQLite(t)), authtest.NewProvider(t)
	who := o.hire("ana", auth.DPO)
	offer := ok(o.OfferTOTP(who))(t)
	if err := o.TakeTOTP(t.Context(), org, who, offer.Token, authenticator(offer.Secret, o.now)); err != nil {
		t.Fatal(err)
	}
	half := ok(o.arrive(there.At("http://localhost")))(t)
	o.now = o.now.Add(auth.IdleFor / 60)
	whole := ok(o.Second(t.Context(), org, half.Secret, authenticator(offer.Secret, o.now)))(t)
	if whole.Half || whole.Operator.ID != who.ID || whole.Operator.ID == (assent.ID{}) {
		t.Errorf("completed %+v", whole.Session)
	}
}
