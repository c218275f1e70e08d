package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The quick way answers what the ordinary way answers, byte by byte, and takes no question that that refuses.
func TestTheQuickWayAnswersAsTheOrdinaryWay(t *testing.T) {
	h := open(t)
	h.record(anaInFrance)
	for name, c := range map[string]struct{ path, body string }{
		"a question":                {"/v1/decisions", `{"contact":{"email":"ana@example.org"},"channel":"email","purpose":"newsletter"}`},
		"unexplained":               {"/v1/decisions", `{"contact":{"email":"ana@example.org"},"channel":"email","purpose":"newsletter","explain":"none"}`},
		"a stranger":                {"/v1/decisions", `{"contact":{"email":"nobody@example.org"},"channel":"email","purpose":"newsletter"}`},
		"in French":                 {"/v1/decisions", `{"contact":{"email":"ana@example.org"},"channel":"email","purpose":"newsletter","language":"fr"}`},
		"an unknown field":          {"/v1/decisions", `{"contact":{"email":"ana@example.org"},"channel":"email","purpose":"newsletter","colour":"red"}`},
		"no such purpose":           {"/v1/decisions", `{"contact":{"email":"ana@example.org"},"channel":"email","purpose":"nothing"}`},
		"no such channel":           {"/v1/decisions", `{"contact":{"email":"ana@example.org"},"channel":"pigeon","purpose":"newsletter"}`},
		"no address":                {"/v1/decisions", `{"contact":{"email":"ana"},"channel":"email","purpose":"newsletter"}`},
		"explained in full":         {"/v1/decisions", `{"contact":{"email":"ana@example.org"},"channel":"email","purpose":"newsletter","explain":"full"}`},
		"no JSON":                   {"/v1/decisions", `{"contact"`},
		"a batch":                   {"/v1/decisions/batch", `{"contacts":[{"email":"ana@example.org"},{"email":"nobody@example.org"}],"channel":"email","purpose":"newsletter"}`},
		"an evaluation":             {"/access/v1/evaluation", `{"subject":{"type":"email","id":"ana@example.org"},"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"}}`},
		"an evaluation of a no":     {"/access/v1/evaluation", `{"subject":{"type":"phone","id":"+33639980123"},"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"},"context":{"channel":"sms"}}`},
		"an evaluation of no one":   {"/access/v1/evaluation", `{"subject":{"type":"email","id":"ana"},"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"}}`},
		"an evaluation with extras": {"/access/v1/evaluation", `{"subject":{"type":"email","id":"ana@example.org","x":1},"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"},"y":2}`},
		"an evaluation of nothing":  {"/access/v1/evaluation", `{"subject":{"type":"email","id":"ana@example.org"},"action":{"name":"delete"},"resource":{"type":"purpose","id":"newsletter"}}`},
		"a batch with a fault": {"/v1/decisions/batch",
			`{"contacts":[{"email":"ana@example.org"},{"email":"ana"}],"channel":"email","purpose":"newsletter"}`},
	} {
		quick := h.send(http.MethodPost, c.path, c.body, "Content-Type", "application/json")
		ordinary := h.send(http.MethodPost, c.path, c.body, "Content-Type", "application/json; charset=utf-8")
		if quick.status != ordinary.status || cmp.Diff(string(ordinary.body), string(quick.body)) != "" {
			t.Errorf("%s: %d, ordinarily %d:\n%s", name, quick.status, ordinary.status, cmp.Diff(string(ordinary.body), string(quick.body)))
		}
		for _, a := range []answer{quick, ordinary} { // the one knows its length beforehand
			a.header.Del("Content-Length")
			a.header.Del("Date")
		}
		if diff := cmp.Diff(ordinary.header, quick.header); diff != "" {
			t.Errorf("%s: headers (ordinary -, quick +)\n%s", name, diff)
		}
	}
}

func TestTheQuickWayLetsNobodyInWithoutAKey(t *testing.T) {
	h := open(t)
	body := `{"contact":{"email":"ana@example.org"},"channel":"email","purpose":"newsletter"}`
	for _, key := range []string{"", "as_unknown"} {
		if a := h.as(key, http.MethodPost, "/v1/decisions", body, "Content-Type", "application/json"); a.status != http.StatusUnauthorized {
			t.Errorf("key %q: %d", key, a.status)
		}
	}
}

func BenchmarkDecisionByHTTP(b *testing.B) {
	h := open(b)
	h.record(anaInFrance)
	body := `{"contact":{"email":"ana@example.org"},"channel":"email","purpose":"newsletter"}`
	if err := h.desk.Index(b.Context(), org); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.SetParallelism(16)
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/v1/decisions", strings.NewReader(body))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Authorization", "Bearer "+h.all)
			w := httptest.NewRecorder()
			h.api.ServeHTTP(w, r)
			if w.Code != http.StatusOK {
				b.Fatal(w.Body)
			}
		}
	})
}
