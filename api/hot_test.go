package api

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"assent"

	"pgregory.net/rapid"
)

func FuzzLean(f *testing.F) {
	for _, s := range []string{
		`{"contact":{"email":"ana@example.org"},"channel":"email","purpose":"newsletter"}`,
		` { "purpose" : "a" , "channel" : "sms" , "contact" : { "phone" : "+33639980123" , "email" : "é@b.org" } , "explain" : "none" } `,
		`{"contact":{},"channel":"email","purpose":"newsletter"}`, `{"contact":{"email":"a"},"contact":{"email":"b"},"channel":"email","purpose":"x"}`,
		`{"contact":{"email":"\u0061"},"channel":"email","purpose":"x"}`, `{"contact":{"email":"a"},"Channel":"email","purpose":"x"}`, `{"contact":{"email":"a"},"channel":"email","purpose":"x","sending":true}`, "{}", `{"a":1}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		u, ok := leanQuestion(body, nil)
		if !ok {
			return
		}
		q := u.Question
		q.Contact = u.to[0]
		var in DecisionInput
		d := json.NewDecoder(strings.NewReader(body))
		d.DisallowUnknownFields()
		if err := d.Decode(&in); err != nil || d.More() {
			t.Fatalf("%q is taken, and is no question: %v", body, err)
		}
		want := in.question()
		want.Contact = in.Contact.given()
		if !reflect.DeepEqual(q, want) || u.sending != in.Sending {
			t.Fatalf("%q is read as\n%+v, want\n%+v", body, q, want)
		}
	})
}

func TestADecisionIsWrittenAsTheOrdinaryWayWritesIt(t *testing.T) {
	text := rapid.OneOf(rapid.Just(""), rapid.String(), rapid.SampledFrom([]string{"consent", "<a&b>", "\u2028", "é\"\\", "\xff"}))
	texts := rapid.SliceOfN(text, 0, 2)
	rapid.Check(t, func(r *rapid.T) {
		citation := func() assent.Citation {
			return assent.Citation{Law: text.Draw(r, "law"), Article: text.Draw(r, "article"), Quote: text.Draw(r, "quote"), URL: text.Draw(r, "url")}
		}
		d := assent.Decision{
			Decision: assent.Allow, Basis: assent.Basis(text.Draw(r, "basis")), Reason: assent.Reason(text.Draw(r, "reason")),
			Failed:    []assent.FailedBasis{{Basis: "x", Unmet: []assent.Unmet{{Reason: "R", Citation: citation(), Text: text.Draw(r, "text")}, {}}}, {Basis: "y", Unmet: []assent.Unmet{}}},
			Citations: []assent.Citation{citation()}, Obligations: []assent.Obligation{{Code: "A", Value: text.Draw(r, "value"), Text: text.Draw(r, "text")}},
			Evidence: []assent.ID{{1}, {2}}, AsOf: time.UnixMilli(rapid.Int64Range(0, 1<<41).Draw(r, "as of")).UTC(),
			ExpiresOn: assent.Day(text.Draw(r, "expires")), Position: rapid.Int64().Draw(r, "position"),
			WouldAllowIf: [][]string{append([]string{}, texts.Draw(r, "set")...), {"x"}}, Jurisdiction: text.Draw(r, "jurisdiction"),
			Uncertain: rapid.Bool().Draw(r, "uncertain"), Explanation: text.Draw(r, "explanation"),
		}
		if rapid.Bool().Draw(r, "ends") {
			until := d.AsOf.Add(time.Minute)
			d.ValidUntil = &until
		}
		if rapid.Bool().Draw(r, "bare") {
			d.Failed, d.Citations, d.Obligations, d.Evidence, d.WouldAllowIf = []assent.FailedBasis{}, []assent.Citation{}, []assent.Obligation{}, []assent.ID{}, [][]string{}
		}
		var want bytes.Buffer
		e := json.NewEncoder(&want)
		e.SetEscapeHTML(false)
		if err := e.Encode(decisionOf(d)); err != nil {
			r.Fatal(err)
		}
		if got := string(append(appendDecision(nil, &d), "}\n"...)); got != want.String() {
			r.Fatalf("got\n%s\nwant\n%s", got, want.String())
		}
	})
}
