package auth

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/netip"
	"net/url"
	"time"

	"assent"
	"assent/store"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Passkeys (W3C WebAuthn level 3): the browser's authenticator holds a private key for this host and signs a
// challenge with it. It cannot be typed into a foreign page, so it is the factor that phishing does not
// reach. Here it is a second factor, and a way to show again who one is.

// Passkey is one that an operator has registered.
type Passkey struct {
	ID      []byte
	Label   string
	Created time.Time
	Used    time.Time // zero: not yet
}

// Path names the passkey in an address.
func (p Passkey) Path() string { return base64.RawURLEncoding.EncodeToString(p.ID) }

// Challenge is what a page hands to navigator.credentials, and the token that it sends back
// with the answer.
type Challenge struct {
	Options json.RawMessage `json:"options"`
	Token   string          `json:"token"`
}

const challengeFor = 5 * time.Minute

// errNoName: browsers keep passkeys by the name of a host, and a bare address has none (Web Authentication §5.1.2).
var errNoName = assent.Problemf("NO_HOST_NAME", "Passkeys need a host with a name. Set public_url to one (on this machine: localhost instead of 127.0.0.1) and open the console there.").OfKind(assent.Conflict)

// Passkeys lists the passkeys of an operator, oldest first.
func (s *Staff) Passkeys(ctx context.Context, org, operator assent.ID) ([]Passkey, error) {
	var out []Passkey
	err := s.archive.Read(ctx, org, func(v *store.View) error {
		rows, err := v.PasskeysOf(operator)
		out = nil
		for _, r := range rows {
			out = append(out, Passkey{r.ID, r.Label, r.Created, r.Used})
		}
		return err
	})
	return out, err
}

// OfferPasskey begins the registration of a passkey.
func (s *Staff) OfferPasskey(ctx context.Context, org assent.ID, who Operator) (Challenge, error) {
	rp, holder, err := s.ceremony(ctx, org, who)
	if err != nil {
		return Challenge{}, err
	}
	known := webauthn.Credentials(holder.credentials).CredentialDescriptors()
	options, state, err := rp.BeginRegistration(holder, webauthn.WithExclusions(known))
	if err != nil {
		return Challenge{}, fmt.Errorf("offer passkey: %w", err)
	}
	return s.challenge("passkey.offer:"+who.ID.String(), options, state)
}

// TakePasskey ends it: answer is the JSON of the browser's credential. Problems: OFFER_OVER, BAD_PASSKEY,
// BAD_LABEL.
func (s *Staff) TakePasskey(ctx context.Context, org assent.ID, who Operator, label, token string, answer []byte) error {
	if label == "" || assent.CheckLine("label", label, 60) != nil {
		return assent.Problemf("BAD_LABEL", "Give the passkey a name of at most 60 characters, such as “my laptop”.").In("label")
	}
	rp, holder, err := s.ceremony(ctx, org, who)
	if err != nil {
		return err
	}
	var state webauthn.SessionData
	if !s.open("passkey.offer:"+who.ID.String(), token, &state) {
		return errChallengeOver
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return badPasskey(err)
	}
	credential, err := rp.CreateCredential(holder, state, parsed)
	if err != nil {
		return badPasskey(err)
	}
	body, err := json.Marshal(credential)
	if err != nil {
		return err
	}
	row := store.PasskeyRow{ID: credential.ID, Operator: who.ID, Label: label, Body: body, Created: s.Now()}
	return s.archive.Update(ctx, org, func(tx *store.Tx) error {
		if _, taken, err := tx.Passkey(row.ID); err != nil || taken {
			if err == nil {
				err = badPasskey(nil)
			}
			return err
		}
		return tx.PutPasskey(row)
	})
}

// DropPasskey removes a passkey.
func (s *Staff) DropPasskey(ctx context.Context, org, operator assent.ID, id []byte) error {
	return s.archive.Update(ctx, org, func(tx *store.Tx) error { return tx.DropPasskey(id, operator) })
}

// AskPasskey begins to ask for one of the operator's passkeys.
func (s *Staff) AskPasskey(ctx context.Context, org assent.ID, who Operator) (Challenge, error) {
	rp, holder, err := s.ceremony(ctx, org, who)
	if err != nil {
		return Challenge{}, err
	}
	options, state, err := rp.BeginLogin(holder)
	if err != nil {
		return Challenge{}, assent.Problemf("NO_PASSKEY", "No passkey is registered.").OfKind(assent.Conflict)
	}
	return s.challenge("passkey.ask:"+who.ID.String(), options, state)
}

