package api_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func ask(email string) string {
	return fmt.Sprintf(`{"contact":{"email":%q},"channel":"email","purpose":"newsletter"}`, email)
}

const anaInFrance = `{"type":"consent.granted","contact":{"email":"ana@example.org"},"choices":[{"purpose":"newsletter","channel":"email"}],
	"occurred_at":"2026-11-01T10:00:00Z","strength":"double_opt_in","evidence":{"source":"shop"},"attributes":{"country":"FR","kind":"consumer"}}`

func TestADenyIsAnAnswerWithTheWholeShape(t *testing.T) {
	h := open(t)
	a := h.want(200, h.send("POST", "/v1/decisions", ask("nobody@example.org")))
	if a.json["decision"] != "deny" {
		t.Errorf("got %s", a.body)
	}
	for _, field := range []string{"basis", "reason", "failed", "citations", "obligations", "evidence", "as_of", "valid_until", "expires_on", "position", "would_allow_if"} {
		if _, ok := a.json[field]; !ok {
			t.Errorf("the decision has no %s: %s", field, a.body)
		}
	}
	for _, list := range []string{"failed", "citations", "obligations", "evidence", "would_allow_if"} {
		if _, ok := a.json[list].([]any); !ok {
			t.Errorf("%s is no list: %v", list, a.json[list])
		}
	}
}

func TestAConsentAllowsUntilSheLeaves(t *testing.T) {
	h := open(t)
	receipt := h.record(anaInFrance)
	a := h.want(200, h.send("POST", "/v1/decisions", ask("ana@example.org")))
	if a.json["decision"] != "allow" || a.json["basis"] != "consent" {
		t.Fatalf("got %s", a.body)
	}
	if evidence := a.json["evidence"].([]any); !slices.Contains(evidence, receipt.json["id"]) {
		t.Errorf("the decision rests on %v, not on %v", evidence, receipt.json["id"])
	}
	if cites := fmt.Sprint(a.json["citations"]); !strings.Contains(cites, "L. 34-5") {
		t.Errorf("cites %s", cites)
	}
	h.record(`{"type":"consent.withdrawn","contact":{"email":"ana@example.org"},"choices":[{"purpose":"newsletter","channel":"email"}]}`)
	if b := h.want(200, h.send("POST", "/v1/decisions", ask("ana@example.org"))); b.json["decision"] != "deny" {
		t.Errorf("got %s", b.body)
	}
}

func TestABatchAnswersInOrderAndAFaultStaysWithItsContact(t *testing.T) {
	h := open(t)
	h.record(anaInFrance)
	a := h.want(200, h.send("POST", "/v1/decisions/batch",
		`{"channel":"email","purpose":"newsletter","contacts":[{"email":"eve@example.org"},{"email":"ana@"},{"email":"ana@example.org"}]}`))
	var got []string
	for _, d := range a.json["decisions"].([]any) {
		d := d.(map[string]any)
		code := "-"
		if p, ok := d["problem"].(map[string]any); ok {
			code = p["code"].(string)
		}
		got = append(got, fmt.Sprint(d["decision"], " ", code))
	}
	if want := []string{"deny -", "deny BAD_EMAIL", "allow -"}; !slices.Equal(got, want) {
		t.Errorf("got %v; want %v\n%s", got, want, a.body)
	}
}

func TestABatchThatIsTooLongNamesTheLimit(t *testing.T) {
	h := open(t)
	contacts := strings.Repeat(`{"email":"a@example.org"},`, 10_001)
	a := h.want(400, h.send("POST", "/v1/decisions/batch", `{"channel":"email","purpose":"newsletter","contacts":[`+contacts[:len(contacts)-1]+`]}`))
	if d := a.json["detail"]; d != `The field "contacts" must have at most 10000 entries.` {
		t.Errorf("got %v", d)
	}
}

func TestLinesAreAnsweredInOrderBeyondOneChunk(t *testing.T) {
	h := open(t)
	h.record(anaInFrance)
	var in strings.Builder
	const lines = 2_500
	for i := range lines {
		switch {
		case i == 700:
			fmt.Fprintln(&in, `{"contact":{"email":"ana@example.org"},"channel":"email","porpoise":"newsletter"}`)
		case i == 900:
			fmt.Fprintln(&in, `{"contact":{"email":"ana@example.org"},"channel":"email","purpose":"spam"}`)
		case i%2 == 0:
			fmt.Fprintln(&in, ask("ana@example.org"))
		default:
			fmt.Fprint(&in, ask("eve@example.org"), "\n\n")
		}
	}
	a := h.want(200, h.send("POST", "/v1/decisions/batch", in.String(), "Content-Type", "application/x-ndjson"))
	out := strings.Split(strings.TrimSpace(string(a.body)), "\n")
	if len(out) != lines {
		t.Fatalf("%d answers for %d lines", len(out), lines)
	}
	for i, text := range out {
		want := map[bool]string{true: `"decision":"allow"`, false: `"decision":"deny"`}[i%2 == 0]
		switch i {
		case 700:
			want = `"code":"UNKNOWN_FIELD","field":"porpoise"`
		case 900:
			want = `"code":"UNKNOWN_PURPOSE"`
		}
		if !strings.Contains(text, want) {
			t.Fatalf("line %d: got %s; want %s", i, text, want)
		}
	}
}

