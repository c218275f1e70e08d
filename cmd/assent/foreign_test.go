package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"assent/catalogue"
	screens "assent/console"
	"assent/rights"
	"assent/store/storetest"
	"assent/web"
)

// The sweep: one server with two organisations, and everything that an address can name of the one tried at the
// other. The addresses are those of the OpenAPI document and of the tables of pages and screens, so a new one is tried
// from its first day.

func TestNothingOfOneOrganisationIsVisibleAtAnother(t *testing.T) {
	for name, database := range map[string]func(testing.TB) string{
		"SQLite": func(testing.TB) string { return "" }, "PostgreSQL": storetest.EmptyPostgresURL,
	} {
		t.Run(name, func(t *testing.T) {
			s := newStreet(t, database(t))
			before := s.standing()
			t.Run("API", s.sweepAPI)
			t.Run("console", s.sweepConsole)
			t.Run("pages", s.sweepPages)
			t.Run("doors", s.doors)
			if after := s.standing(); after != before {
				t.Errorf("something of theirs has changed:\n%s\n%s", before, after)
			}
		})
	}
}

var placeholder = regexp.MustCompile(`\{[^}]+\}`)

func (s *street) sweepAPI(t *testing.T) {
	var d struct {
		Paths map[string]map[string]struct {
			RequestBody *struct {
				Content map[string]struct{ Schema schema }
			}
		}
		Components struct{ Schemas map[string]schema }
	}
	doc := s.ask(s.ours.host, "GET", "/openapi.json", "", nil)
	must(t, json.Unmarshal([]byte(doc.body), &d))
	ours, theirs := bearer(s.ours.key), bearer(s.theirs.key)
	named, found := 0, 0
	for path, operations := range d.Paths {
		for method, op := range operations {
			method := strings.ToUpper(method)
			for _, id := range s.ids {
				body := ""
				if op.RequestBody != nil {
					body = op.RequestBody.Content["application/json"].Schema.example(d.Components.Schemas, id)
				}
				at := placeholder.ReplaceAllString(path, id)
				v := s.ask(s.ours.host, method, at, body, ours)
				s.silent(t, v, method, at, body)
				if v.code >= 500 && v.code != 503 {
					t.Errorf("%s %s fails: %d %s", method, at, v.code, v.body)
				}
				if !namesOne(path) {
					continue
				}
				if named++; v.code != http.StatusNotFound && !strings.HasPrefix(path, "/v1/laws/") { // laws are everybody's
					t.Errorf("%s %s %s answers %d: %s", method, at, body, v.code, v.body)
				}
				if method == "GET" && s.ask(s.theirs.host, method, at, "", theirs).code == http.StatusOK {
					found++
				}
				if v := s.ask(s.ours.host, method, at, body, theirs); v.code != http.StatusUnauthorized && v.code != http.StatusNotFound {
					t.Errorf("%s %s with their key at our host answers %d", method, at, v.code)
				}
			}
		}
	}
	if named < 200 || found < 10 {
		t.Errorf("%d addresses were tried, and their owner found %d", named, found)
	}
}

func bearer(key string) http.Header { return http.Header{"Authorization": {"Bearer " + key}} }

// schema is what the sweep reads of a JSON schema.
type schema struct {
	Ref        string `json:"$ref"`
	Type       any
	Enum       []any
	Example    any
	Examples   []any
	Format     string
	Required   []string
	Items      *schema
	Properties map[string]schema
}

// example is a body of the schema in JSON, with an identifier wherever a text without a form of its own is wanted.
func (s schema) example(all map[string]schema, id string) string {
	b, _ := json.Marshal(s.value(all, id)) // of maps, lists and texts
	return string(b)
}

func (s schema) value(all map[string]schema, id string) any {
	if s.Ref != "" {
		s = all[s.Ref[strings.LastIndex(s.Ref, "/")+1:]]
	}
	kind := s.Type
	if list, ok := kind.([]any); ok {
		kind = list[0]
	}
	switch {
	case len(s.Enum) > 0:
		return s.Enum[0]
	case kind == "object":
		out := map[string]any{}
		for _, name := range s.Required {
			out[name] = s.Properties[name].value(all, id)
		}
		for _, own := range []string{"id", "name"} { // of something new, which is ours
			if out[own] != nil {
				out[own] = "sweep"
			}
		}
		return out
	case kind == "array" && s.Items != nil:
		return []any{s.Items.value(all, id)}
	case kind == "integer" || kind == "number":
		return 1
	case kind == "boolean":
		return false
	case s.Format == "date":
		return "2026-11-22"
	case s.Format == "date-time":
		return "2026-11-22T00:00:00Z"
	}
	return id
}