// SecondByPasskey is [Staff.Second] with a passkey in place of a code.
func (s *Staff) SecondByPasskey(ctx context.Context, org assent.ID, secret, token string, answer []byte) (out Entry, err error) {
	session, err := s.Session(ctx, org, secret)
	if err != nil {
		return Entry{}, err
	}
	err = s.byPasskey(ctx, org, session.Operator, token, answer, func(tx *store.Tx) error {
		out, err = s.complete(tx, session, secret)
		return err
	})
	return out, err
}

// ProveByPasskey is [Staff.Prove] with a passkey.
func (s *Staff) ProveByPasskey(ctx context.Context, org assent.ID, secret, token string, answer []byte) error {
	session, err := s.Session(ctx, org, secret)
	if err != nil {
		return err
	}
	return s.byPasskey(ctx, org, session.Operator, token, answer, func(tx *store.Tx) error { return s.proved(tx, secret) })
}

// byPasskey checks the answer to a challenge, and then acts.
func (s *Staff) byPasskey(ctx context.Context, org assent.ID, who Operator, token string, answer []byte, act func(*store.Tx) error) error {
	rp, holder, err := s.ceremony(ctx, org, who)
	if err != nil {
		return err
	}
	var state webauthn.SessionData
	if !s.open("passkey.ask:"+who.ID.String(), token, &state) {
		return errChallengeOver
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return badPasskey(err)
	}
	credential, err := rp.ValidateLogin(holder, state, parsed)
	if err != nil || credential.Authenticator.CloneWarning {
		return badPasskey(err)
	}
	body, err := json.Marshal(credential)
	if err != nil {
		return err
	}
	return s.archive.Update(ctx, org, func(tx *store.Tx) error {
		row, found, err := tx.Passkey(credential.ID)
		if err != nil || !found {
			return err
		}
		row.Body, row.Used = body, s.Now()
		if err := tx.PutPasskey(row); err != nil {
			return err
		}
		return act(tx)
	})
}

var errChallengeOver = assent.Problemf("OFFER_OVER", "This page was open too long. Begin again.").OfKind(assent.Conflict)

func badPasskey(error) error { // what the library says of it helps nobody
	return assent.Problemf("BAD_PASSKEY", "This passkey was not recognised. Try again, or use another way.").OfKind(assent.Unusable)
}

func (s *Staff) challenge(use string, options any, state *webauthn.SessionData) (Challenge, error) {
	body, err := json.Marshal(options)
	if err != nil {
		return Challenge{}, err
	}
	token, err := s.seal(use, challengeFor, state)
	return Challenge{Options: body, Token: token}, err
}

// ceremony is our side of it (the relying party, bound to the host of the console) and the operator's.
func (s *Staff) ceremony(ctx context.Context, org assent.ID, who Operator) (*webauthn.WebAuthn, *holder, error) {
	at, err := url.Parse(s.PublicURL)
	if err != nil {
		return nil, nil, err
	}
	if _, err := netip.ParseAddr(at.Hostname()); err == nil {
		return nil, nil, errNoName
	}
	rp, err := webauthn.New(&webauthn.Config{RPID: at.Hostname(), RPDisplayName: s.Name, RPOrigins: []string{at.Scheme + "://" + at.Host}})
	if err != nil {
		return nil, nil, fmt.Errorf("passkeys at %s: %w", at.Host, err)
	}
	h := &holder{Operator: who}
	err = s.archive.Read(ctx, org, func(v *store.View) error {
		rows, err := v.PasskeysOf(who.ID)
		h.credentials = nil
		for _, row := range rows {
			var c webauthn.Credential
			if err := json.Unmarshal(row.Body, &c); err != nil {
				return err
			}
			h.credentials = append(h.credentials, c)
		}
		return err
	})
	return rp, h, err
}

// holder is the operator as the ceremonies see one (a webauthn.User).
type holder struct {
	Operator
	credentials []webauthn.Credential
}

func (h *holder) WebAuthnID() []byte                         { return h.ID[:] }
func (h *holder) WebAuthnName() string                       { return h.Email }
func (h *holder) WebAuthnDisplayName() string                { return h.Name }
func (h *holder) WebAuthnCredentials() []webauthn.Credential { return h.credentials }
