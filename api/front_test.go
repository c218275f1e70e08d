package api_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"assent/api"

	"github.com/google/go-cmp/cmp"
)

// fronted is a server with the front before it, or without, that counts the requests which reach it.
type fronted struct {
	*httptest.Server
	reached atomic.Int64
}

func serveFronted(t testing.TB, h *house, front bool) *fronted {
	s := &fronted{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.reached.Add(1)
		h.api.ServeHTTP(w, r)
	}))
	if front {
		s.Listener = &api.Front{Listener: s.Listener, API: h.api, Idle: time.Minute, Header: time.Minute}
	}
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// said is an answer as it came over the wire; the date aside.
type said struct {
	Status string
	Header http.Header
	Body   string
}

// tell sends pieces over one connection and reads some answers.
func (s *fronted) tell(t testing.TB, answers int, pieces ...string) (out []said) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	must(t, err)
	defer conn.Close()
	for _, p := range pieces {
		_, err := io.WriteString(conn, p)
		must(t, err)
	}
	in := bufio.NewReader(conn)
	for range answers {
		a, err := http.ReadResponse(in, nil)
		must(t, err)
		body, err := io.ReadAll(a.Body)
		must(t, err)
		a.Header.Del("Date")
		out = append(out, said{a.Status, a.Header, string(body)})
	}
	return out
}

// overTheWire is a request of the form that the front reads; headers are lines in place of the key and the type.
func overTheWire(path, body string, headers ...string) string {
	return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: consent.example.org\r\n%sContent-Length: %d\r\n\r\n%s", path, strings.Join(headers, ""), len(body), body)
}

const (
	aboutAna    = `{"contact":{"email":"ana@example.org"},"channel":"email","purpose":"newsletter"}`
	aboutNobody = `{"contact":{"email":"nobody@example.org"},"channel":"email","purpose":"newsletter","explain":"none"}`
	anaInZen    = `{"subject":{"type":"email","id":"ana@example.org"},"action":{"name":"contact"},"resource":{"type":"purpose","id":"newsletter"}}`
	alive       = "GET /livez HTTP/1.1\r\nHost: consent.example.org\r\n\r\n"
)

// A client cannot tell whether there is a front, but by the time that an answer takes.
func TestTheFrontAnswersAsTheServerBehindIt(t *testing.T) {
	h := open(t)
	h.record(anaInFrance)
	must(t, h.desk.Index(t.Context(), org))
	plain, front := serveFronted(t, h, false), serveFronted(t, h, true)
	key, json := "Authorization: Bearer "+h.all+"\r\n", "Content-Type: application/json\r\n"
	q := overTheWire("/v1/decisions", aboutAna, key, json)
	for name, c := range map[string]struct {
		answers, behind int
		pieces          []string
	}{
		"a question":                {1, 0, []string{q}},
		"a stranger":                {1, 0, []string{overTheWire("/v1/decisions", aboutNobody, key, json)}},
		"a batch":                   {1, 0, []string{overTheWire("/v1/decisions/batch", `{"contacts":[{"email":"ana@example.org"},{"email":"b@example.org"}],"channel":"email","purpose":"newsletter"}`, key, json)}},
		"an evaluation":             {1, 0, []string{overTheWire("/access/v1/evaluation", anaInZen, key, json, "X-Request-ID: a-7\r\n")}},
		"two at once":               {2, 0, []string{q + overTheWire("/v1/decisions", aboutNobody, json, key)}},
		"one after the other":       {2, 0, []string{q, q}},
		"letter by letter":          {1, 0, strings.Split(q, "")},
		"small letters":             {1, 0, []string{strings.Replace(overTheWire("/v1/decisions", aboutAna, strings.ToLower(json), key), "Authorization", "authorization", 1)}},
		"by a proxy":                {1, 0, []string{overTheWire("/v1/decisions", aboutAna, key, json, "X-Forwarded-For: 192.0.2.1\r\n", "Connection: keep-alive\r\n", "Accept: */*\r\n")}},
		"something else":            {1, 1, []string{alive}},
		"something else afterwards": {3, 2, []string{q + alive + q}},
		"something else before":     {2, 2, []string{alive, q}},
		"a question inside a body":  {2, 2, []string{overTheWire("/v1/events", q, key, json) + q}},
		"a header of another sort":  {1, 1, []string{overTheWire("/v1/decisions", aboutAna, key, json, "Prefer: wait=1\r\n")}},
		"another type":              {1, 1, []string{overTheWire("/v1/decisions", aboutAna, key, "Content-Type: application/json; charset=utf-8\r\n")}},
		"no type":                   {1, 1, []string{overTheWire("/v1/decisions", aboutAna, key)}},
		"no key":                    {1, 1, []string{overTheWire("/v1/decisions", aboutAna, json)}},
		"an unknown key":            {1, 1, []string{overTheWire("/v1/decisions", aboutAna, json, "Authorization: Bearer as_unknown\r\n")}},
		"two keys":                  {1, 1, []string{overTheWire("/v1/decisions", aboutAna, json, key, key)}},
		"no such purpose":           {1, 1, []string{overTheWire("/v1/decisions", strings.Replace(aboutAna, "newsletter", "nothing", 1), key, json)}},
		"explained in full":         {1, 1, []string{overTheWire("/v1/decisions", strings.Replace(aboutAna, "{", `{"explain":"full",`, 1), key, json)}},
		"with a query":              {1, 1, []string{overTheWire("/v1/decisions?a=b", aboutAna, key, json)}},
		"the length twice":          {1, 1, []string{overTheWire("/v1/decisions", aboutAna, key, json, fmt.Sprintf("Content-Length: %d\r\n", len(aboutAna)))}},
		"two lengths":               {1, 0, []string{overTheWire("/v1/decisions", aboutAna, key, json, "Content-Length: 7\r\n")}},
		"in chunks":                 {1, 1, []string{strings.Replace(overTheWire("/v1/decisions", fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(aboutAna), aboutAna), key, json), "Content-Length", "Transfer-Encoding: chunked\r\nX-Length", 1)}},
		"in chunks and a length":    {1, 1, []string{overTheWire("/v1/decisions", fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(aboutAna), aboutAna), key, json, "Transfer-Encoding: chunked\r\n")}},
		"expecting to continue":     {2, 1, []string{overTheWire("/v1/decisions", aboutAna, key, json, "Expect: 100-continue\r\n")}},
		"and then to close":         {1, 1, []string{overTheWire("/v1/decisions", aboutAna, key, json, "Connection: close\r\n")}},
		"no host":                   {1, 0, []string{strings.Replace(q, "Host: consent.example.org\r\n", "", 1)}},
		"an odd host":               {1, 1, []string{strings.Replace(q, "consent.example.org", "consent_1.example.org", 1)}},
		"of HTTP/1.0":               {1, 1, []string{strings.Replace(q, "HTTP/1.1", "HTTP/1.0", 1)}},
		"bare line feeds":           {1, 1, []string{strings.ReplaceAll(q, "\r\n", "\n")}},
		"a folded line":             {1, 1, []string{overTheWire("/v1/decisions", aboutAna, key, json, "Accept: a\r\n b\r\n")}},
		"a negative length":         {1, 0, []string{"POST /v1/decisions HTTP/1.1\r\nHost: a.example\r\n" + key + json + "Content-Length: -1\r\n\r\n"}},
		"a long head":               {1, 1, []string{overTheWire("/v1/decisions", aboutAna, key, json, "User-Agent: "+strings.Repeat("x", 5000)+"\r\n")}},
		"a long body":               {1, 1, []string{overTheWire("/v1/decisions", aboutAna+strings.Repeat(" ", 5000), key, json)}},
	} {
		want := plain.tell(t, c.answers, c.pieces...)
		before := front.reached.Load()
		got := front.tell(t, c.answers, c.pieces...)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: with a front (+) and without (-)\n%s", name, diff)
		}
		if n := front.reached.Load() - before; n != int64(c.behind) {
			t.Errorf("%s: %d requests reach the server, want %d", name, n, c.behind)
		}
	}
}

