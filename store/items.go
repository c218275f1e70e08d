package store

// Items returns every version of every item of the catalogue, in the order of publication.
func (v *View) Items() ([]Item, error) { return list[Item](v, "items") }

// PutItem stores one version of an item; a version that exists cannot be replaced.
func (tx *Tx) PutItem(i Item) error { return tx.put("put_item", i.fields()...) }

// Idempotent finds the answer that was given under an idempotency key.
func (v *View) Idempotent(key string) (Idempotent, bool, error) {
	return seek(v, answersOf, key, func() (Idempotent, bool, error) { return one[Idempotent](v, "idempotent", key) })
}

// PutIdempotent remembers an answer. Created is set to the time of the commit.
func (tx *Tx) PutIdempotent(i Idempotent) error {
	i.Created = tx.now
	if tx.slate != nil {
		_, taken, err := tx.Idempotent(i.Key)
		if taken { // the database says how a second answer is refused
			err = tx.fail("put_idempotent", errBeyond)
		}
		tx.slate.written.answers[i.Key] = maybe[Idempotent]{i, true}
		tx.slate.insert("put_idempotent", &i)
		return err
	}
	return tx.put("put_idempotent", i.fields()...)
}

// ReplaceIdempotent is PutIdempotent where there may be an answer already: the later one stays.
func (tx *Tx) ReplaceIdempotent(i Idempotent) error {
	i.Created = tx.now
	if tx.slate == nil {
		return tx.put("replace_idempotent", i.fields()...)
	}
	if tx.slate.answers(i.Key) { // a statement of many rows takes each key once
		return tx.fail("replace_idempotent", errBeyond)
	}
	tx.slate.written.answers[i.Key] = maybe[Idempotent]{i, true}
	tx.slate.insert("replace_idempotent", &i)
	return nil
}
