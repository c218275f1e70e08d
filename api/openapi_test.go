package api_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"assent/api"
	"assent/auth"
)

// promised are the operations that users rely on.
var promised = []string{
	"POST /v1/events", "POST /v1/decisions", "POST /v1/decisions/batch", "POST /v1/links", "POST /v1/messages",
	"POST /v1/screenings", "GET /v1/screenings", "GET /v1/screenings/{id}", "GET /v1/screenings/{id}/file",
	"POST /v1/people/lookup", "GET /v1/people/{id}", "GET /v1/people/{id}/events", "GET /v1/people/{id}/export", "DELETE /v1/people/{id}",
	"GET /v1/proofs/{event}", "GET /v1/changes",
	"GET /v1/purposes", "POST /v1/purposes", "GET /v1/notices", "POST /v1/notices", "GET /v1/forms", "POST /v1/forms",
	"GET /v1/brands", "POST /v1/brands", "GET /v1/settings", "PUT /v1/settings",
	"POST /v1/campaigns", "GET /v1/campaigns", "GET /v1/campaigns/{id}", "POST /v1/campaigns/{id}/start", "POST /v1/campaigns/{id}/stop", "POST /v1/portal", "GET /v1/portal",
	"POST /v1/webhooks", "GET /v1/webhooks", "DELETE /v1/webhooks/{id}", "GET /v1/webhooks/{id}/deliveries", "POST /v1/webhooks/{id}/deliveries/{event}/replay",
	"GET /v1/laws", "GET /v1/laws/{jurisdiction}",
	"POST /access/v1/evaluation", "POST /access/v1/evaluations", "GET /.well-known/authzen-configuration",
	"GET /livez", "GET /readyz", "GET /log/{org}/checkpoint", "GET /log/{org}/tile/{path}",
}

type document struct {
	OpenAPI string
	Info    struct{ Title, Version string }
	Paths   map[string]map[string]struct {
		OperationID string `json:"operationId"`
		Summary     string
		Security    []map[string][]string
		Responses   map[string]struct{ Content map[string]any }
	}
	Components struct{ Schemas map[string]any }
}

func fetchDocument(t *testing.T) (document, []byte) {
	t.Helper()
	h := open(t)
	a := h.want(200, h.as("", "GET", "/openapi.json", ""))
	var d document
	must(t, json.Unmarshal(a.body, &d))
	return d, a.body
}

func TestTheDocumentIsOpenAPI31AndHasEveryPromisedOperation(t *testing.T) {
	d, _ := fetchDocument(t)
	if !strings.HasPrefix(d.OpenAPI, "3.1.") || d.Info.Title == "" || d.Info.Version == "" {
		t.Errorf("openapi %q, title %q, version %q", d.OpenAPI, d.Info.Title, d.Info.Version)
	}
	for _, op := range promised {
		method, path, _ := strings.Cut(op, " ")
		if _, ok := d.Paths[path][strings.ToLower(method)]; !ok {
			t.Errorf("%s is not in the document", op)
		}
	}
}

func TestEveryOperationHasANameASummaryAndTheProblemOfItsErrors(t *testing.T) {
	d, _ := fetchDocument(t)
	seen := map[string]string{}
	for path, ops := range d.Paths {
		for method, op := range ops {
			where := method + " " + path
			if op.OperationID == "" || op.Summary == "" {
				t.Errorf("%s has no name or no summary", where)
			}
			if other, twice := seen[op.OperationID]; twice {
				t.Errorf("%s and %s are both named %s", where, other, op.OperationID)
			}
			seen[op.OperationID] = where
			if _, ok := op.Responses["default"].Content["application/problem+json"]; !ok {
				t.Errorf("%s does not say what its errors look like: %v", where, op.Responses)
			}
			if public := op.Security == nil; public == (strings.HasPrefix(path, "/v1/") || strings.HasPrefix(path, "/access/")) {
				t.Errorf("%s: security is %v", where, op.Security)
			}
		}
	}
}

func TestEveryOperationTurnsAwayWhoHasNoKeyOrNotItsScope(t *testing.T) {
	d, _ := fetchDocument(t)
	h := open(t)
	without := map[auth.Scope]string{} // a key with every scope but one
	for _, s := range auth.Scopes() {
		others := slices.DeleteFunc(auth.Scopes(), func(o auth.Scope) bool { return o == s })
		key, _, err := h.keys.Create(t.Context(), org, "all but "+string(s), others)
		must(t, err)
		without[s] = key
	}
	guarded := 0
	for path, ops := range d.Paths {
		address := regexp.MustCompile(`{\w+}`).ReplaceAllString(path, "x")
		for method, op := range ops {
			method = strings.ToUpper(method)
			if op.Security == nil {
				continue
			}
			guarded++
			scope := auth.Scope(op.Security[0]["key"][0])
			if a := h.as("", method, address, "{}"); a.status != 401 || a.header.Get("WWW-Authenticate") == "" {
				t.Errorf("%s %s without a key: %d %s", method, path, a.status, a.body)
			}
			if a := h.as(without[scope], method, address, "{}"); a.status != 403 || a.json["code"] != "MISSING_SCOPE" {
				t.Errorf("%s %s without the scope %s: %d %s", method, path, scope, a.status, a.body)
			}
		}
	}
	if guarded < 25 {
		t.Errorf("only %d operations are guarded", guarded)
	}
}

func TestEveryReferenceOfTheDocumentLeadsSomewhere(t *testing.T) {
	d, body := fetchDocument(t)
	refs := regexp.MustCompile(`"#/components/schemas/([^"]+)"`).FindAllSubmatch(body, -1)
	if len(refs) == 0 {
		t.Fatal("there are no references")
	}
	for _, m := range refs {
		if _, ok := d.Components.Schemas[string(m[1])]; !ok {
			t.Errorf("there is no schema %s; there are %v", m[1], slices.Sorted(maps.Keys(d.Components.Schemas)))
		}
	}
}

func TestEveryPathOfTheDocumentBelongsToTheEntrance(t *testing.T) {
	d, _ := fetchDocument(t)
	for path := range d.Paths {
		ours := slices.ContainsFunc(api.Prefixes(), func(p string) bool {
			return path == p || strings.HasSuffix(p, "/") && strings.HasPrefix(path, p)
		})
		if !ours {
			t.Errorf("%s is not under %v", path, api.Prefixes())
		}
	}
}
