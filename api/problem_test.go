package api_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"assent"
	"assent/api"
	"assent/auth"
	"assent/intake"
)

const goodEvent = `{"type":"consent.granted","contact":{"email":"ana@example.org"},"choices":[{"purpose":"newsletter","channel":"email"}]}`

func TestEveryErrorIsAProblemWithASentence(t *testing.T) {
	h := open(t)
	revoked, key, err := h.keys.Create(t.Context(), org, "old", auth.Scopes())
	must(t, err)
	must(t, h.keys.Revoke(t.Context(), org, key.ID))
	asker, _, err := h.keys.Create(t.Context(), org, "asker", []auth.Scope{auth.Decide})
	must(t, err)

	event := func(body string) answer { return h.send("POST", "/v1/events", body) }
	for _, c := range []struct {
		name string
		got  answer
		want string // status, code, field
		says string
	}{
		{"no key", h.as("", "POST", "/v1/events", goodEvent), "401 NO_KEY",
			`This needs an API key: send the header "Authorization: Bearer as_…".`},
		{"half a key", h.as("as_abc", "POST", "/v1/events", goodEvent), "401 UNKNOWN_KEY",
			"This API key is not known. Check that it was copied whole; it begins with as_ and has 43 characters."},
		{"a revoked key", h.as(revoked, "POST", "/v1/events", goodEvent), "401 REVOKED_KEY",
			"This API key was revoked. Ask for a new one."},
		{"a key without the scope", h.as(asker, "POST", "/v1/events", goodEvent), "403 MISSING_SCOPE",
			"This API key may not do this: it has the scopes decide and needs record."},
		{"a wrong address", h.send("GET", "/v1/eventz", ""), "404 NO_SUCH_ROUTE",
			"There is nothing at this address; /openapi.json lists every address that there is."},
		{"a wrong method", h.send("GET", "/v1/events", ""), "405 HTTP_METHOD_NOT_ALLOWED",
			"This address takes POST, not GET."},
		{"no body", event(""), "400 NO_BODY", "The request has no body; send a JSON object."},
		{"not JSON", event(`{"type":`), "400 BAD_JSON",
			"The body cannot be read as JSON: unexpected end of JSON input."},
		{"another content type", h.send("POST", "/v1/events", "type=consent.granted", "Content-Type", "application/x-www-form-urlencoded"), "415 NOT_JSON",
			`The body must be JSON: send the header "Content-Type: application/json".`},
		{"too large", event(`{"type":"` + strings.Repeat("x", 300_000) + `"}`), "413 TOO_LARGE",
			"The body is too large; the limit is 262144 bytes. Send less at a time."},
		{"not an object", event(`[]`), "400 INVALID_FIELD", "The body must be an object."},
		{"an unknown field", event(`{"type":"consent.granted","contact":{"email":"ana@example.org"},"occured_at":"2026-01-01T00:00:00Z"}`), "400 UNKNOWN_FIELD occured_at",
			`The field "occured_at" is not known here; remove it or mend its spelling.`},
		{"a field in capitals", event(`{"type":"consent.granted","contact":{"Email":"ana@example.org"}}`), "400 UNKNOWN_FIELD contact.Email",
			`The field "contact.Email" is not known here; remove it or mend its spelling.`},
		{"a missing field", event(`{"type":"consent.granted"}`), "400 MISSING_FIELD contact", `The field "contact" is missing.`},
		{"a missing field within", event(`{"type":"consent.granted","contact":{"email":"ana@example.org"},"choices":[{"purpose":"newsletter"}]}`), "400 MISSING_FIELD choices[0].channel",
			`The field "choices[0].channel" is missing.`},
		{"a wrong word", event(`{"type":"consent.granted","contact":{"email":"ana@example.org"},"choices":[{"purpose":"newsletter","channel":"pigeon"}]}`), "400 INVALID_FIELD choices[0].channel",
			`The field "choices[0].channel" must be one of: email, sms, im, push, auto_call, live_call, fax, post.`},
		{"a number for text", event(`{"type":"consent.granted","contact":{"email":7}}`), "400 INVALID_FIELD contact.email", `The field "contact.email" must be text.`},
		{"a time that is none", event(`{"type":"consent.granted","contact":{"email":"ana@example.org"},"occurred_at":"yesterday"}`), "400 INVALID_FIELD occurred_at",
			`The field "occurred_at" must be a time as in 2026-11-21T09:30:00Z (RFC 3339).`},
		{"an address that is none", event(`{"type":"contact.linked","contact":{"email":"ana@"}}`), "400 BAD_EMAIL contact.email", "one @"},
		{"nobody", event(`{"type":"consent.granted","contact":{},"choices":[{"purpose":"newsletter","channel":"email"}]}`), "400 NO_CONTACT", ""},
		{"an unknown purpose", event(`{"type":"consent.granted","contact":{"email":"ana@example.org"},"choices":[{"purpose":"spam","channel":"email"}]}`), "400 UNKNOWN_PURPOSE choices[0].purpose", "newsletter"},
		{"a method that nobody knows", event(`{"type":"consent.granted","method":"telepathy","contact":{"email":"a@example.org"},"choices":[{"purpose":"newsletter","channel":"email"}]}`), "400 UNKNOWN_WORD method", "telepathy"},
		{"a payload that is missing", event(`{"type":"relationship.recorded","contact":{"email":"ana@example.org"}}`), "400 MISSING_FIELD payload", `The field "payload" is missing.`},
		{"a payload of another type", event(`{"type":"relationship.recorded","contact":{"email":"ana@example.org"},"payload":{"register":"bloctel"}}`), "400 MISSING_FIELD payload.kind", `The field "payload.kind" is missing.`},
		{"a payload with a bad day", event(`{"type":"relationship.recorded","contact":{"email":"ana@example.org"},"payload":{"kind":"purchase","on":"2026-02-30"}}`), "400 INVALID_FIELD payload.on",
			`The field "payload.on" must be a day as in 2026-11-21.`},
		{"a payload where none belongs", event(goodEvent[:len(goodEvent)-1] + `,"payload":{"kind":"purchase"}}`), "400 UNKNOWN_FIELD payload",
			"An event of type consent.granted takes no payload; remove it."},
		{"an unknown parameter", h.send("GET", "/v1/changes?form=3", ""), "400 UNKNOWN_FIELD form", `The parameter "form" is not known here; remove it or mend its spelling.`},
		{"a parameter that is no number", h.send("GET", "/v1/changes?since=x", ""), "400 INVALID_FIELD since", `The parameter "since" cannot be read: invalid integer.`},
		{"an unknown person", h.send("GET", "/v1/people/0192e4a0-0000-7000-8000-000000000000", ""), "404 NO_SUCH_PERSON", "Nothing is recorded here about this person."},
		{"an unknown event", h.send("GET", "/v1/proofs/7K2M-9QXD-3FTA", ""), "404 NO_SUCH_EVENT", "No event has this identifier or transaction code."},
		{"an unknown reader", h.send("GET", "/v1/proofs/7K2M-9QXD-3FTA?share=press", ""), "400 INVALID_FIELD share", `The parameter "share" must be one of: person, regulator, minimal.`},
		{"nothing of this name", h.send("GET", "/v1/purposes/spam", ""), "404 NOT_IN_CATALOGUE id", "GET /v1/purposes lists what it has"},
		{"a purpose without channels", h.send("POST", "/v1/purposes", `{"id":"x","kind":"own_marketing","names":{"en":"X"},"channels":[]}`), "400 BAD_CATALOGUE_ITEM channels", "needs at least one channel"},
		{"an ability that there is not", h.send("GET", "/readyz?for=lunch", ""), "400 INVALID_FIELD for", `The parameter "for" must be one of: unsubscribe.`},
		{"a log of another name", h.send("GET", "/log/x/checkpoint", ""), "404 NO_SUCH_LOG", ""},
		{"a tile that there is not", h.send("GET", "/log/"+org.String()+"/tile/0/000", ""), "404 NO_SUCH_TILE", "c2sp.org/tlog-tiles"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := func(name string) string { s, _ := c.got.json[name].(string); return s }
			got := strings.TrimSpace(strings.Join([]string{strings.Fields(statusOf(c.got))[0], text("code"), text("field")}, " "))
			if got != c.want || !strings.Contains(text("detail"), c.says) || text("title") == "" {
				t.Errorf("got  %s\nwant %s\nbody %s", got, c.want, c.got.body)
			}
			if ct := c.got.header.Get("Content-Type"); ct != "application/problem+json" {
				t.Errorf("the content type is %q", ct)
			}
			if d := text("detail"); !strings.HasSuffix(d, ".") {
				t.Errorf("not a sentence: %q", d)
			}
		})
	}
	if strings.Contains(h.log.String(), "internal error") {
		t.Errorf("an error of the caller was logged as ours:\n%s", h.log)
	}
}

