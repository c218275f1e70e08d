package api

import (
	"bytes"
	"crypto/sha256"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"assent"
	"assent/auth"
)

// Three routes are asked for every message that is sent. For a question of the usual form (see lean) they are
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

// hot answers a usual question, and reports whether it did.
func (a *API) hot(w http.ResponseWriter, r *http.Request) bool {
	batch, evaluation := r.URL.Path == "/v1/decisions/batch", r.URL.Path == "/access/v1/evaluation"
	if !batch && !evaluation && r.URL.Path != "/v1/decisions" || r.Method != http.MethodPost || r.URL.RawQuery != "" ||
		r.Header.Get("Content-Type") != "application/json" || r.ContentLength <= 0 || r.ContentLength > bodyLimit && !batch || r.ContentLength > batchLimit ||
		!a.mayDecide(r) {
		return false
	}
	body := make([]byte, r.ContentLength)
	n, err := io.ReadFull(r.Body, body)
	if err == nil {
		var answer []byte
		switch {
		case batch:
			answer = a.hotBatch(r, string(body))
		case evaluation:
			answer = a.hotEvaluation(r, string(body))
		default:
			answer = a.hotDecision(r, string(body))
		}
		if answer != nil {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
			_, _ = w.Write(answer) // the reader may be gone; there is nobody to tell
			return true
		}
	}
	r.Body = unread{io.MultiReader(bytes.NewReader(body[:n]), r.Body), r.Body}
	return false
}

// unread is a body that was read and is to be read again.
type unread struct {
	io.Reader
	io.Closer
}

func (a *API) hotDecision(r *http.Request, body string) []byte {
	q, ok := leanQuestion(body)
	if !ok {
		return nil
	}
	d, err := a.Decide.MaySend(r.Context(), a.Org, q)
	if err != nil {
		return nil
	}
	return append(appendDecision(make([]byte, 0, 4096), &d), "}\n"...)
}

func (a *API) hotBatch(r *http.Request, body string) []byte {
	q, to, ok := leanBatch(body)
	if !ok {
		return nil
	}
	decisions, err := a.Decide.MaySendAll(r.Context(), a.Org, q, to)
	if err != nil {
		return nil
	}
	b := append(make([]byte, 0, 2048*len(to)), `{"decisions":[`...)
	for i := range decisions {
		if decisions[i].Reason == assent.ReasonUnknownContact {
			return nil // the ordinary way says what is wrong with it
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendDecision(b, &decisions[i]), '}')
	}
	return append(b, "]}\n"...)
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
