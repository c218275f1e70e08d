package prove

import (
	"context"

	"assent"
	"assent/store"
)

// Address is that of the first of some contact points of which one can be told: empty for who is to see none, and once
// its person was erased. A bundle opens the address only of the act by which it became known; of later acts, such as
// those that staff noted, this says whom they concerned. It is what the archive holds, and not part of the proof.
func (d *Desk) Address(ctx context.Context, org assent.ID, points []assent.Point, share Share) (address string, err error) {
	if share == Minimal {
		return "", nil
	}
	err = d.archive.Read(ctx, org, func(v *store.View) error {
		address = ""
		for _, p := range points {
			if address, err = d.addressOf(v, p.ID); err != nil || address != "" {
				return err
			}
		}
		return nil
	})
	return address, err
}

func (d *Desk) addressOf(v *store.View, point assent.ID) (string, error) {
	row, found, err := v.Point(point)
	if err != nil || !found || len(row.Address) == 0 {
		return "", err
	}
	record, _, err := v.Record(row.Person)
	if err != nil || len(record.Wrapped) == 0 {
		return "", err
	}
	key, err := d.vault.Unwrap(record.Wrapped)
	if err != nil {
		return "", err
	}
	defer key.Forget()
	plain, err := key.Open(row.Address, row.ID[:])
	return string(plain), err
}
