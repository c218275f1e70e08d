package api

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"

	"assent"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// Sizes of a stream of questions.
const (
	lineLimit = 64 << 10 // bytes of one line
	chunkSize = 1_000    // lines that are decided from one snapshot
)

// streamBatch takes a batch that comes as lines; any other goes on to the handler for JSON.
func (a *API) streamBatch(ctx huma.Context, next func(huma.Context)) {
	if !strings.HasPrefix(ctx.Header("Content-Type"), "application/x-ndjson") {
		next(ctx)
		return
	}
	r, w := humago.Unwrap(ctx)
	w.Header().Set("Content-Type", "application/x-ndjson")
	w.Header().Set("Connection", "close") // a stream that ends early leaves questions unread
	control := http.NewResponseController(w)
	if err := control.EnableFullDuplex(); err != nil { // to answer while questions still arrive
		a.fail(w, r, fmt.Errorf("stream decisions: %w", err))
		return
	}
	err := a.stream(r.Context(), r.Body, w, func() { _ = control.Flush() })
	if err != nil { // the head is gone: a last line says why the stream ends here
		p, known := problemOf(err)
		if !known {
			a.Log.ErrorContext(r.Context(), "internal error", "operation", "decideMany", "error", err)
		}
		_ = json.NewEncoder(w).Encode(a.unanswered(p))
	}
}

// stream answers line by line, a chunk at a time.
func (a *API) stream(ctx context.Context, in io.Reader, out io.Writer, flush func()) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, lineLimit)
	encoder := json.NewEncoder(out)
	var chunk []line
	answer := func() error {
		answers, err := a.answerLines(ctx, chunk)
		for _, d := range answers {
			if err == nil {
				err = encoder.Encode(d)
			}
		}
		flush()
		chunk = chunk[:0]
		return err
	}
	for lines.Scan() {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		if chunk = append(chunk, a.readLine(lines.Bytes())); len(chunk) == chunkSize {
			if err := answer(); err != nil {
				return err
			}
		}
	}
	if err := answer(); err != nil {
		return err
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return assent.Problemf("TOO_LARGE", "A line is longer than %d bytes; the stream ends before it.", lineLimit)
	}
	return lines.Err()
}

// line is one question of a stream, or what is wrong with it.
type line struct {
	question DecisionInput
	problem  *Problem
}

func (a *API) readLine(data []byte) line {
	q, err := decode[DecisionInput](a, data, "")
	if err != nil {
		p, ok := err.(*Problem)
		if !ok {
			p, _ = problemOf(err)
		}
		return line{problem: p}
	}
	return line{question: q}
}

// answerLines decides each run of lines that ask the same from one snapshot.
func (a *API) answerLines(ctx context.Context, lines []line) ([]BatchDecision, error) {
	var out []BatchDecision
	for len(lines) > 0 {
		if p := lines[0].problem; p != nil {
			out, lines = append(out, a.unanswered(p)), lines[1:]
			continue
		}
		var contacts []assent.Contactable
		asked := lines[0].question.Asked
		for len(lines) > 0 && lines[0].problem == nil && reflect.DeepEqual(lines[0].question.Asked, asked) {
			contacts, lines = append(contacts, lines[0].question.Contact.given()), lines[1:]
		}
		answers, err := a.answer(ctx, asked, contacts)
		if p, known := problemOf(err); err != nil && known { // the question itself cannot be read
			for range contacts {
				answers = append(answers, a.unanswered(p))
			}
		} else if err != nil {
			return out, err
		}
		out = append(out, answers...)
	}
	return out, nil
}
