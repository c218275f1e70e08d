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
	ana := h.lookUp(`{"email":"ana@example.org"}`)
	person, point := ana.json["id"].(string), ana.json["contact_points"].([]any)[0].(map[string]any)["id"].(string)
	must(t, h.desk.Index(t.Context(), org))
	mixed := `{"subject":{"type":"email","id":"nobody@example.org"}},{"subject":{"type":"email","id":"ana@example.org"}},` +
		`{"subject":{"type":"person","id":"` + person + `"}},{"subject":{"type":"contact_point","id":"` + point + `"}},` +
		`{"subject":{"type":"phone","id":"+33639980123"},"context":{"channel":"sms"}},{"subject":{"type":"email","id":"ana@example.org"},"context":{"channel":"email"}},` +
		`{"subject":{"type":"person","id":"` + person + `"}},{"subject":{"type":"external_id","id":"C-1"}}`
	const one, batch, evaluation, evaluations = "/v1/decisions", "/v1/decisions/batch", "/access/v1/evaluation", "/access/v1/evaluations"
	for name, c := range map[string]struct {
		path, body string
		quick      bool // it is of the usual form
	}{
		"a question":                       {one, `{"contact":{"email":"ana@example.org"},"channel":"email","purpose":"newsletter"}`, true},
		"unexplained":                      {one, `{"contact":{"email":"ana@example.org"},"channel":"email","purpose":"newsletter","explain":"none"}`, true},
		"a stranger":                       {one, `{"contact":{"email":"nobody@example.org"},"channel":"email","purpose":"newsletter"}`, true},
		"a stranger, unexplained":          {one, `{"contact":{"email":"nobody@example.org"},"channel":"email","purpose":"newsletter","explain":"none"}`, true},
		"in French":                        {one, `{"contact":{"email":"ana@example.org"},"channel":"email","purpose":"newsletter","language":"fr"}`, true},
		"about to send":                    {one, `{"contact":{"email":"nobody@example.org"},"channel":"email","purpose":"newsletter","sending":true}`, true},
		"not about to send":                {one, `{"contact":{"email":"nobody@example.org"},"channel":"email","purpose":"newsletter","sending":false}`, false},
		"an unknown field":                 {one, `{"contact":{"email":"ana@example.org"},"channel":"email","purpose":"newsletter","colour":"red"}`, false},
		"no such purpose":                  {one, `{"contact":{"email":"ana@example.org"},"channel":"email","purpose":"nothing"}`, false},
		"no such channel":                  {one, `{"contact":{"email":"ana@example.org"},"channel":"pigeon","purpose":"newsletter"}`, false},
		"no address":                       {one, `{"contact":{"email":"ana"},"channel":"email","purpose":"newsletter"}`, false},
		"explained in full":                {one, `{"contact":{"email":"ana@example.org"},"channel":"email","purpose":"newsletter","explain":"full"}`, false},
		"no JSON":                          {one, `{"contact"`, false},
		"a batch":                          {batch, `{"contacts":[{"email":"ana@example.org"},{"email":"nobody@example.org"}],"channel":"email","purpose":"newsletter"}`, true},
		"a batch, unexplained":             {batch, `{"contacts":[{"email":"nobody@example.org"},{"email":"ana@example.org"}],"channel":"email","purpose":"newsletter","explain":"none"}`, true},
		"a batch with a fault":             {batch, `{"contacts":[{"email":"ana@example.org"},{"email":"ana"}],"channel":"email","purpose":"newsletter"}`, false},
		"an evaluation":                    {evaluation, `{"subject":{"type":"email","id":"ana@example.org"},"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"}}`, true},
		"an evaluation of a no":            {evaluation, `{"subject":{"type":"phone","id":"+33639980123"},"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"},"context":{"channel":"sms"}}`, true},
		"an evaluation of no one":          {evaluation, `{"subject":{"type":"email","id":"ana"},"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"}}`, false},
		"an evaluation with extras":        {evaluation, `{"subject":{"type":"email","id":"ana@example.org","x":1},"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"},"y":2}`, false},
		"an evaluation of nothing":         {evaluation, `{"subject":{"type":"email","id":"ana@example.org"},"action":{"name":"delete"},"resource":{"type":"purpose","id":"newsletter"}}`, false},
		"an evaluation of a person":        {evaluation, `{"subject":{"type":"person","id":"` + person + `"},"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"}}`, true},
		"an evaluation of her point":       {evaluation, `{"subject":{"type":"contact_point","id":"` + point + `"},"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"}}`, true},
		"an evaluation of no such person":  {evaluation, `{"subject":{"type":"person","id":"` + point + `"},"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"}}`, false},
		"an evaluation of no such point":   {evaluation, `{"subject":{"type":"contact_point","id":"` + person + `"},"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"}}`, false},
		"an evaluation of what is none":    {evaluation, `{"subject":{"type":"person","id":"ana"},"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"}}`, false},
		"an evaluation of a customer":      {evaluation, `{"subject":{"type":"external_id","id":"C-1"},"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"}}`, true},
		"an evaluation of a person by fax": {evaluation, `{"subject":{"type":"person","id":"` + person + `"},"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"},"context":{"channel":"fax"}}`, false},
		"evaluations":                      {evaluations, `{"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"},"evaluations":[{"subject":{"type":"email","id":"ana@example.org"}},{"subject":{"type":"phone","id":"+33639980123"},"context":{"channel":"sms"}}]}`, true},
		"evaluations of many sorts":        {evaluations, `{"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"},"evaluations":[` + mixed + `]}`, true},
		"evaluations of many sorts, twice": {evaluations, `{"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"},"evaluations":[` + mixed + `,` + mixed + `]}`, true},
		"evaluations of people":            {evaluations, `{"subject":{"type":"person","id":"` + person + `"},"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"},"evaluations":[{},{"context":{"channel":"email"}},{}]}`, true},
		"evaluations of a stranger among":  {evaluations, `{"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"},"evaluations":[{"subject":{"type":"email","id":"ana@example.org"}},{"subject":{"type":"contact_point","id":"` + person + `"}}]}`, false},
		"evaluations of one":               {evaluations, `{"subject":{"type":"email","id":"ana@example.org"},"action":{"name":"contact"},"evaluations":[{"resource":{"type":"purpose","id":"newsletter"}}]}`, true},
		"evaluations, the whole last":      {evaluations, `{"evaluations":[{"subject":{"type":"email","id":"ana@example.org"}}],"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"}}`, false},
		"evaluations with a fault":         {evaluations, `{"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"},"evaluations":[{"subject":{"type":"email","id":"ana@example.org"}},{"subject":{"type":"email","id":"ana"}}]}`, false},
		"evaluations with an empty":        {evaluations, `{"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"},"evaluations":[{"subject":{"type":"email","id":"ana@example.org"},"action":{}}]}`, false},
		"evaluations, no subject":          {evaluations, `{"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"},"evaluations":[{}]}`, false},
		"evaluations until the first":      {evaluations, `{"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"},"evaluations":[{"subject":{"type":"email","id":"ana@example.org"}}],"options":{"evaluations_semantic":"permit_on_first_permit"}}`, false},
		"evaluations without any":          {evaluations, `{"subject":{"type":"email","id":"ana@example.org"},"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"},"evaluations":[]}`, false},
		"evaluations of an empty body":     {evaluations, `{}`, false},
	} {
		ordinary := h.send(http.MethodPost, c.path, c.body, "Content-Type", "application/json; charset=utf-8", "X-Request-ID", "a-7")
		quick := h.send(http.MethodPost, c.path, c.body, "Content-Type", "application/json", "X-Request-ID", "a-7")
		if quick.status != ordinary.status || cmp.Diff(string(ordinary.body), string(quick.body)) != "" {
			t.Errorf("%s: %d, ordinarily %d:\n%s", name, quick.status, ordinary.status, cmp.Diff(string(ordinary.body), string(quick.body)))
		}
		if was := h.quick(c.path, c.body); was != c.quick {
			t.Errorf("%s: answered by the quick way: %t, want %t", name, was, c.quick)
		}
		for _, a := range []answer{quick, ordinary} {
			a.header.Del("Content-Length")
			a.header.Del("Date")
		}
		if diff := cmp.Diff(ordinary.header, quick.header); diff != "" {
			t.Errorf("%s: headers (ordinary -, quick +)\n%s", name, diff)
		}
	}
}

// quick reports whether a body is answered by the quick way, which alone says beforehand how long its answer is.
func (h *house) quick(path, body string) bool {
	r := httptest.NewRequestWithContext(h.t.Context(), http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+h.all)
	w := httptest.NewRecorder()
	h.api.ServeHTTP(w, r)
	return w.Code == http.StatusOK && w.Header().Get("Content-Length") != ""
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
