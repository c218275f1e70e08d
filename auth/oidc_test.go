package auth_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"assent/auth"
	"assent/store"
	"assent/store/storetest"
)

// elsewhere is a real OpenID Connect provider in this process, at which one person is signed in.
type elsewhere struct {
	*httptest.Server
	t      *testing.T
	key    *rsa.PrivateKey
	claims map[string]any // of the person
	spoil  func(token map[string]any)

	mu    sync.Mutex
	codes map[string]url.Values // what each code was asked with
}

func newElsewhere(t *testing.T) *elsewhere {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &elsewhere{t: t, key: key, codes: map[string]url.Values{}, claims: map[string]any{
		"sub": "248289761001", "email": "ana@alpenglow.example", "email_verified": true,
	}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.describe)
	mux.HandleFunc("GET /keys", p.publish)
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /token", p.token)
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func (p *elsewhere) describe(w http.ResponseWriter, _ *http.Request) {
	answer(w, map[string]any{
		"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
		"id_token_signing_alg_values_supported": []string{"RS256"}, "response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"},
	})
}

func (p *elsewhere) publish(w http.ResponseWriter, _ *http.Request) {
	enc := base64.RawURLEncoding.EncodeToString
	answer(w, map[string]any{"keys": []any{map[string]any{
		"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1", "n": enc(p.key.N.Bytes()), "e": enc(big.NewInt(int64(p.key.E)).Bytes()),
	}}})
}

// authorize lets the person in at once and leads back with a code.
func (p *elsewhere) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("client_id") != "assent" || q.Get("code_challenge_method") != "S256" || q.Get("code_challenge") == "" || q.Get("nonce") == "" {
		http.Error(w, "the request lacks something", http.StatusBadRequest)
		return
	}
	code := rand.Text()
	p.mu.Lock()
	p.codes[code] = q
	p.mu.Unlock()
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+url.Values{"code": {code}, "state": {q.Get("state")}}.Encode(), http.StatusFound)
}

// token gives the ID token for a code, once, to whoever has the verifier (RFC 7636 §4.6).
func (p *elsewhere) token(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	asked, known := p.codes[r.FormValue("code")]
	delete(p.codes, r.FormValue("code"))
	p.mu.Unlock()
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	id, secret, _ := r.BasicAuth()
	if !known || base64.RawURLEncoding.EncodeToString(sum[:]) != asked.Get("code_challenge") || id != "assent" || secret != "secret" {
		w.WriteHeader(http.StatusBadRequest)
		answer(w, map[string]string{"error": "invalid_grant"})
		return
	}
	claims := map[string]any{"iss": p.URL, "aud": "assent", "nonce": asked.Get("nonce"), "iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix()}
	for name, value := range p.claims {
		claims[name] = value
	}
	if p.spoil != nil {
		p.spoil(claims)
	}
	answer(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": p.sign(claims)})
}

func (p *elsewhere) sign(claims map[string]any) string {
	body, err := json.Marshal(claims)
	if err != nil {
		p.t.Error(err)
	}
	enc := base64.RawURLEncoding
	text := enc.EncodeToString([]byte(`{"alg":"RS256","kid":"1"}`)) + "." + enc.EncodeToString(body)
	sum := sha256.Sum256([]byte(text))
	sig, err := rsa.SignPKCS1v15(rand.Reader, p.key, crypto.SHA256, sum[:])
	if err != nil {
		p.t.Error(err)
	}
	return text + "." + enc.EncodeToString(sig)
}

func (p *elsewhere) provider() *auth.Provider {
	return &auth.Provider{Issuer: p.URL, ClientID: "assent", ClientSecret: "secret", Callback: "http://localhost/console/signin/callback"}
}

// travel goes to the provider and comes back with its answer.
func (o *office) travel(p *auth.Provider) (cookie, state, code string) {
	o.t.Helper()
	address, cookie, err := o.SetOut(o.t.Context(), p, "/console/people")
	if err != nil {
		o.t.Fatal(err)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Get(address)
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	at, err := res.Location()
	if err != nil {
		o.t.Fatal(err)
	}
	return cookie, at.Query().Get("state"), at.Query().Get("code")
}

func (o *office) arrive(p *auth.Provider) (auth.Entry, error) {
	o.t.Helper()
	cookie, state, code := o.travel(p)
	e, _, err := o.Arrive(o.t.Context(), org, p, cookie, state, code, auth.Visitor{})
	return e, err
}

func TestAnOperatorSignsInElsewhere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, archive *store.Archive) {
		o, there := newOffice(t, archive), newElsewhere(t)
		p := there.provider()
		if _, err := o.arrive(p); code(err) != "NOT_AN_OPERATOR" {
			t.Errorf("who was not hired: %v", err)
		}
		who := o.hire("ana", auth.DPO)
		e := ok(o.arrive(p))(t)
		if e.Operator.ID != who.ID || e.Half || !e.Fresh(o.now) {
			t.Errorf("arrived %+v", e.Session)
		}
		there.claims["email"] = "renamed@alpenglow.example" // she keeps her account under another address
		if e := ok(o.arrive(p))(t); e.Operator.ID != who.ID {
			t.Error("she is somebody else under her new address")
		}
		there.claims = map[string]any{"sub": "successor", "email": "ana@alpenglow.example", "email_verified": true}
		if _, err := o.arrive(p); code(err) != "NOT_AN_OPERATOR" {
			t.Errorf("her old address opens her account to a successor: %v", err)
		}
		there.claims = map[string]any{"sub": "248289761001"}
		if err := o.change(who); err != nil {
			t.Fatal(err)
		}
		if _, err := o.arrive(p); code(err) != "NOT_AN_OPERATOR" {
			t.Errorf("who is disabled: %v", err)
		}
	})
}