// What was sent may be personal: no error and no log line repeats it.
func TestNoErrorRepeatsAPersonalValue(t *testing.T) {
	h := open(t)
	const canary = "canary4711"
	for _, c := range [][2]string{
		{"/v1/events", `{"type":"consent.granted","contact":{"email":"canary4711@"},"choices":[{"purpose":"newsletter","channel":"email"}]}`},
		{"/v1/events", `{"type":"consent.granted","contact":{"email":["canary4711@example.org"]}}`},
		{"/v1/events", `{"type":"consent.granted","contact":{"phone":"canary4711"},"choices":[{"purpose":"newsletter","channel":"sms"}]}`},
		{"/v1/events", `{"type":"consent.granted","contact":{"post":{"street":"canary4711","city":"Paris","country":"Fr4nce"}}}`},
		{"/v1/events", `{"type":"consent.granted","contact":{"email":"canary4711@example.org"},"personal":{"name":{"canary4711":1}}}`},
		{"/v1/events", `{"type":"consent.granted","contact":{"email":"canary4711@example.org"} canary4711`},
		{"/v1/events", `{"type":"consent.granted","contact":{"email":"canary4711@example.org"},"occurred_at":"canary4711"}`},
		{"/v1/decisions", `{"contact":{"email":"canary4711"},"channel":"email","purpose":"newsletter"}`},
		{"/v1/decisions/batch", `{"contacts":[{"email":"canary4711"}],"channel":"email","purpose":"newsletter"}`},
		{"/v1/links", `{"contact":{"email":"canary4711@example.org"},"purpose":"newsletter"}`},
		{"/v1/messages", `{"contact":{"email":"canary4711@example.org"},"channel":"email","purpose":"newsletter","subject":"canary4711","text":"x"}`},
		{"/v1/people/lookup", `{"email":"canary4711@example.org"}`},
		{"/access/v1/evaluation", `{"subject":{"type":"email","id":"canary4711"},"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"}}`},
	} {
		if a := h.send("POST", c[0], c[1]); strings.Contains(string(a.body), canary) {
			t.Errorf("%s %s repeats it: %s", c[0], c[1], a.body)
		}
	}
	if strings.Contains(h.log.String(), canary) {
		t.Errorf("the log repeats it:\n%s", h.log)
	}
}

