package store

// KeyByHash finds an API key by the SHA-256 of its text, revoked or not.
func (v *View) KeyByHash(hash [32]byte) (KeyRow, bool, error) {
	return one[KeyRow](v, "key_by_hash", hash)
}

// Keys returns all API keys, oldest first.
func (v *View) Keys() ([]KeyRow, error) { return list[KeyRow](v, "keys") }

// PutKey adds an API key or replaces it.
func (tx *Tx) PutKey(k KeyRow) error { return tx.put("put_key", k.fields()...) }

// ImportRun finds the progress of an import.
func (v *View) ImportRun(id string) (ImportRun, bool, error) {
	return one[ImportRun](v, "import_run", id)
}

// ImportRuns returns all imports, the latest first.
func (v *View) ImportRuns() ([]ImportRun, error) { return list[ImportRun](v, "import_runs") }

// PutImportRun adds an import or replaces its progress.
func (tx *Tx) PutImportRun(r ImportRun) error { return tx.put("put_import_run", r.fields()...) }
