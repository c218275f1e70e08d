// Package screen is the sorting hall: it decides whole audiences at once.
//
// Before a mailing goes out, its list is screened: for each row, may this message be sent to this
// person, by this channel, now? [Run] takes a list as it was exported from anywhere and gives the
// same list back, each row with the answer, the reason and the basis beside it. [Audience] goes
// the other way round: it starts from all the people on record and lists everyone who may get
// the message, with what must accompany it.
//
// A list is older than the wishes of those on it as soon as it is written. So each answer
// says until when it holds (valid_until), and what sends the mails should still ask at the moment
// of sending.
//
// Nothing here decides: each answer is that of package decide. A row that cannot be read is a
// deny, and no row is dropped. Memory does not grow with the list: four batches of about two megabytes for each core, besides
// the table of package index, which grows with the people on record.
package screen

import (
	"context"
	"io"
	"math"
	"time"

	"assent"
)

// Decider answers one question for many contacts, in their order: a [decide.Desk].
type Decider interface {
	MaySendAll(ctx context.Context, org assent.ID, q assent.Question, to []assent.Contactable) ([]assent.Decision, error)
}

// Linker makes the links that a mail to a contact must carry.
type Linker func(ctx context.Context, to assent.Contactable) (unsubscribe, preferences string, err error)

// Reasons of rows that never became a question.
const (
	InvalidContact assent.Reason = "INVALID_CONTACT" // the row holds no address that can be read
	InvalidRow     assent.Reason = "INVALID_ROW"     // the row itself cannot be read
)

// Options say what the list does not.
type Options struct {
	Column  string // title of the column that holds the address; empty: recognised
	Country string // for phone numbers without a country code, ISO 3166-1 alpha-2
	Links   Linker // adds unsubscribe_url and preferences_url; nil adds none
	Format  Format // empty: CSV

	// Findings receives what is wrong with single rows, in their order; nil drops it.
	Findings func(Finding) error
}

// Finding is what is wrong with one row. It repeats nothing of it.
type Finding struct {
	Line   int
	Code   string
	Detail string // one or two sentences
}

// Progress says how far a screening is.
type Progress struct {
	Rows  int
	Bytes int64 // read of the list; of an audience, zero
}

// Tally counts the answers.
type Tally struct {
	Rows    int                   `json:"rows"`
	Allow   int                   `json:"allow"`
	Deny    int                   `json:"deny"`
	Reasons map[assent.Reason]int `json:"reasons"` // of allow and deny alike
}

func newTally() *Tally { return &Tally{Reasons: map[assent.Reason]int{}} }

func (t *Tally) reset() {
	clear(t.Reasons)
	*t = Tally{Reasons: t.Reasons}
}

func (t *Tally) count(d assent.Decision) { t.countRows(d, 1) }

func (t *Tally) countRows(d assent.Decision, rows int) {
	if rows == 0 {
		return
	}
	t.Rows += rows
	t.Reasons[d.Reason] += rows
	if d.Decision == assent.Allow {
		t.Allow += rows
	} else {
		t.Deny += rows
	}
}

func (t *Tally) add(o *Tally) {
	t.Rows += o.Rows
	t.Allow += o.Allow
	t.Deny += o.Deny
	for r, n := range o.Reasons {
		t.Reasons[r] += n
	}
}

// chunk is how many contacts are asked about at once.
const chunk = 1000

// Run screens the list in and writes it to out: all columns (or fields) and rows in their order, with
// decision, reason, basis and valid_until added. The question's Contact is that of each row. The
// error is a Problem if the list cannot be read as a whole, or if the store does not answer;
// what is written until then is not a screened list.
func Run(ctx context.Context, org assent.ID, in io.Reader, out io.Writer, desk Decider, q assent.Question, o Options, progress func(Progress)) (Tally, error) {
	if o.Format == NDJSON {
		return runLines(ctx, org, in, out, desk, q, o, progress)
	}
	s, err := newScreening(in, out, q, o)
	if err != nil {
		return Tally{}, err
	}
	s.ctx, s.org, s.desk, s.progress = ctx, org, desk, progress
	sieve, err := sieveOf(ctx, org, desk, s.question)
	if err != nil {
		return Tally{}, err
	}
	if sieve != nil {
		err = s.sortAll(sieve)
	} else {
		err = s.run()
	}
	return *s.tally, err
}

// runLines screens a list of JSON objects.
func runLines(ctx context.Context, org assent.ID, in io.Reader, out io.Writer, desk Decider, q assent.Question, o Options, progress func(Progress)) (Tally, error) {
	l, err := newLines(in, out, q, o)
	if err != nil {
		return Tally{}, err
	}
	l.ctx, l.org, l.desk, l.progress = ctx, org, desk, progress
	sieve, err := sieveOf(ctx, org, desk, l.question)
	if err != nil {
		return Tally{}, err
	}
	hand := func() func(context.Context, *batch) error { return l.byAsking }
	if l.most = chunk; sieve != nil {
		l.most, hand = math.MaxInt, func() func(context.Context, *batch) error { return newJSONHand(l, sieve).sort }
	}
	err = l.inParallel(l.next, hand)
	return *l.tally, err
}

// answer asks for one chunk. A store that does not answer ends the screening: a list full of
// denials would look like an answer.
func answer(ctx context.Context, org assent.ID, desk Decider, q assent.Question, to []assent.Contactable) ([]assent.Decision, error) {
	if len(to) == 0 {
		return nil, ctx.Err()
	}
	decisions, err := desk.MaySendAll(ctx, org, q, to)
	if err != nil {
		return nil, err
	}
	for _, d := range decisions {
		if d.Reason == assent.ReasonUnavailable {
			return nil, assent.Problemf("UNAVAILABLE", "The store did not answer in time, so the list is not complete; screen it again.").OfKind(assent.Unavailable)
		}
	}
	return decisions, ctx.Err()
}

// until writes valid_until; empty if the answer never changes by itself.
func until(d assent.Decision) string {
	if d.ValidUntil == nil {
		return ""
	}
	return d.ValidUntil.UTC().Format(time.RFC3339)
}
