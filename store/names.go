package store

import "assent"

// NameRow holds the names of a person record, sealed under its key.
type NameRow struct {
	Person assent.ID
	Data   []byte
}

func (n *NameRow) fields() []any { return []any{&n.Person, &n.Data} }

// NamesOf returns the names of one record.
func (v *View) NamesOf(record assent.ID) (NameRow, bool, error) {
	return one[NameRow](v, "names_of_record", record)
}

// PeopleNamed returns up to limit records, the latest first, that have all the hashes; of more than three, those that
// have the first three.
func (v *View) PeopleNamed(hashes [][]byte, limit int) ([]NameRow, error) {
	if len(hashes) == 0 {
		return nil, nil
	}
	at := func(i int) []byte { return hashes[min(i, len(hashes)-1)] }
	return list[NameRow](v, "people_named", at(0), at(1), at(2), limit)
}

// PutNames replaces the names of a record and what it is found by.
func (tx *Tx) PutNames(row NameRow, hashes [][]byte) error {
	if err := tx.put("drop_name_words", row.Person); err != nil {
		return err
	}
	for _, hash := range hashes {
		if err := tx.put("put_name_word", hash, row.Person); err != nil {
			return err
		}
	}
	return tx.put("put_names", row.fields()...)
}

// ForgetNames deletes the names of all records of a person, and what she is found by.
func (tx *Tx) ForgetNames(person assent.ID) error {
	records, err := tx.RecordsOf(person)
	if err != nil {
		return err
	}
	for _, r := range records {
		if err := tx.put("drop_name_words", r.ID); err != nil {
			return err
		}
		if err := tx.put("drop_names", r.ID); err != nil {
			return err
		}
	}
	return nil
}