// change disables an operator beside another who administers.
func (o *office) change(who auth.Operator) error {
	o.hire("boss", auth.Admin)
	return o.SetEnabled(o.t.Context(), org, who.ID, false)
}

func TestWhatComesBackFromElsewhereIsChecked(t *testing.T) {
	o, there := newOffice(t, storetest.SQLite(t)), newElsewhere(t)
	o.hire("ana", auth.DPO)
	p := there.provider()
	for name, spoil := range map[string]func(map[string]any){
		"for another audience":      func(c map[string]any) { c["aud"] = "other" },
		"from another issuer":       func(c map[string]any) { c["iss"] = "https://evil.example" },
		"out of date":               func(c map[string]any) { c["exp"] = time.Now().Add(-time.Hour).Unix() },
		"with another nonce":        func(c map[string]any) { c["nonce"] = "replayed" },
		"of an unverified address":  func(c map[string]any) { c["email_verified"] = false },
		"without a word of address": func(c map[string]any) { delete(c, "email_verified") },
	} {
		there.spoil = spoil
		if e, err := o.arrive(p); err == nil {
			t.Errorf("a token %s signs in %s", name, e.Operator.Name)
		}
	}
	there.spoil = nil
	cookie, state, back := o.travel(p)
	other, _, _ := o.travel(p)
	for name, try := range map[string][3]string{
		"another state":            {cookie, "x" + state, back},
		"another browser's cookie": {other, state, back},
		"no cookie":                {"", state, back},
		"no code":                  {cookie, state, ""},
	} {
		if _, _, err := o.Arrive(t.Context(), org, p, try[0], try[1], try[2], auth.Visitor{}); code(err) != "NOT_SIGNED_IN_THERE" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, to, err := o.Arrive(t.Context(), org, p, cookie, state, back, auth.Visitor{}); err != nil || to != "/console/people" {
		t.Errorf("the right answer leads to %q, %v", to, err)
	}
	if _, _, err := o.Arrive(t.Context(), org, p, cookie, state, back, auth.Visitor{}); code(err) != "NOT_SIGNED_IN_THERE" {
		t.Errorf("a code opens twice: %v", err)
	}
	o.now = o.now.Add(11 * time.Minute)
	if _, _, err := o.Arrive(t.Context(), org, p, cookie, state, back, auth.Visitor{}); code(err) != "NOT_SIGNED_IN_THERE" {
		t.Errorf("a journey of eleven minutes: %v", err)
	}
}
