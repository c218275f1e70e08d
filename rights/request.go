package rights

import (
	"slices"
	"strings"
	"time"

	"assent"
	"assent/store"
)

// What a person asks for by right must be answered in time, and it must be possible to show that it
// was. The log of requests holds no personal value and names her by her record alone, so that it
// outlives her erasure; what would need words stands in a file elsewhere, whose number it can hold.

// Right is what was asked for.
type Right string

// The rights (GDPR art. 15 to 18, 20, 21).
const (
	Access      Right = "access"
	Portability Right = "portability"
	Correction  Right = "correction"
	Erasure     Right = "erasure"
	Restriction Right = "restriction"
	Objection   Right = "objection"
)

// Rights lists them in the order of the law.
func Rights() []Right {
	return []Right{Access, Correction, Erasure, Restriction, Portability, Objection}
}

// Way is how a request arrived.
type Way string

// The ways.
const (
	OnOwnPage Way = "own_page"
	ByAPI     Way = "api"
	ByEmail   Way = "email"
	ByLetter  Way = "letter"
	ByPhone   Way = "phone"
	InPerson  Way = "in_person"
	ViaOther  Way = "representative" // a lawyer, an association, an authority
)

// Ways lists them.
func Ways() []Way { return []Way{OnOwnPage, ByAPI, ByEmail, ByLetter, ByPhone, InPerson, ViaOther} }

// Outcome is how a request was answered.
type Outcome string

// The outcomes. A refusal says why it is lawful, and tells her that she may complain (art. 12(4)).
const (
	Complied      Outcome = "done"
	Partly        Outcome = "partly"
	NothingHeld   Outcome = "nothing_held"
	NotIdentified Outcome = "not_identified" // art. 12(6)
	Unfounded     Outcome = "unfounded"      // art. 12(5)
	Excessive     Outcome = "excessive"      // art. 12(5)
	Exempt        Outcome = "exempt"         // art. 17(3), 18(2), 21(1) …
	TakenBack     Outcome = "taken_back"     // by her
)

// Outcomes lists them.
func Outcomes() []Outcome {
	return []Outcome{Complied, Partly, NothingHeld, NotIdentified, Unfounded, Excessive, Exempt, TakenBack}
}

// The reasons for which the time for an answer may be extended (art. 12(3)).
const (
	Complex = "complexity"
	Many    = "number"
)

// SubjectRequest is one entry of the log.
type SubjectRequest struct {
	ID        assent.ID  `json:"id"`
	Person    assent.ID  `json:"person,omitzero" doc:"Her record; empty if nothing was recorded of who asked"`
	Right     Right      `json:"right" enum:"access,correction,erasure,restriction,portability,objection"`
	Way       Way        `json:"way" enum:"own_page,api,email,letter,phone,in_person,representative"`
	Received  time.Time  `json:"received_at"`
	Due       assent.Day `json:"due_on" doc:"The last day for the answer"`
	Extended  string     `json:"extended,omitzero" enum:"complexity,number" doc:"Why the time was extended by two months (GDPR art. 12(3))"`
	Overdue   bool       `json:"overdue"`
	Handler   string     `json:"handler,omitzero" doc:"Who answered"`
	Answered  *time.Time `json:"answered_at,omitempty"`
	Outcome   Outcome    `json:"outcome,omitzero" enum:"done,partly,nothing_held,not_identified,unfounded,excessive,exempt,taken_back"`
	Reference string     `json:"reference,omitzero" doc:"Number of a file kept elsewhere"`
}

// answerMonths are within which a request is answered, extensionMonths by how many the time may be extended:
// GDPR and UK GDPR art. 12(3). Whoever asks is answered within that time, also where her own law names none.
const (
	answerMonths    = 1
	extensionMonths = 2
)

// answerBy is the last day for the answer to what was received on a day.
func answerBy(received assent.Day, extended bool) assent.Day {
	if extended {
		return monthsAfter(received, answerMonths+extensionMonths)
	}
	return monthsAfter(received, answerMonths)
}

// monthsAfter is the day of the same number so many months later, or the last of that month if it has
// none (Regulation 1182/71 art. 3(2)(c)).
func monthsAfter(d assent.Day, months int) assent.Day {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return d
	}
	out := t.AddDate(0, months, 0)
	if out.Day() != t.Day() { // it ran over into the month after
		out = out.AddDate(0, 0, -out.Day())
	}
	return assent.DayOf(out)
}

// NewRequest is what is entered. Who asked is named by her record or an address; neither if she is unknown.
type NewRequest struct {
	Person    assent.ID
	Contact   assent.Contactable
	Right     Right
	Way       Way
	Received  time.Time // zero: now
	Reference string
}

func (n *NewRequest) check(now time.Time) error {
	switch {
	case !slices.Contains(Rights(), n.Right):
		return unknown("right", n.Right, Rights())
	case !slices.Contains(Ways(), n.Way):
		return unknown("way", n.Way, Ways())
	case n.Received.After(now):
		return assent.Problemf("RECEIVED_IN_FUTURE", "A request is entered once it has been received.").In("received_at")
	case !n.Received.IsZero() && n.Received.Unix() < 0: // a year mistyped; identifiers count from 1970
		return assent.Problemf("RECEIVED_TOO_EARLY", "A request cannot have been received before 1970; look at the year.").In("received_at")
	case !plainReference(n.Reference):
		return assent.Problemf("BAD_REFERENCE", "A reference is the number of a file kept elsewhere: up to 40 letters, digits, and - . / _").In("reference")
	}
	return nil
}

// plainReference leaves no room for a name or an address.
func plainReference(s string) bool {
	return len(s) <= 40 && !strings.ContainsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-./_", r))
	})
}

func unknown[S ~string](field string, word S, known []S) error {
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	return assent.Problemf("UNKNOWN_WORD", "%s: there is no %q; use one of %s.", field, word, strings.Join(names, ", ")).In(field)
}

// requestOf reads an entry as of a day.
func requestOf(row store.RequestRow, today assent.Day) SubjectRequest {
	r := SubjectRequest{
		ID: row.ID, Person: row.Person, Right: Right(row.Kind), Way: Way(row.Way), Received: row.Received, Due: row.Due,
		Extended: row.Extended, Handler: row.Handler, Outcome: Outcome(row.Outcome), Reference: row.Reference,
	}
	if row.Closed.IsZero() {
		r.Overdue = row.Due < today
	} else {
		r.Answered = &row.Closed
	}
	return r
}
