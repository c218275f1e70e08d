package screen

import (
	"context"
	"runtime"
	"slices"
	"sync"

	"assent"
	"assent/address"
	"assent/decide"
	"assent/index"
	"assent/store"
)

// crowdPage is how many contact points are looked at together.
const crowdPage = 4000

// crowd writes an audience from kept decisions: page by page, and only the addresses of those who may be written to are
// opened, with all cores.
func (a *audience) crowd(ctx context.Context, sieve *decide.Sieve, progress func(Progress)) error {
	for after := (assent.ID{}); ; {
		var page []store.SealedPoint
		err := a.people.Archive.Read(ctx, a.org, func(v *store.View) (err error) {
			page, err = v.SealedPoints(after, crowdPage)
			return err
		})
		if err != nil || len(page) == 0 {
			return err
		}
		after = page[len(page)-1].ID
		if err := a.some(ctx, sieve, page); err != nil {
			return err
		}
		if progress != nil {
			progress(Progress{Rows: a.tally.Rows})
		}
	}
}

// some asks about a page of contact points, and writes those who may get the message.
func (a *audience) some(ctx context.Context, sieve *decide.Sieve, page []store.SealedPoint) error {
	page = slices.DeleteFunc(page, func(p store.SealedPoint) bool {
		return !p.Kind.Reaches(a.question.Channel) || len(p.Address) == 0 || len(p.Wrapped) == 0 // erased
	})
	points, briefs := make([]index.Point, len(page)), make([]decide.Brief, len(page))
	for i, p := range page {
		points[i] = index.Point{ID: p.ID, Person: p.Person, Kind: p.Kind, Hash: p.Pseudonym.Hash, Key: p.Pseudonym.KeyID}
	}
	if _, err := sieve.Points(ctx, points, briefs); err != nil {
		return err
	}
	values, err := a.openAll(page, briefs)
	if err != nil {
		return err
	}
	for i, b := range briefs {
		d := decisionOf(&b)
		a.tally.count(d)
		if b.Decision != assent.Allow {
			continue
		}
		p := reachable{point: page[i].ID, address: address.Address{Kind: page[i].Kind, Value: values[i]}, country: b.Country, language: b.Language}
		if err := a.write(p, d, b.Obligations); err != nil {
			return err
		}
	}
	return nil
}

// openAll reads the addresses of those who may get the message.
func (a *audience) openAll(page []store.SealedPoint, briefs []decide.Brief) ([]string, error) {
	values, hands := make([]string, len(page)), runtime.GOMAXPROCS(0)
	errs := make([]error, hands)
	var work sync.WaitGroup
	for h := range hands {
		work.Go(func() {
			for i := h; i < len(page) && errs[h] == nil; i += hands {
				if briefs[i].Decision == assent.Allow {
					values[i], errs[h] = a.openSealed(&page[i])
				}
			}
		})
	}
	work.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return values, nil
}

func (a *audience) openSealed(p *store.SealedPoint) (string, error) {
	key, err := a.people.Vault.Unwrap(p.Wrapped)
	if err != nil {
		return "", err
	}
	defer key.Forget()
	plain, err := key.Open(p.Address, p.ID[:])
	return string(plain), err
}
