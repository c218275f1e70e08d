package api

import (
	"context"
	"crypto/sha256"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"assent"
	"assent/auth"
	"assent/decide"
)

// Four routes are asked for every message that is sent. For a question of the usual form (see lean) they are
// answered here, at a fraction of the cost; everything else about them, faults included, is left to the
// ordinary way, which gets the same body. docs/adr/0013 has the reasons.

// keyLife is how long a key that was good is taken for good without asking the store: so late a revocation
// may take effect here.
const keyLife = time.Second

// recognised are keys that were good a moment ago, by the SHA-256 of the header that they came in.
type recognised struct {
	mu   sync.RWMutex
	keys map[[32]byte]recognisedKey
}

type recognisedKey struct {
	key   auth.Key
	until time.Time
}

// mostRecognised bounds the keys remembered.
const mostRecognised = 1024

// quickWays are the routes that have one, by path: each answers a usual body, or nothing.
var quickWays = map[string]struct {
	answer func(*API, context.Context, *scratch, string) []byte
	limit  int64
	traced bool // the header X-Request-ID is sent back
}{
	"/v1/decisions":          {(*API).hotDecision, bodyLimit, false},
	"/v1/decisions/batch":    {(*API).hotBatch, batchLimit, false},
	"/access/v1/evaluation":  {(*API).hotEvaluation, bodyLimit, true},
	"/access/v1/evaluations": {(*API).hotEvaluations, batchLimit, true},
}

// scratch is what an answer is worked out on, used again and again.
type scratch struct {
	body    []byte
	to      []assent.Contactable
	asked   []evaluated // of a list of evaluations
	answers []decide.Answer
	stamp   stamp             // of the answers
	found   []assent.Decision // in place of the answers, where they were not kept
	out     []byte
	wire    []byte // out with a head before it; see Front
}

// hot answers a usual question, and reports whether it did.
func (a *API) hot(w http.ResponseWriter, r *http.Request) bool {
	way, ok := quickWays[r.URL.Path]
	if !ok || r.Method != http.MethodPost || r.URL.RawQuery != "" || r.Header.Get("Content-Type") != jsonType[0] ||
		r.ContentLength <= 0 || r.ContentLength > way.limit ||
		len(r.Header.Get("X-Request-ID")) > traceLimit || !a.mayDecide(r.Context(), r.Header.Get("Authorization")) {
		return false
	}
	s := a.scratches.Get().(*scratch)
	defer a.scratches.Put(s)
	s.body = slices.Grow(s.body[:0], int(r.ContentLength))[:r.ContentLength]
	n, err := io.ReadFull(r.Body, s.body)
	body := string(s.body[:n])
	if err == nil {
		if answer := way.answer(a, r.Context(), s, body); answer != nil {
			s.out = answer
			w.Header()["Content-Type"] = jsonType
			if id := r.Header["X-Request-Id"]; way.traced && id != nil {
				w.Header()["X-Request-Id"] = id[:1]
			}
			w.Header()["Content-Length"] = []string{strconv.Itoa(len(answer))}
			_, _ = w.Write(answer) // the reader may be gone; there is nobody to tell
			return true
		}
	}
	r.Body = unread{io.MultiReader(strings.NewReader(body), r.Body), r.Body}
	return false
}

// unread is a body that was read and is to be read again.
type unread struct {
	io.Reader
	io.Closer
}

func (a *API) hotDecision(ctx context.Context, s *scratch, body string) []byte {
	u, ok := leanQuestion(body, s.to[:0])
	if s.to = u.to; !ok {
		return nil
	}
	if !a.answers(ctx, s, &u) {
		return nil
	}
	return append(s.append(s.out[:0], 0), "}\n"...)
}

func (a *API) hotBatch(ctx context.Context, s *scratch, body string) []byte {
	u, ok := leanBatch(body, s.to[:0])
	if s.to = u.to; !ok {
		return nil
	}
	if !a.answers(ctx, s, &u) {
		return nil
	}
	b := append(s.out[:0], `{"decisions":[`...)
	for i := range u.to {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(s.append(b, i), '}')
	}
	return append(b, "]}\n"...)
}

// answers finds the answers to a usual question, and reports whether there is one to each contact.
func (a *API) answers(ctx context.Context, s *scratch, u *usual) bool {
	s.answers, s.found = slices.Grow(s.answers[:0], len(u.to))[:len(u.to)], nil
	at, position, all := a.Decide.Answers(ctx, a.Org, &u.Question, u.to, s.answers)
	if s.stamp.set(at, position); !all && !a.find(ctx, s, u) {
		return false
	}
	if u.sending && a.Stops != nil {
		for i := range u.to {
			if verdict, reason := s.verdict(i); verdict == assent.Deny {
				a.Stops.Stopped(u.Purpose, u.Channel, reason)
			}
		}
	}
	return true
}

// find has the answers found that are not kept. One that cannot be given is left to the ordinary way, which says what is wrong.
func (a *API) find(ctx context.Context, s *scratch, u *usual) bool {
	var err error
	s.found, err = a.Decide.MaySendAll(ctx, a.Org, u.Question, u.to)
	return err == nil && !slices.ContainsFunc(s.found, func(d assent.Decision) bool { return d.Reason == assent.ReasonUnknownContact })
}

func (s *scratch) verdict(i int) (assent.Verdict, assent.Reason) {
	if s.found != nil {
		return s.found[i].Decision, s.found[i].Reason
	}
	return s.answers[i].Decision, s.answers[i].Reason
}

// append writes an answer, but for the brace at its end.
func (s *scratch) append(b []byte, i int) []byte {
	if s.found != nil {
		return appendDecision(b, &s.found[i])
	}
	return appendAnswer(b, &s.answers[i], &s.stamp)
}

// mayDecide recognises the key of a request. One that is not known to be good is left to the ordinary way.
func (a *API) mayDecide(ctx context.Context, header string) bool {
	digest := sha256.Sum256([]byte(header))
	now := a.Now()
	a.recognised.mu.RLock()
	k, ok := a.recognised.keys[digest]
	a.recognised.mu.RUnlock()
	if ok && now.Before(k.until) && !now.Add(keyLife).Before(k.until) {
		return k.key.Require(auth.Decide) == nil
	}
	key, err := a.Keys.Verify(ctx, a.Org, Bearer(header))
	if err != nil || key.Require(auth.Decide) != nil {
		return false
	}
	a.recognised.mu.Lock()
	defer a.recognised.mu.Unlock()
	if len(a.recognised.keys) >= mostRecognised {
		clear(a.recognised.keys)
	}
	a.recognised.keys[digest] = recognisedKey{key, now.Add(keyLife)}
	return true
}
