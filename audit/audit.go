// Package audit checks that an archive is what it says it is.
//
// Whoever administers a database can change anything in it. The ledger makes that visible:
// each event is a leaf of a tree whose root is signed, and everything else that counts
// follows from the events. So the auditor believes nothing that is stored, reads all of it, and
// computes it again: numbers without gaps; each event in its one encoding, equal to the columns by
// which it is found; the tree and its tiles, up to the root in the signed checkpoint; the
// catalogue's versions, by the digests in the log; each person's state, folded from
// her events anew; and, with the vault, each personal value against its commitment and each address
// against its keyed hash.
//
// One thing cannot be seen from within: an archive that was put back, whole, to an earlier
// time is consistent. It takes a checkpoint that was kept elsewhere; give it, and the log must
// continue it.
//
// What erasures leave is audited too: the suppressions, which by design lead back to no event, by their
// stamps and their number; the capsules by their digests. Rows that are no facts are not: cursors,
// deliveries, idempotency keys, API keys.
//
// Reading goes in chunks, each on one snapshot, beside the running service. What is held in
// memory is one identifier per person, whatever the length of the log.
package audit

import (
	"context"
	"time"

	"assent"
	"assent/ledger"
	"assent/store"
	"assent/vault"
)

// Auditor says what is audited.
type Auditor struct {
	Archive  *store.Archive
	Org      assent.ID
	Key      string                 // verifier key of the log ("name+hash+key")
	Vault    *vault.Vault           // nil: sealed values and addresses are not opened
	Progress func(done, from int64) // told now and then how many events are read; may be nil
}

// Check audits an organisation's part of the archive with the keys of the vault. Outside are
// checkpoints that were kept elsewhere, as text. What does not hold is in the report; an
// error means that the audit could not be done.
func Check(ctx context.Context, archive *store.Archive, v *vault.Vault, org assent.ID, outside ...string) (Report, error) {
	return Auditor{Archive: archive, Org: org, Key: v.LogVerifierKey(), Vault: v}.Check(ctx, outside...)
}

// Check audits; see [Check].
func (a Auditor) Check(ctx context.Context, outside ...string) (Report, error) {
	c := &check{
		Auditor: a, ctx: ctx, storage: a.Archive.LedgerStorage(a.Org),
		published: -1, people: map[assent.ID]bool{}, merged: map[assent.ID]assent.ID{},
		joined: map[assent.ID][]assent.ID{}, items: map[version]publication{}, seals: map[int64]assent.TrailSeal{},
		left: remains{ended: map[string]bool{}},
	}
	for _, step := range []func() error{
		func() error { return c.heads(outside) },
		c.log, c.catalogue, c.trail, c.states, c.missing,
	} {
		if err := step(); err != nil {
			return c.report, err
		}
	}
	return c.report, nil
}

// chunk is how many events or persons are read on one snapshot.
const chunk = 500

// check is one audit while it runs. The first steps collect what the later ones compare.
type check struct {
	Auditor
	ctx     context.Context
	storage ledger.Storage
	report  Report

	claims    []claim // checkpoints, by whoever kept them
	tree      ledger.Replay
	tiles     []ledger.Tile // computed, and to be compared after the chunk
	recorded  time.Time     // when the event before was
	published int64         // number of the last publication

	people map[assent.ID]bool        // records that the log speaks of; true once their state was compared
	merged map[assent.ID]assent.ID   // record → the record that it was merged into
	joined map[assent.ID][]assent.ID // the records that were merged into one, at whatever remove
	items  map[version]publication
	seals  map[int64]assent.TrailSeal // of the operators' trail, by event
	left   remains
}

// version names one version of a catalogue item.
type version struct{ kind, id, version string }

// publication is what the log says of it.
type publication struct {
	number int64
	digest string
}

// join notes that the log makes two records one person.
func (c *check) join(from, into assent.ID) {
	from, into = c.root(from), c.root(into)
	if from == into {
		return
	}
	c.merged[from] = into
	c.joined[into] = append(append(c.joined[into], from), c.joined[from]...)
	delete(c.joined, from)
}

// root follows merges to the record that stands for a person.
func (c *check) root(person assent.ID) assent.ID {
	for {
		into, ok := c.merged[person]
		if !ok {
			return person
		}
		person = into
	}
}
