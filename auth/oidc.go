package auth

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"assent"
	"assent/store"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Provider is where operators may sign in with the account that they have anyway (OpenID Connect Core 1.0,
// authorization code flow with PKCE, RFC 7636). It says who somebody is; what she may do is said here: only who
// is an operator already gets in, by the verified mail address the first time, and from then on by the
// provider's own name for her, so that an address which is given to a successor does not open her account.
type Provider struct {
	Issuer       string // "https://login.example.org"
	ClientID     string
	ClientSecret string
	Callback     string // our address to which the provider leads back
	TrustFactors bool   // a second factor that its token tells of stands for the one set up here

	mu   sync.Mutex // guards what discovery found
	flow *oauth2.Config
	keys *oidc.IDTokenVerifier
}

// ErrElsewhere is returned for a sign-in at the provider that cannot be used here.
var ErrElsewhere = assent.Problemf("NOT_SIGNED_IN_THERE", "The sign-in elsewhere was not completed, or took too long. Try again.").OfKind(assent.Forbidden)

// errNotHired says that the account is known there and not here.
var errNotHired = assent.Problemf("NOT_AN_OPERATOR", "This account is not that of an operator here. Ask an administrator to invite you with its mail address.").OfKind(assent.Forbidden)

// journey is what must come back unchanged from the provider.
type journey struct{ State, Nonce, Verifier, To string }

const (
	journeyUse = "oidc"
	journeyFor = 10 * time.Minute
)

// discover reads the provider's description once (OpenID Connect Discovery 1.0); a provider that is down is
// asked again the next time.
func (p *Provider) discover(ctx context.Context) (*oauth2.Config, *oidc.IDTokenVerifier, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.flow != nil {
		return p.flow, p.keys, nil
	}
	found, err := oidc.NewProvider(context.WithoutCancel(ctx), p.Issuer) // its keys are fetched again later
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", assent.Problemf("PROVIDER_DOWN", "The sign-in elsewhere does not answer now. Try again, or sign in with your password.").OfKind(assent.Unavailable), err)
	}
	p.flow = &oauth2.Config{
		ClientID: p.ClientID, ClientSecret: p.ClientSecret, Endpoint: found.Endpoint(), RedirectURL: p.Callback,
		Scopes: []string{oidc.ScopeOpenID, "email", "profile"},
	}
	p.keys = found.Verifier(&oidc.Config{ClientID: p.ClientID})
	return p.flow, p.keys, nil
}

// SetOut begins a sign-in elsewhere: the address to lead the browser to, and what it must bring back in a
// cookie. To is where it wants to go afterwards.
func (s *Staff) SetOut(ctx context.Context, p *Provider, to string) (address, cookie string, err error) {
	flow, _, err := p.discover(ctx)
	if err != nil {
		return "", "", err
	}
	j := journey{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), To: to}
	if cookie, err = s.seal(journeyUse, journeyFor, j); err != nil {
		return "", "", err
	}
	address = flow.AuthCodeURL(j.State, oidc.Nonce(j.Nonce), oauth2.S256ChallengeOption(j.Verifier), oauth2.SetAuthURLParam("prompt", "login"))
	return address, cookie, nil
}

// Arrive ends it: the provider's answer is exchanged for who it is, and a session begins. It is half open if a second
// factor is set up here, unless the provider is trusted to have asked for one and says that it did. Problems:
// [ErrElsewhere], NOT_AN_OPERATOR, PROVIDER_DOWN.
func (s *Staff) Arrive(ctx context.Context, org assent.ID, p *Provider, cookie, state, code string, from Visitor) (out Entry, to string, err error) {
	var j journey
	if !s.open(journeyUse, cookie, &j) || state != j.State || code == "" {
		return Entry{}, "", ErrElsewhere
	}
	who, err := s.askWho(ctx, p, j, code)
	if err != nil {
		return Entry{}, "", err
	}
	err = s.archive.Update(ctx, org, func(tx *store.Tx) error {
		row, err := s.match(tx, who)
		if err != nil {
			return err
		}
		half, err := s.wantsFactor(tx, row)
		if err != nil {
			return err
		}
		out, err = s.begin(tx, row.ID, half && !(p.TrustFactors && who.twoFactors()), from)
		return err
	})
	return out, j.To, err
}

// identity is who the provider says it is.
type identity struct {
	Email    string `json:"email"`
	Verified bool   `json:"email_verified"`
	Methods  any    `json:"amr"` // how she signed in there (RFC 8176); a list, of some providers one word
	Class    string `json:"acr"` // how surely (OpenID Connect Core 1.0 §2)
	subject  string
}

// What providers say of a sign-in that took more than a password. A text message (sms) is not among it: numbers are
// taken over too easily.
var (
	factorMethods = []string{"mfa", "otp", "hwk", "swk", "sc"} // RFC 8176 §2
	factorClasses = []string{
		"phr", "phrh", // OpenID Connect EAP ACR Values 1.0
		"http://schemas.openid.net/pape/policies/2007/06/multi-factor",
		"http://schemas.openid.net/pape/policies/2007/06/phishing-resistant",
		"https://refeds.org/profile/mfa",
	}
)

// twoFactors reports whether the provider says that it asked for a second factor.
func (i identity) twoFactors() bool {
	methods, _ := i.Methods.([]any)
	if one, ok := i.Methods.(string); ok {
		methods = []any{one}
	}
	return slices.Contains(factorClasses, i.Class) || slices.ContainsFunc(methods, func(m any) bool {
		word, _ := m.(string)
		return slices.Contains(factorMethods, word)
	})
}

// askWho exchanges the code for an ID token and checks it: signature, audience, time, nonce.
func (s *Staff) askWho(ctx context.Context, p *Provider, j journey, code string) (identity, error) {
	flow, keys, err := p.discover(ctx)
	if err != nil {
		return identity{}, err
	}
	granted, err := flow.Exchange(ctx, code, oauth2.VerifierOption(j.Verifier))
	if err != nil {
		return identity{}, ErrElsewhere
	}
	raw, _ := granted.Extra("id_token").(string)
	token, err := keys.Verify(ctx, raw)
	if err != nil || token.Nonce != j.Nonce {
		return identity{}, ErrElsewhere
	}
	who := identity{subject: token.Issuer + " " + token.Subject}
	return who, token.Claims(&who)
}

// match finds the operator: by the provider's name for her, or, the first time, by her verified address.
func (s *Staff) match(tx *store.Tx, who identity) (store.OperatorRow, error) {
	rows, err := tx.Operators()
	if err != nil {
		return store.OperatorRow{}, err
	}
	for _, row := range rows {
		if row.Subject == who.subject && row.Disabled.IsZero() {
			return row, nil
		}
	}
	row, found, err := tx.OperatorByEmail(strings.ToLower(who.Email))
	switch {
	case err != nil:
		return row, err
	case !found, !who.Verified, row.Subject != "", !row.Disabled.IsZero():
		return row, errNotHired
	}
	row.Subject = who.subject
	return row, tx.PutOperator(row)
}