func (s *street) sweepConsole(t *testing.T) {
	ours, theirs := http.Header{"Cookie": {s.ours.cookie}}, http.Header{"Cookie": {s.theirs.cookie}}
	named, found := 0, 0
	for _, address := range screens.Addresses() {
		method, path, _ := strings.Cut(address, " ")
		if strings.HasSuffix(path, "/signout") {
			continue
		}
		for i, id := range s.ids {
			for _, at := range fill(path, id) {
				if at == path && method == http.MethodGet && i > 0 {
					continue
				}
				body := ""
				if method == http.MethodPost {
					body = url.Values{"person": {id}, "event": {id}, "request": {id}, "operator": {id}, "id": {id}, "q": {id}, "item": {id}, "purpose": {id}, "outcome": {"done"}, "reason": {rights.Many}}.Encode()
				}
				if made := strings.HasPrefix(path, "/console/forms/{made}") || strings.HasPrefix(path, "/console/purposes/new/"); made && !namesOne(path) {
					body = strings.ReplaceAll(body, "id="+url.QueryEscape(id), "") // or it makes one of our own under that name
				}
				v := s.ask(s.ours.host, method, at, body, ours)
				s.silent(t, v, method, at, body)
				if v.code >= 500 {
					t.Errorf("%s %s fails: %d %s", method, at, v.code, v.body)
				}
				if stranger := s.ask(s.ours.host, method, at, body, theirs); stranger.code == http.StatusOK && !strings.Contains(path, "/sign") && !strings.Contains(path, "/enter/") {
					t.Errorf("%s %s is open to their operator at our host: %d", method, at, stranger.code)
				}
				if !namesOne(path) {
					continue
				}
				if named++; v.code != http.StatusNotFound && !ownAccount(path, v.code) {
					t.Errorf("%s %s answers %d", method, at, v.code)
				}
				if method == http.MethodGet && s.ask(s.theirs.host, method, at, "", theirs).code == http.StatusOK {
					found++
				}
			}
		}
	}
	if named < 200 || found < 5 {
		t.Errorf("%d addresses were tried, and their owner found %d", named, found)
	}
}

// ownAccount: to end a session or to drop a passkey that one does not have is done already.
func ownAccount(path string, code int) bool {
	return strings.HasPrefix(path, "/console/account/") && code == http.StatusSeeOther
}

// namesOne reports whether a path has a place for an identifier.
func namesOne(path string) bool { return placeholder.MatchString(kinds("form").Replace(path)) }

// kinds fills the places for a kind.
func kinds(kind string) *strings.Replacer {
	return strings.NewReplacer("{kind}", kind, "{made}", kind, "{$}", "")
}

// fill puts an identifier into the places of a path, and into those for a kind each kind there is.
func fill(path, id string) (out []string) {
	for _, kind := range []string{"purpose", "notice", "brand", "partners", "form", catalogue.UnsubscribePage} {
		out = append(out, placeholder.ReplaceAllString(kinds(kind).Replace(path), id))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (s *street) sweepPages(t *testing.T) {
	named, found := 0, 0
	for _, address := range web.Addresses() {
		method, path, _ := strings.Cut(address, " ")
		for _, name := range append(slices.Collect(maps.Values(s.tokens)), s.ids...) {
			at := placeholder.ReplaceAllString(strings.ReplaceAll(path, "{$}", ""), name)
			body := ""
			if method == http.MethodPost {
				body = "List-Unsubscribe=One-Click"
			}
			v := s.ask(s.ours.host, method, at, body, nil)
			s.silent(t, v, method, at)
			if v.code >= 500 {
				t.Errorf("%s %s fails: %d %s", method, at, v.code, v.body)
			}
			if !strings.Contains(path, "{") || strings.HasSuffix(path, "{$}") {
				break
			}
			if named++; !lost(path, v.code) {
				t.Errorf("%s %s answers %d", method, at, v.code)
			}
			if method == http.MethodGet && s.ask(s.theirs.host, method, at, "", nil).code == http.StatusOK {
				found++
			}
		}
	}
	if named < 100 || found < 5 {
		t.Errorf("%d addresses were tried, and their owner found %d", named, found)
	}
}

// lost reports whether a page was not found. A spent way in says of every token that it cannot read that it is over.
func lost(path string, code int) bool {
	return code == http.StatusNotFound || code == http.StatusGone && strings.HasPrefix(path, "/portal/") ||
		code == http.StatusForbidden && strings.HasPrefix(path, "/p/receipt/") // nobody has typed a code
}

// doors tries the hosts themselves.
func (s *street) doors(t *testing.T) {
	lookup := `{"email":"` + zora + `"}`
	for _, c := range []struct {
		name, host, method, path, body, key string
		want                                int
	}{
		{"their key at their host", s.theirs.host, "POST", "/v1/people/lookup", lookup, s.theirs.key, 200},
		{"their host by its port", s.theirs.host + ":443", "POST", "/v1/people/lookup", lookup, s.theirs.key, 200},
		{"our key at our host", s.ours.host, "POST", "/v1/people/lookup", lookup, s.ours.key, 404},
		{"our key at their host", s.theirs.host, "POST", "/v1/people/lookup", lookup, s.ours.key, 401},
		{"their key at our host", s.ours.host, "POST", "/v1/people/lookup", lookup, s.theirs.key, 401},
		{"their key at nobody's host", "10.0.0.7:8080", "POST", "/v1/people/lookup", lookup, s.theirs.key, 200},
		{"our key at nobody's host", "10.0.0.7:8080", "POST", "/v1/people/lookup", lookup, s.ours.key, 404},
		{"no key at nobody's host", "10.0.0.7:8080", "POST", "/v1/people/lookup", lookup, "", 401},
		{"health at nobody's host", "10.0.0.7:8080", "GET", "/livez", "", "", 200},
		{"a page at nobody's host", "10.0.0.7:8080", "GET", "/f/newsletter", "", "", 404},
		{"the console at nobody's host", "10.0.0.7:8080", "GET", "/console", "", "", 404},
		{"the demo's mailbox at their host", s.theirs.host, "GET", "/outbox", "", "", 404},
		{"our form at their host", s.theirs.host, "GET", "/f/newsletter", "", "", 404},
	} {
		if v := s.ask(c.host, c.method, c.path, c.body, bearer(c.key)); v.code != c.want {
			t.Errorf("%s: %d, want %d\n%s", c.name, v.code, c.want, v.body)
		}
	}
}