// A caller may read the first answers before it has written its last question.
func TestAnswersComeWhileQuestionsStillArrive(t *testing.T) {
	h := open(t)
	questions, writer := io.Pipe()
	r, err := http.NewRequestWithContext(t.Context(), "POST", h.url+"/v1/decisions/batch", questions)
	must(t, err)
	r.Header.Set("Authorization", "Bearer "+h.all)
	r.Header.Set("Content-Type", "application/x-ndjson")
	go func() {
		for range 1_000 { // one chunk
			fmt.Fprintln(writer, ask("eve@example.org"))
		}
	}()
	res, err := http.DefaultClient.Do(r)
	must(t, err)
	defer res.Body.Close()
	answers := bufio.NewScanner(res.Body)
	for i := range 1_000 {
		if !answers.Scan() {
			t.Fatalf("no answer %d: %v", i, answers.Err())
		}
	}
	fmt.Fprintln(writer, ask("eve@example.org"))
	must(t, writer.Close())
	if !answers.Scan() || answers.Scan() {
		t.Error("want one more answer for one more question, and then the end")
	}
}

func TestALineThatIsTooLongEndsTheStreamWithASentence(t *testing.T) {
	h := open(t)
	in := ask("eve@example.org") + "\n" + strings.Repeat("x", 70_000) + "\n" + ask("eve@example.org")
	a := h.want(200, h.send("POST", "/v1/decisions/batch", in, "Content-Type", "application/x-ndjson"))
	out := strings.Split(strings.TrimSpace(string(a.body)), "\n")
	if last := out[len(out)-1]; len(out) != 2 || !strings.Contains(last, "longer than 65536 bytes") {
		t.Errorf("got %v", out)
	}
}

func TestAuthZENAsksTheSameQuestion(t *testing.T) {
	h := open(t)
	h.record(anaInFrance)
	id := h.lookUp(`{"email":"ana@example.org"}`).json["id"]
	evaluation := func(subject string) string {
		return fmt.Sprintf(`{"subject":%s,"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"},"context":{"channel":"email","colour":"blue"}}`, subject)
	}
	for subject, want := range map[string]bool{
		`{"type":"person","id":"` + id.(string) + `","properties":{"vip":true}}`: true,
		`{"type":"email","id":"ana@example.org"}`:                                true,
		`{"type":"email","id":"eve@example.org"}`:                                false,
	} {
		a := h.want(200, h.send("POST", "/access/v1/evaluation", evaluation(subject), "X-Request-ID", "r-1"))
		if a.json["decision"] != want || a.header.Get("X-Request-ID") != "r-1" || a.json["context"] == nil {
			t.Errorf("%s: got %s, %v", subject, a.body, a.header)
		}
	}
	many := func(semantic string) string {
		return fmt.Sprintf(`{"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"},"options":{"evaluations_semantic":%q},
			"evaluations":[{"subject":{"type":"email","id":"eve@example.org"}},{"subject":{"type":"email","id":"ana@example.org"}},{"subject":{"type":"email","id":"eve@example.org"}}]}`, semantic)
	}
	for semantic, want := range map[string]string{
		"execute_all": "[false true false]", "deny_on_first_deny": "[false]", "permit_on_first_permit": "[false true]",
	} {
		a := h.want(200, h.send("POST", "/access/v1/evaluations", many(semantic)))
		var out struct{ Evaluations []struct{ Decision bool } }
		must(t, json.Unmarshal(a.body, &out))
		var got []bool
		for _, e := range out.Evaluations {
			got = append(got, e.Decision)
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%s: got %v; want %s", semantic, got, want)
		}
	}
	nobody := strings.Replace(many("execute_all"), `{"type":"email","id":"ana@example.org"}`, `{"type":"person","id":"x"}`, 1)
	if a := h.want(200, h.send("POST", "/access/v1/evaluations", nobody)); !strings.Contains(string(a.body), `{"decision":false,"context":{"error":{"code":"NO_SUCH_PERSON"`) {
		t.Errorf("a question that cannot be answered spoils the others: %s", a.body)
	}
	for body, says := range map[string]string{
		`{"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"}}`:                `The field "subject" is missing.`,
		strings.Replace(evaluation(`{"type":"email","id":"a@b.example"}`), `"contact"`, `"delete"`, 1): `The only action is "contact".`,
		evaluation(`{"type":"robot","id":"x"}`):                                                        "A subject is of type person, contact_point, email, phone or external_id.",
	} {
		if a := h.want(400, h.send("POST", "/access/v1/evaluation", body)); a.json["detail"] != says {
			t.Errorf("got %v; want %s", a.json["detail"], says)
		}
	}
	meta := h.want(200, h.as("", "GET", "/.well-known/authzen-configuration", ""))
	if meta.json["access_evaluation_endpoint"] != "https://consent.example.org/access/v1/evaluation" {
		t.Errorf("got %s", meta.body)
	}
}
