package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"assent"
	"assent/rights"
)

type eraseVerb struct {
	where  `embed:""`
	whose  `embed:""`
	Now    bool   `help:"At once, instead of in 24 hours. What is erased cannot be brought back."`
	Keep   bool   `help:"Call off an erasure that waits."`
	Reason string `help:"request (she asks for it), retention, unlawful, mistake." enum:"request,retention,unlawful,mistake" default:"request"`
	Way    string `help:"How she asked, for the log of requests: email, letter, phone, in_person, representative." enum:"email,letter,phone,in_person,representative" default:"email"`
	DryRun bool   `help:"Say what would be destroyed, and destroy nothing."`
	JSON   bool   `help:"As JSON."`
}

// erasing is what became of it.
type erasing struct {
	Person   assent.ID              `json:"person"`
	Outcome  string                 `json:"outcome"` // erased, erased_before, waits, called_off, nothing_waited, dry_run
	Event    assent.ID              `json:"event,omitzero"`
	Code     assent.TransactionCode `json:"transaction_code,omitzero"`
	Due      time.Time              `json:"due_at,omitzero"`
	Points   int                    `json:"contact_points,omitzero"`
	Personal int                    `json:"events_with_personal_values,omitzero"`
	Events   int                    `json:"events,omitzero"`
}

func (v *eraseVerb) Run(ctx context.Context, con console) (err error) {
	if v.Keep && (v.Now || v.DryRun) {
		return assent.Problemf("BOTH", "--keep calls an erasure off; it goes with neither --now nor --dry-run.")
	}
	h, err := v.open(ctx, con)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	people := h.people()
	id, err := v.find(ctx, h, people)
	if err != nil {
		return err
	}
	if p, err := people.See(ctx, h.org, id); err == nil {
		warnSeveral(con, p)
	}
	out, err := v.erase(ctx, h, people, id)
	if err != nil {
		return err
	}
	if err := con.print(v.JSON, out, out.tell); err != nil {
		return err
	}
	if out.Outcome == "nothing_waited" {
		return errNo
	}
	return nil
}

func (v *eraseVerb) erase(ctx context.Context, h *house, people *rights.Desk, id assent.ID) (erasing, error) {
	switch {
	case v.DryRun:
		return wouldErase(ctx, h, people, id)
	case v.Keep:
		waited, err := people.CallOffErasure(ctx, h.org, id)
		return erasing{Person: id, Outcome: map[bool]string{true: "called_off", false: "nothing_waited"}[waited]}, err
	case !v.Now:
		return v.later(ctx, h, people, id)
	}
	act := rights.Erasing{Person: id, Actor: atTheKeyboard, Source: "reason: " + v.Reason}
	if v.Reason == "request" {
		act.Way = rights.Way(v.Way)
	}
	r, err := people.Erase(ctx, h.org, h.intake, act)
	return erasing{Person: id, Outcome: map[bool]string{true: "erased_before", false: "erased"}[r.Before], Event: r.Event, Code: r.Code}, err
}

// later puts the erasure off for a day; the server carries it out.
func (v *eraseVerb) later(ctx context.Context, h *house, people *rights.Desk, id assent.ID) (erasing, error) {
	p, err := people.See(ctx, h.org, id)
	if err != nil {
		return erasing{}, err
	}
	if p.Erased != nil {
		return erasing{}, assent.Problemf("PERSON_ERASED", "This person is erased already.").OfKind(assent.Conflict)
	}
	due, err := people.AskErasureBy(ctx, h.org, id, rights.Way(v.Way))
	return erasing{Person: id, Outcome: "waits", Due: due}, err
}

// wouldErase counts what there is to destroy.
func wouldErase(ctx context.Context, h *house, people *rights.Desk, id assent.ID) (erasing, error) {
	copied, err := people.Export(ctx, h.org, id)
	out := erasing{Person: id, Outcome: "dry_run", Points: len(copied.Person.Points), Events: len(copied.Events)}
	for _, e := range copied.Events {
		if len(e.Personal) > 0 {
			out.Personal++
		}
	}
	return out, err
}

func (e erasing) tell(w io.Writer) error {
	sentence := map[string]string{
		"erased":         fmt.Sprintf("Erased. The receipt is %s.", e.Code),
		"erased_before":  fmt.Sprintf("Erased already. The receipt of then is %s.", e.Code),
		"waits":          fmt.Sprintf("She will be erased by the server after %s; until then `assent erase --person %s --keep` calls it off.", e.Due.Format(time.RFC3339), e.Person),
		"called_off":     "Called off. Nothing is erased.",
		"nothing_waited": "No erasure of this person waits.",
		"dry_run": fmt.Sprintf("Would destroy %d addresses and the personal values of %d events. %d events stay, which name nobody, and a keyed hash of each address, so that nobody writes to her again.",
			e.Points, e.Personal, e.Events),
	}[e.Outcome]
	_, err := fmt.Fprintln(w, sentence)
	return err
}
