package console_test

import (
	"assent/jobs"
	"assent/ledger"
)

// seal brings the tree up to the log, so that everything can be proven.
func (w *world) seal() {
	w.t.Helper()
	signer, err := w.Vault.LogSigner()
	must(w.t, err)
	log, err := ledger.New(w.Archive.LedgerStorage(w.Org), signer, w.Vault.LogVerifierKey())
	must(w.t, err)
	tree := jobs.Grow(w.Archive, w.Org, log)
	for more := true; more; {
		more, err = tree.Round(w.t.Context())
		must(w.t, err)
	}
}
