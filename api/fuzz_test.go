package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Whatever is sent, the answer is a receipt or a problem with a sentence, and never our fault.
func FuzzEvent(f *testing.F) {
	for _, seed := range []string{
		goodEvent, anaInFrance, `{}`, `[]`, `null`, `"`, `{"type":"pause.set","contact":{"email":"a@b.example"},"payload":{"scope":null}}`,
		`{"type":"relationship.recorded","contact":{"phone":"+33612345678"},"payload":{"kind":"purchase","on":"2026-01-01"}}`,
		`{"type":"consent.confirmed","contact":{},"payload":{"refers":"0192e4a0-0000-7000-8000-000000000000"}}`,
		`{"type":"consent.confirmed","contact":{},"payload":{"refers":""}}`,
		`{"type":"contact.linked","contact":{"email":"a@b.example","post":{"street":"1 Rue X","city":"Paris","country":"FR"}}}`,
	} {
		f.Add(seed)
	}
	h := open(f)
	f.Fuzz(func(t *testing.T, body string) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/v1/events", strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+h.all)
		w := httptest.NewRecorder()
		h.api.ServeHTTP(w, r)
		var answer map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || w.Code >= 500 {
			t.Fatalf("%q: %d %s %v\n%s", body, w.Code, w.Body, err, h.log)
		}
		if detail, _ := answer["detail"].(string); w.Code != http.StatusCreated && !strings.HasSuffix(detail, ".") {
			t.Errorf("%q: %d %s", body, w.Code, w.Body)
		}
	})
}
