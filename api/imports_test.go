package api_test

import (
	"net/http"
	"testing"
)

// importWork does what waits in the background, as the server's runner does.
func (h *house) importWork() {
	h.t.Helper()
	for more := true; more; {
		var err error
		more, err = h.files.Work(org).Round(h.t.Context())
		must(h.t, err)
	}
}

func TestAFileIsBroughtTriedRunAndUndone(t *testing.T) {
	h := open(t)
	const file = `{"name":"list.csv","csv":"email,status,occurred_at\nbea@example.org,granted,2026-03-01\nbroken,granted,\n","settings":{"purpose":"newsletter","channel":"email"}}`
	made := h.send("POST", "/v1/imports", file)
	if made.status != http.StatusCreated || made.json["stage"] != "trying" {
		t.Fatalf("%d %s", made.status, made.body)
	}
	at := "/v1/imports/" + made.json["id"].(string)
	stands := func(method, path, want string) {
		t.Helper()
		h.importWork()
		if a := h.send(method, path, ""); a.status != http.StatusOK || a.json["stage"] != want {
			t.Errorf("%s %s answers %d %s", method, path, a.status, a.body)
		}
	}
	stands("GET", at, "tried")
	stands("POST", at+"/start", "running")
	stands("GET", at, "done")
	stands("POST", at+"/undo", "undoing")
	stands("GET", at, "undone")
	if a := h.send("POST", at+"/start", ""); a.status != http.StatusConflict || a.json["code"] != "WRONG_STAGE" {
		t.Errorf("run once more: %d %s", a.status, a.body)
	}
	if a := h.send("GET", "/v1/imports/nothing", ""); a.status != http.StatusNotFound {
		t.Errorf("an import that is none: %d %s", a.status, a.body)
	}
	if a := h.send("POST", "/v1/imports", `{"name":"x.csv","csv":"Colour,Size\n","settings":{}}`); a.status != http.StatusBadRequest {
		t.Errorf("a file without addresses: %d %s", a.status, a.body)
	}
}