func TestTheFrontAnswersEachOfMany(t *testing.T) {
	h := open(t)
	h.record(anaInFrance)
	must(t, h.desk.Index(t.Context(), org))
	front := serveFronted(t, h, true)
	ana := overTheWire("/v1/decisions", aboutAna, "Authorization: Bearer "+h.all+"\r\n", "Content-Type: application/json\r\n")
	nobody := strings.Replace(ana, "ana@example.org", "bob@example.org", 1)
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for i, a := range front.tell(t, 200, strings.Repeat(ana+nobody, 100)) {
				if want := []string{`{"decision":"allow"`, `{"decision":"deny"`}[i%2]; !strings.HasPrefix(a.Body, want) {
					t.Errorf("answer %d begins with %.30s, want %s", i, a.Body, want)
				}
			}
		})
	}
	all.Wait()
	if n := front.reached.Load(); n != 0 {
		t.Errorf("%d requests reach the server", n)
	}
}

// While it is shut down, and after a while without a question, a connection ends between two questions.
func TestAConnectionThatWaitsForAQuestionIsEnded(t *testing.T) {
	h := open(t)
	must(t, h.desk.Index(t.Context(), org))
	q := overTheWire("/v1/decisions", aboutNobody, "Authorization: Bearer "+h.all+"\r\n", "Content-Type: application/json\r\n")
	for name, end := range map[string]func(*fronted){
		"the front is closed": func(s *fronted) { must(t, s.Listener.Close()) },
		"nothing comes":       func(*fronted) {},
	} {
		s := serveFronted(t, h, true)
		if name == "nothing comes" {
			s.Listener.(*api.Front).Idle = time.Millisecond
		}
		conn, err := net.Dial("tcp", s.Listener.Addr().String())
		must(t, err)
		defer conn.Close()
		_, err = io.WriteString(conn, q)
		must(t, err)
		in := bufio.NewReader(conn)
		a, err := http.ReadResponse(in, nil)
		must(t, err)
		body, err := io.ReadAll(a.Body)
		must(t, err)
		if !strings.HasPrefix(string(body), `{"decision":"deny"`) {
			t.Errorf("%s: answered %s", name, body)
		}
		end(s)
		if rest, err := io.ReadAll(in); err != nil || len(rest) > 0 {
			t.Errorf("%s: then comes %q, %v", name, rest, err)
		}
	}
}

func BenchmarkFront(b *testing.B) {
	h := open(b)
	h.record(anaInFrance)
	must(b, h.desk.Index(b.Context(), org))
	q := []byte(overTheWire("/v1/decisions", aboutAna, "Authorization: Bearer "+h.all+"\r\n", "Content-Type: application/json\r\n"))
	for name, front := range map[string]bool{"with": true, "without": false} {
		b.Run(name, func(b *testing.B) {
			s := serveFronted(b, h, front)
			conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
			must(b, err)
			defer conn.Close()
			in := make([]byte, 64<<10)
			b.ReportAllocs()
			for b.Loop() {
				_, err := conn.Write(q)
				must(b, err)
				_, err = conn.Read(in)
				must(b, err)
			}
		})
	}
}
