package decide

import (
	"context"
	"errors"
	"sync"
	"time"

	"assent"
	"assent/catalogue"
	"assent/law"
	"assent/locale"
	"assent/store"
	"assent/vault"
)

// Patience is how long the store may take for an answer; after that a send is denied.
const Patience = 500 * time.Millisecond

// Options are what the desk takes from outside.
type Options struct {
	Now   func() time.Time
	Saved Saved // of the index, if one is kept
}

// Desk answers questions. It is safe for concurrent use.
type Desk struct {
	archive *store.Archive
	vault   *vault.Vault
	shelf   *catalogue.Shelf
	book    *law.Book
	words   *locale.Locale
	zones   sync.Map // name → *time.Location, read once
	halls   sync.Map // organisation → *hall, of those that are indexed
	Options
}

// New opens the desk.
func New(archive *store.Archive, v *vault.Vault, shelf *catalogue.Shelf, book *law.Book, words *locale.Locale, o Options) *Desk {
	return &Desk{archive: archive, vault: v, shelf: shelf, book: book, words: words, Options: o}
}

// MaySend answers one question. The error is a [assent.Problem] for a question that cannot be
// read (unknown purpose, malformed address); whatever else goes wrong is a deny.
func (d *Desk) MaySend(ctx context.Context, org assent.ID, q assent.Question) (assent.Decision, error) {
	var to [1]assent.Contactable
	var kept [1]Answer
	to[0] = q.Contact
	if now, position, all := d.Answers(ctx, org, &q, to[:], kept[:]); all {
		return kept[0].Of(now, position), nil
	}
	out, errs, err := d.ask(ctx, org, q, to[:])
	if err != nil {
		return assent.Decision{}, err
	}
	return out[0], errs[0]
}

// MaySendAll answers one question for many contacts, from one snapshot, in their order. A contact
// that cannot be read is denied, of reason UNKNOWN_CONTACT.
func (d *Desk) MaySendAll(ctx context.Context, org assent.ID, q assent.Question, to []assent.Contactable) ([]assent.Decision, error) {
	out, errs, err := d.ask(ctx, org, q, to)
	for i, e := range errs {
		if e != nil {
			out[i] = plain(assent.Denied(assent.ReasonUnknownContact, d.moment(&q)))
		}
	}
	return out, err
}

// Answers is [Desk.MaySendAll] for whoever can do with what is kept: it fills in an answer for each contact, as of a moment and
// a position of the log that is not before the call. All is false if something of it is not kept; out holds nothing
// of use then.
func (d *Desk) Answers(ctx context.Context, org assent.ID, q *assent.Question, to []assent.Contactable, out []Answer) (at time.Time, position int64, all bool) {
	h := d.hallOf(org)
	if h == nil || !keeps(q) {
		return at, 0, false
	}
	at, position, all, err := h.kept(ctx, q, to, out)
	if err != nil && !errors.Is(err, errBehind) { // to ask the store would take as long again
		at = d.moment(q)
		denied := plain(assent.Denied(assent.ReasonUnavailable, at))
		for i := range out {
			out[i] = answerOf(&denied)
		}
		return at, 0, true
	}
	return at, position, all
}

// ask answers for each contact, or says for it what is wrong; err is what is wrong with the question.
func (d *Desk) ask(ctx context.Context, org assent.ID, q assent.Question, to []assent.Contactable) (out []assent.Decision, errs []error, err error) {
	ctx, cancel := context.WithTimeout(ctx, Patience*time.Duration(1+len(to)/100))
	defer cancel()
	if h := d.hallOf(org); h != nil && keeps(&q) {
		out, errs, err = h.ask(ctx, q, to)
	} else {
		out, errs, err = d.askStore(ctx, org, q, to, nil)
	}
	if fatal(err) {
		out, errs = make([]assent.Decision, len(to)), make([]error, len(to))
		for i := range out {
			out[i] = plain(assent.Denied(assent.ReasonUnavailable, d.moment(&q)))
		}
		return out, errs, nil
	}
	return out, errs, err
}

// askStore answers from one snapshot of the store. Learn, if not nil, is told each decision, by its place.
func (d *Desk) askStore(ctx context.Context, org assent.ID, q assent.Question, to []assent.Contactable, learn func(int, *enquiry, *assent.Decision)) (out []assent.Decision, errs []error, err error) {
	err = d.archive.Read(ctx, org, func(v *store.View) error {
		m, err := d.messageIn(v, q)
		if err != nil {
			return err
		}
		out, errs = make([]assent.Decision, len(to)), make([]error, len(to))
		for i, contact := range to {
			e, err := d.enquiry(v, m, contact)
			if err == nil {
				out[i], err = e.decision(v)
			}
			if errs[i] = err; fatal(err) {
				return err
			}
			if err == nil && learn != nil {
				learn(i, e, &out[i])
			}
		}
		return nil
	})
	return out, errs, err
}

// fatal reports whether an error is more than a question that cannot be read.
func fatal(err error) bool {
	if err == nil {
		return false
	}
	p, ok := assent.AsProblem(err)
	return !ok || p.Kind == assent.Unavailable
}

// moment is the instant that the question asks about.
func (d *Desk) moment(q *assent.Question) time.Time {
	if q.At.IsZero() {
		return d.Now().UTC().Truncate(time.Millisecond)
	}
	return q.At.UTC()
}

// messageIn reads a question against the catalogue that a snapshot of the store shows.
func (d *Desk) messageIn(v *store.View, q assent.Question) (*message, error) {
	cat, err := d.shelf.Snapshot(v)
	if err != nil {
		return nil, err
	}
	m, err := d.message(cat, q)
	if err != nil {
		return nil, err
	}
	m.position, err = v.Head()
	return m, err
}

// enquiry is the question about one contact.
func (d *Desk) enquiry(v *store.View, m *message, contact assent.Contactable) (*enquiry, error) {
	s, err := d.subject(v, m, contact)
	if err != nil {
		return nil, err
	}
	return d.about(m, s), nil
}

// about is the question about one subject.
func (d *Desk) about(m *message, s *subject) *enquiry {
	e := &enquiry{desk: d, message: m, subject: s, zone: d.zoneOf(m, s), now: m.at}
	if m.Question.At.IsZero() {
		e.now = s.notBefore(m.at)
	}
	return e
}
