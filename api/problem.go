package api

import (
	"net/http"

	"assent"
)

// Problem is the body of every error: an RFC 9457 problem with a code for programs and a
// sentence for people. It repeats no value that was sent, since values are personal.
type Problem struct {
	Title  string  `json:"title" doc:"The HTTP status in words"`
	Status int     `json:"status" doc:"The HTTP status"`
	Code   string  `json:"code" doc:"What went wrong, for programs; stable" example:"UNKNOWN_PURPOSE"`
	Detail string  `json:"detail" doc:"What went wrong and what to do, for people"`
	Field  string  `json:"field,omitzero" doc:"The input at fault" example:"choices[0].purpose"`
	Errors []Fault `json:"errors,omitempty" doc:"Every fault, when the input has several"`
}

// Fault is one thing that is wrong with the input.
type Fault struct {
	Code   string `json:"code"`
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

// Error returns the sentence.
func (p *Problem) Error() string { return p.Detail }

// GetStatus returns the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType turns JSON into problem JSON (RFC 9457 §3).
func (p *Problem) ContentType(ct string) string { return "application/problem+json" }

// retryAfter is when to try again what passes by itself, in seconds.
const retryAfter = "2"

// passes reports whether the same request may do better later.
func (p *Problem) passes() bool {
	return p.Status == http.StatusServiceUnavailable || p.Status == http.StatusTooManyRequests
}

// problem makes a Problem; its title is the status in words.
func problem(status int, code, detail string) *Problem {
	return &Problem{Title: http.StatusText(status), Status: status, Code: code, Detail: detail}
}

// statuses maps what a caller should do to the HTTP status that says so.
var statuses = map[assent.ProblemKind]int{
	assent.Invalid:     http.StatusBadRequest,
	assent.NotFound:    http.StatusNotFound,
	assent.Conflict:    http.StatusConflict,
	assent.Unusable:    http.StatusUnprocessableEntity,
	assent.Forbidden:   http.StatusForbidden,
	assent.TooMany:     http.StatusTooManyRequests,
	assent.Unavailable: http.StatusServiceUnavailable,
}

// problemOf maps an error of the rooms behind to a Problem, and reports whether a person can
// act on it. Any other error is internal: the caller logs it, and the answer says no more.
func problemOf(err error) (*Problem, bool) {
	if p, ok := assent.AsProblem(err); ok {
		out := problem(statuses[p.Kind], p.Code, p.Detail)
		out.Field = p.Field
		return out, true
	}
	return problem(http.StatusInternalServerError, "INTERNAL",
		"Something went wrong on our side; it has been logged. Nothing is known to have been recorded: try again with the same Idempotency-Key."), false
}
