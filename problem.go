package assent

import (
	"errors"
	"fmt"
)

// Problem is an error that a person can act on: a code for programs and a sentence that
// says what to do. It never holds personal data. Every other error is internal: it is
// wrapped, returned, and logged once at the edge.
type Problem struct {
	Code   string // stable, in capitals
	Detail string // one or two sentences
	Field  string // the input at fault, if one is: "choices[0].purpose"
	Kind   ProblemKind
}

// ProblemKind sorts problems by what the caller should do; edges map it to their own
// terms (HTTP status, exit code).
type ProblemKind uint8

// The kinds of problem.
const (
	Invalid     ProblemKind = iota // mend the input (400, exit 2)
	NotFound                       // no such thing (404)
	Conflict                       // the input contradicts what is recorded (409)
	Unusable                       // well-formed, but cannot be carried out (422)
	Forbidden                      // not with these rights (403)
	TooMany                        // wait and try again (429)
	Unavailable                    // the service cannot answer now; nothing was recorded (503)
)

// Error returns the sentence.
func (p *Problem) Error() string { return p.Detail }

// Problemf makes a Problem of kind Invalid.
func Problemf(code, format string, args ...any) *Problem {
	return &Problem{Code: code, Detail: fmt.Sprintf(format, args...)}
}

// In names the field at fault.
func (p *Problem) In(field string) *Problem {
	q := *p
	q.Field = field
	return &q
}

// OfKind sets the kind.
func (p *Problem) OfKind(kind ProblemKind) *Problem {
	q := *p
	q.Kind = kind
	return &q
}

// AsProblem finds the Problem in an error's chain.
func AsProblem(err error) (*Problem, bool) {
	var p *Problem
	ok := errors.As(err, &p)
	return p, ok
}
