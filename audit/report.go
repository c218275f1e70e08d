package audit

import (
	"fmt"
	"strings"

	"assent"
	"assent/ledger"
)

// Sort is a sort of difference.
type Sort string

// The sorts, in the order in which they are looked for.
const (
	BadCheckpoint Sort = "checkpoint" // not signed by the log, or not the root of its events
	RolledBack    Sort = "rollback"   // the log does not continue a checkpoint that was kept
	Gap           Sort = "gap"        // a number is missing
	BadEvent      Sort = "event"      // not in its one encoding, or not where it belongs
	BadColumn     Sort = "column"     // a column says something else than the event
	BadTile       Sort = "tile"
	BadItem       Sort = "item"  // of the catalogue
	BadTrail      Sort = "trail" // of what operators looked at
	BadState      Sort = "state"
	BadPerson     Sort = "person" // a record or a contact point is missing or belongs to another
	BadSealed     Sort = "sealed" // a personal value is gone or is not the one that was recorded
	BadAddress    Sort = "address"

	BadSuppression Sort = "suppression" // what keeps an erased person from being written to is gone or forged
	BadCapsule     Sort = "capsule"     // what is kept of an erased person is gone before its time, or still there after it
)

// Finding is the first difference of one sort.
type Finding struct {
	Sort     Sort
	Sentence string
	More     int // further differences of this sort
}

// Report is the outcome of an audit.
type Report struct {
	Events   int64       // in the log
	People   int         // whose states were compared
	Values   int         // personal values that were opened and compared
	Head     ledger.Head // the latest checkpoint; zero if there is none
	Waiting  int64       // events that no checkpoint covers yet; the tree follows within a second
	Outside  int         // checkpoints from elsewhere that the log continues
	Findings []Finding   // empty if everything holds
}

// Holds reports whether nothing was found.
func (r *Report) Holds() bool { return len(r.Findings) == 0 }

// Err returns nil if everything holds, and otherwise a Problem of code AUDIT_FAILED with
// the findings' sentences.
func (r *Report) Err() error {
	if r.Holds() {
		return nil
	}
	var b strings.Builder
	for i, f := range r.Findings {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(f.String())
	}
	return assent.Problemf("AUDIT_FAILED", "%s", b.String()).OfKind(assent.Conflict)
}

// String is the sentence, and how many more there are of its sort.
func (f Finding) String() string {
	if f.More == 0 {
		return f.Sentence
	}
	return fmt.Sprintf("%s (and %d more of this sort)", f.Sentence, f.More)
}

func (r *Report) find(s Sort, format string, args ...any) {
	for i := range r.Findings {
		if r.Findings[i].Sort == s {
			r.Findings[i].More++
			return
		}
	}
	r.Findings = append(r.Findings, Finding{Sort: s, Sentence: fmt.Sprintf(format, args...)})
}
