package api

import (
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
	answer func(*API, *http.Request, *scratch, string) []byte
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
	answers []decide.Answer
	stamp   stamp // of the answers
	out     []byte
}

// hot answers a usual question, and reports whether it did.
func (a *API) hot(w http.ResponseWriter, r *http.Request) bool {
	way, ok := quickWays[r.URL.Path]
	if !ok || r.Method != http.MethodPost || r.URL.RawQuery != "" || r.Header.Get("Content-Type") != jsonType[0] ||
		r.ContentLength <= 0 || r.ContentLength > way.limit ||
		len(r.Header.Get("X-Request-ID")) > traceLimit || !a.mayDecide(r) {
		return false
	}
	s := a.scratches.Get().(*scratch)
	defer a.scratches.Put(s)
	s.body = slices.Grow(s.body[:0], int(r.ContentLength))[:r.ContentLength]
	n, err := io.ReadFull(r.Body, s.body)
	body := string(s.body[:n])
	if err == nil {
		if answer := way.answer(a, r, s, body); answer != nil {
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

func (a *API) hotDecision(r *http.Request, s *scratch, body string) []byte {
	u, ok := leanQuestion(body, s.to[:0])
	if s.to = u.to; !ok {
		return nil
	}
	if !a.answers(r, s, &u) {
		return nil
	}
	return append(appendAnswer(s.out[:0], &s.answers[0], &s.stamp), "}\n"...)
}

func (a *API) hotBatch(r *http.Request, s *scratch, body string) []byte {
	u, ok := leanBatch(body, s.to[:0])
	if s.to = u.to; !ok {
		return nil
	}
	if !a.answers(r, s, &u) {
		return nil
	}
	b := append(s.out[:0], `{"decisions":[`...)
	for i := range s.answers {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendAnswer(b, &s.answers[i], &s.stamp), '}')
	}
	return append(b, "]}\n"...)
}

// answers fills in the answers to a usual question, if all of them are kept.
func (a *API) answers(r *http.Request, s *scratch, u *usual) bool {
	s.answers = slices.Grow(s.answers[:0], len(u.to))[:len(u.to)]
	at, position, all := a.Decide.Answers(r.Context(), a.Org, &u.Question, u.to, s.answers)
	if all && u.sending && a.Stops != nil {
		for i := range s.answers {
			if s.answers[i].Decision == assent.Deny {
				a.Stops.Stopped(u.Purpose, u.Channel, s.answers[i].Reason)
			}
		}
	}
	s.stamp.set(at, position)
	return all
}

// mayDecide recognises the key of a request. One that is not known to be good is left to the ordinary way.
func (a *API) mayDecide(r *http.Request) bool {
	header := r.Header.Get("Authorization")
	digest := sha256.Sum256([]byte(header))
	now := a.Now()
	a.recognised.mu.RLock()
	k, ok := a.recognised.keys[digest]
	a.recognised.mu.RUnlock()
	if ok && now.Before(k.until) && !now.Add(keyLife).Before(k.until) {
		return k.key.Require(auth.Decide) == nil
	}
	key, err := a.Keys.Verify(r.Context(), a.Org, Bearer(header))
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