// faulty is a counter with a fault of its own.
type faulty func() error

func (f faulty) Record(context.Context, assent.ID, intake.Act) (intake.Receipt, error) {
	return intake.Receipt{}, f()
}

func TestAFaultOfOursIsLoggedOnceAndToldToNobody(t *testing.T) {
	for name, fault := range map[string]faulty{
		"an error": func() error { return errors.New("disk at 10.0.0.7 is on fire") },
		"a panic":  func() error { panic("disk at 10.0.0.7 is on fire") },
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t, func(c *api.Config) { c.Intake = fault })
			a := h.want(500, h.send("POST", "/v1/events", goodEvent))
			if a.json["code"] != "INTERNAL" || strings.Contains(string(a.body), "fire") {
				t.Errorf("got %s", a.body)
			}
			if n := strings.Count(h.log.String(), "on fire"); n != 1 || strings.Contains(h.log.String(), "ana@") {
				t.Errorf("logged %d times: %s", n, h.log)
			}
		})
	}
}

// locked is a keyring that cannot be opened now.
type locked struct{ err error }

func (l locked) Verify(context.Context, assent.ID, string) (auth.Key, error) {
	return auth.Key{}, l.err
}

func (l locked) Note(context.Context, assent.ID, auth.Key, string, string) error { return l.err }

func TestWhenTheServiceCannotAnswerItSaysWhenToTryAgain(t *testing.T) {
	unavailable := assent.Problemf("UNAVAILABLE", "The database does not answer; nothing was recorded.").OfKind(assent.Unavailable)
	for _, h := range []*house{
		open(t, func(c *api.Config) { c.Intake = faulty(func() error { return unavailable }) }),
		open(t, func(c *api.Config) { c.Keys = locked{unavailable} }),
	} {
		a := h.want(503, h.send("POST", "/v1/events", goodEvent))
		if a.header.Get("Retry-After") == "" || a.json["code"] != "UNAVAILABLE" {
			t.Errorf("got %v %s", a.header, a.body)
		}
	}
}
