package api_test

import (
	"strings"
	"testing"

	"assent/api"
	"assent/screen"
)

// screens has every list screened that waits.
func (h *house) screens() {
	h.t.Helper()
	for more := true; more; {
		var err error
		more, err = h.lists.Round(h.t.Context())
		must(h.t, err)
	}
}

const lists = "/v1/screenings"

func TestAListGoesInAndComesOutScreened(t *testing.T) {
	h := open(t)
	h.record(anaInFrance)
	for _, c := range []struct{ kind, in, want string }{
		{"text/csv; charset=utf-8", "email,n\nana@example.org,1\nnobody@example.net,2\n", "email,n,decision,reason,basis,valid_until\nana@example.org,1,allow,CONSENT_VALID,consent,"},
		{"application/x-ndjson", `{"email":"ana@example.org"}` + "\n" + `{"email":"nobody@example.net"}`, `{"email":"ana@example.org","decision":"allow","reason":"CONSENT_VALID","basis":"consent",`},
	} {
		a := h.want(202, h.send("POST", lists+"?purpose=newsletter", c.in, "Content-Type", c.kind))
		at := lists + "/" + a.json["id"].(string)
		if a.json["state"] != "waiting" {
			t.Errorf("%s: taken as %s", c.kind, a.body)
		}
		if early := h.want(409, h.send("GET", at+"/file", "")); early.json["code"] != "NOT_DONE" {
			t.Errorf("%s: too early: %s", c.kind, early.body)
		}
		h.screens()
		done := h.want(200, h.send("GET", at, ""))
		outcome, _ := done.json["outcome"].(map[string]any)
		if done.json["state"] != "done" || outcome["rows"] != 2.0 || outcome["allow"] != 1.0 {
			t.Errorf("%s: done as %s", c.kind, done.body)
		}
		file := h.want(200, h.send("GET", at+"/file", ""))
		if !strings.HasPrefix(string(file.body), c.want) || !strings.HasPrefix(c.kind, file.header.Get("Content-Type")) {
			t.Errorf("%s: gave out as %s\n%s", c.kind, file.header.Get("Content-Type"), file.body)
		}
		for _, name := range []string{"Assent-Position", "Assent-As-Of", "Repr-Digest"} {
			if file.header.Get(name) == "" {
				t.Errorf("%s: no header %s", c.kind, name)
			}
		}
	}
	if all := h.want(200, h.send("GET", lists, "")); strings.Count(string(all.body), `"state":"done"`) != 2 {
		t.Errorf("listed as %s", all.body)
	}
}

func TestListsThatAreNotTaken(t *testing.T) {
	h := open(t, func(c *api.Config) { c.Screenings.(*screen.Desk).Limit = 1000 })
	refuses := func(status int, code, query, kind, list string) {
		t.Helper()
		if a := h.send("POST", lists+query, list, "Content-Type", kind); a.status != status || code != "" && a.json["code"] != code {
			t.Errorf("%s: %d %s, want %d %s", query, a.status, a.body, status, code)
		}
	}
	refuses(400, "BAD_CONTENT_TYPE", "?purpose=newsletter", "application/json", `{"email":"ana@example.org"}`)
	refuses(400, "EMPTY_LIST", "?purpose=newsletter", "text/csv", "")
	refuses(400, "TOO_LARGE", "?purpose=newsletter", "text/csv", "email\n"+strings.Repeat("ana@example.org\n", 100))
	refuses(400, "UNKNOWN_PURPOSE", "?purpose=nothing", "text/csv", "email\n")
	refuses(400, "", "", "text/csv", "email\n")
	refuses(400, "", "?purpose=newsletter&channel=pigeon", "text/csv", "email\n")
	refuses(400, "", "?purpose=newsletter&colour=red", "text/csv", "email\n")
	for _, id := range []string{"x", "0193b3a0-0000-7000-8000-000000000000"} {
		for _, path := range []string{"", "/file"} {
			if a := h.send("GET", lists+"/"+id+path, ""); a.status != 404 || a.json["code"] != "NO_SUCH_SCREENING" {
				t.Errorf("%s%s: %d %s", id, path, a.status, a.body)
			}
		}
	}
}
