package store

import (
	"fmt"
	"time"
)

// Tx is one turn at the pen: a View that can also write. It is valid inside the function
// it was given to, on that function's goroutine.
type Tx struct {
	View
	now time.Time
	log *logRow // nil in an Update, which may not append
}

// Now is the instant of the commit: UTC, milliseconds, the same for all that is committed
// together, and in a Write never before the time of the last recorded event.
func (tx *Tx) Now() time.Time { return tx.now }

// exec runs a statement that writes and returns the number of rows it touched.
func (tx *Tx) exec(name string, args ...any) (int64, error) {
	stmt, err := tx.statement(name)
	if err != nil {
		return 0, err
	}
	res, err := stmt.ExecContext(tx.ctx, params(tx.org, args)...)
	if err != nil {
		return 0, tx.fail(name, err)
	}
	return res.RowsAffected()
}

func (tx *Tx) put(name string, args ...any) error {
	_, err := tx.exec(name, args...)
	return err
}

// PutOrg names the organisation whose transaction this is.
func (tx *Tx) PutOrg(o Org) error {
	if o.ID != tx.org {
		return fmt.Errorf("organisation %s written in a transaction of %s", o.ID, tx.org)
	}
	return tx.put("put_organisation", o.Name, o.PublicURL)
}
