package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"assent"
	"assent/rights"
)

// requestsVerb is the log of what people ask for by right.
type requestsVerb struct {
	List   requestsListVerb   `cmd:"" default:"withargs" help:"List requests, the newest first."`
	Add    requestsAddVerb    `cmd:"" help:"Enter a request that arrived by letter, mail or phone."`
	Answer requestsAnswerVerb `cmd:"" help:"Say how a request was answered."`
	Extend requestsExtendVerb `cmd:"" help:"Take two more months for a request, once (GDPR art. 12(3))."`
}

type requestsListVerb struct {
	where   `embed:""`
	Open    bool   `help:"Only those that are not answered yet, the most pressing first."`
	Overdue bool   `help:"Of those, only the ones whose last day is over; exit 1 if there are any."`
	Person  string `help:"Only those under this record."`
	JSON    bool   `help:"As JSON."`
}

func (v *requestsListVerb) Run(ctx context.Context, con console) (err error) {
	h, err := v.open(ctx, con)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	f := rights.Filter{Open: v.Open, Overdue: v.Overdue}
	if v.Person != "" {
		if f.Person, err = (whose{Person: v.Person}).find(ctx, h, nil); err != nil {
			return err
		}
	}
	list, err := h.people().Requests(ctx, h.org, f)
	if err != nil {
		return err
	}
	if err := con.print(v.JSON, list, func(w io.Writer) error { return tellRequests(w, list) }); err != nil {
		return err
	}
	if v.Overdue && len(list) > 0 {
		return errNo
	}
	return nil
}

func tellRequests(w io.Writer, list []rights.SubjectRequest) error {
	if len(list) == 0 {
		_, err := fmt.Fprintln(w, "None.")
		return err
	}
	const row = "%-36s  %-11s  %-14s  %-10s  %-10s  %s\n"
	_, err := fmt.Fprintf(w, row, "request", "right", "way", "received", "due", "state")
	for _, r := range list {
		_, err = fmt.Fprintf(w, row, r.ID, r.Right, r.Way, assent.DayOf(r.Received), r.Due, stateOf(r))
	}
	return err
}

func stateOf(r rights.SubjectRequest) string {
	switch {
	case r.Answered != nil:
		return string(r.Outcome) + " on " + string(assent.DayOf(*r.Answered))
	case r.Overdue:
		return "OVERDUE"
	case r.Extended != "":
		return "open, extended: " + r.Extended
	}
	return "open"
}

type requestsAddVerb struct {
	where     `embed:""`
	To        string `help:"Who asks: an e-mail address, a phone number (+33…), or a customer number; leave it out if nothing is recorded of her." placeholder:"ADDRESS"`
	Right     string `arg:"" help:"access, correction, erasure, restriction, portability or objection."`
	Way       string `help:"How it arrived: email, letter, phone, in_person, representative." default:"email"`
	Received  moment `help:"When, as in 2026-11-21T10:00:00+01:00. Now, if not given."`
	Reference string `help:"Number of a file kept elsewhere; no name, no address."`
	JSON      bool   `help:"As JSON."`
}

func (v *requestsAddVerb) Run(ctx context.Context, con console) error {
	n := rights.NewRequest{Right: rights.Right(v.Right), Way: rights.Way(v.Way), Received: v.Received.Time, Reference: v.Reference}
	if v.To != "" {
		n.Contact = contactOf(v.To)
	}
	return changeRequest(ctx, con, v.where, v.JSON, func(h *house) (rights.SubjectRequest, error) {
		return h.people().Ask(ctx, h.org, n)
	})
}

type requestsAnswerVerb struct {
	where   `embed:""`
	Request string `arg:"" help:"Identifier of the request."`
	Outcome string `help:"done, partly, nothing_held, not_identified, unfounded, excessive, exempt, taken_back." required:""`
	JSON    bool   `help:"As JSON."`
}

func (v *requestsAnswerVerb) Run(ctx context.Context, con console) error {
	return changeRequest(ctx, con, v.where, v.JSON, func(h *house) (r rights.SubjectRequest, err error) {
		id, err := requestID(v.Request)
		if err != nil {
			return r, err
		}
		return h.people().Answer(ctx, h.org, id, atTheKeyboard, rights.Outcome(v.Outcome))
	})
}

type requestsExtendVerb struct {
	where   `embed:""`
	Request string `arg:"" help:"Identifier of the request."`
	Reason  string `help:"complexity, or number (of requests)." required:""`
	JSON    bool   `help:"As JSON."`
}

func (v *requestsExtendVerb) Run(ctx context.Context, con console) error {
	return changeRequest(ctx, con, v.where, v.JSON, func(h *house) (r rights.SubjectRequest, err error) {
		id, err := requestID(v.Request)
		if err != nil {
			return r, err
		}
		return h.people().Extend(ctx, h.org, id, v.Reason)
	})
}

// changeRequest does something to one request, and prints how it stands then.
func changeRequest(ctx context.Context, con console, at where, asJSON bool, do func(*house) (rights.SubjectRequest, error)) (err error) {
	h, err := at.open(ctx, con)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	r, err := do(h)
	if err != nil {
		return err
	}
	return con.print(asJSON, r, func(w io.Writer) error { return tellRequests(w, []rights.SubjectRequest{r}) })
}

func requestID(s string) (assent.ID, error) {
	id, err := assent.ParseID(s)
	if err != nil {
		return id, assent.Problemf("BAD_ID", "A request is named by its identifier; `assent requests` lists them.").In("request")
	}
	return id, nil
}
