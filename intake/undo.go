package intake

import (
	"assent"
	"assent/link"
)

// Who has pressed the wrong button of an unsubscribe page, or the one on her own page that stops everything, may take it back at once. What is cancelled
// is that one act: nothing is agreed to, so nothing is stronger or younger than it was, and a no
// that stood before it stands still.

// undosKept bounds how often one person may do so: a state remembers each.
const undosKept = 32

// undoable reports whether the act is a withdrawal that can be undone. What she leaves on her own page one by one stands
// there before her, to be ticked again; only "stop everything" loses what it stopped.
func (w *work) undoable() bool {
	switch {
	case w.dr.Type != assent.ConsentWithdrawn:
		return false
	case w.dr.Method == assent.UnsubscribePage:
		return true
	}
	return undoes(w.dr.Method) && w.dr.Scope != nil && whole(*w.dr.Scope) == assent.Everything()
}

// undoes reports whether a page of ours, by the method of what is done there, can take a withdrawal back.
func undoes(m assent.Method) bool {
	return m == assent.UnsubscribePage || m == assent.PreferencePage || m == assent.Portal
}

// undo takes back the withdrawal that the act refers to.
func (w *work) undo() error {
	if !undoes(w.dr.Method) {
		return assent.Problemf("METHOD_NOT_ALLOWED", "Only the person herself undoes a withdrawal, on the page where she pressed.").In("method").OfKind(assent.Forbidden)
	}
	before, found, err := w.tx.Event(w.dr.Refers)
	if err != nil {
		return err
	}
	late := !found || w.dr.Received.Sub(before.Event.Received) > link.Undo.Life() || len(w.state.Undone) >= undosKept
	if late || len(before.Event.Noes) == 0 || !before.Event.Noes[0].Undoable {
		return assent.Problemf("NOT_UNDOABLE", "What was stopped on a page can be undone for ten minutes; to begin again, choose on the preference page.").In("refers").OfKind(assent.Conflict)
	}
	whose, _, err := w.tx.Person(before.Person)
	if err == nil && whose.ID != w.person {
		return unknownPerson()
	}
	return err
}
