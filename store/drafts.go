package store

import (
	"time"

	"assent"
)

// DraftRow is an item of the catalogue that is being written.
type DraftRow struct {
	Kind     string
	ID       string
	Base     string // version in force when it was begun; empty: there was none
	Revision int64  // from 1
	Body     []byte
	Author   assent.ID // operator who saved it last
	Saved    time.Time
}

func (d *DraftRow) fields() []any {
	return []any{&d.Kind, &d.ID, &d.Base, &d.Revision, &d.Body, &d.Author, &d.Saved}
}

// Drafts returns every draft by kind and identifier.
func (v *View) Drafts() ([]DraftRow, error) { return list[DraftRow](v, "drafts") }

// Draft finds the draft of an item.
func (v *View) Draft(kind, id string) (DraftRow, bool, error) {
	return one[DraftRow](v, "draft", kind, id)
}

// PutDraft saves a draft as the revision after the one that its author has read, at the time of the commit. It
// answers false, and saves nothing, if another revision is stored.
func (tx *Tx) PutDraft(d DraftRow) (saved bool, err error) {
	d.Saved = tx.now
	name := "change_draft"
	if d.Revision == 1 {
		name = "begin_draft"
	}
	n, err := tx.exec(name, d.fields()...)
	return n == 1, err
}

// DropDraft forgets a draft; false if another revision is stored, or none.
func (tx *Tx) DropDraft(kind, id string, revision int64) (dropped bool, err error) {
	n, err := tx.exec("drop_draft", kind, id, revision)
	return n == 1, err
}
