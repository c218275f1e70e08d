package dispatch

import (
	"context"
	"fmt"
	"strings"
	"time"

	"assent"
	"assent/address"
	"assent/jobs"
	"assent/link"
	"assent/mail"
	"assent/store"
)

// pageErrand is the name of the errand that mails people the link to their page.
const pageErrand = "page"

// askedAtOnce bounds the requests that wait to be looked up.
const askedAtOnce = 1024

// asked is a request for the link to one's page.
type asked struct {
	org             assent.ID
	to              address.Address
	brand, language string
}

// FindMyPage mails the owner of an address the link to her page. It only takes the request, and
// looks the address up later: so it answers the same, and as fast, whether the address is known
// or not. An unknown one is sent nothing. Problems: BAD_EMAIL, and TOO_MANY_REQUESTS when very
// many wait.
func (d *Desk) FindMyPage(_ context.Context, org assent.ID, to, brand, language string) error {
	a, err := address.Email(to)
	if err != nil {
		return err
	}
	select {
	case d.asked <- asked{org, a, brand, language}:
		return nil
	default:
		return assent.Problemf("TOO_MANY_REQUESTS", "Very many people ask at this moment; try again in a minute.").OfKind(assent.TooMany)
	}
}

// pageRequests is the job that turns requests for a page into deliveries.
type pageRequests struct{ desk *Desk }

// Name tells the job in the log.
func (j *pageRequests) Name() string { return "page requests" }

// Round looks one request up.
func (j *pageRequests) Round(ctx context.Context) (more bool, err error) {
	select {
	case a := <-j.desk.asked:
		return true, j.desk.owe(ctx, a)
	default:
		return false, nil
	}
}

// owe puts the delivery of a link, if the address is known and has room in its budget.
func (d *Desk) owe(ctx context.Context, a asked) error {
	request, err := assent.NewID(d.Now(), d.Random)
	if err != nil {
		return err
	}
	pseudonyms := d.Vault.Pseudonyms(a.org, a.to.Kind, a.to.Value)
	return d.Archive.Update(ctx, a.org, func(tx *store.Tx) error {
		row, found, err := tx.PointByPseudonym(a.to.Kind, pseudonyms)
		if err != nil || !found {
			return err
		}
		if at, err := free(&tx.View, row.Pseudonym, tx.Now()); err != nil || at.After(tx.Now()) {
			return err
		}
		to := strings.Join([]string{row.ID.String(), a.brand, a.language}, " ")
		return tx.PutDelivery(store.Delivery{Follower: pageErrand, Event: request, Destination: to, Next: tx.Now()})
	})
}

// pages is the errand that mails the links. Its deliveries belong to no event: asking for one's
// page is no fact about a person.
func (d *Desk) pages(org assent.ID) jobs.Errand {
	return jobs.Errand{
		Name: pageErrand, Admit: admitPage, Hopeless: hopeless,
		Carry: func(ctx context.Context, v store.Delivery) error { return d.sendPage(ctx, org, v) },
	}
}

// admitPage spends from the budget of the address.
func admitPage(tx *store.Tx, v store.Delivery) (jobs.Verdict, error) {
	point, _, _, err := pageOf(v)
	if err != nil {
		return jobs.Verdict{}, err
	}
	row, found, err := tx.Point(point)
	if err != nil || !found {
		return jobs.Verdict{Drop: "erased meanwhile"}, err
	}
	return spend(tx, v, row.Pseudonym, time.Time{}) // waits for nothing: she can ask again
}

// pageOf reads the destination that owe wrote.
func pageOf(v store.Delivery) (point assent.ID, brand, language string, err error) {
	parts := strings.Split(v.Destination, " ")
	if len(parts) != 3 {
		return point, "", "", fmt.Errorf("delivery of %s with %d parts", v.Follower, len(parts))
	}
	point, err = assent.ParseID(parts[0])
	return point, parts[1], parts[2], err
}

func (d *Desk) sendPage(ctx context.Context, org assent.ID, v store.Delivery) error {
	if err := d.checkPublic(); err != nil {
		return err
	}
	point, brand, language, err := pageOf(v)
	if err != nil {
		return err
	}
	l, err := d.gather(ctx, org, point, assent.ID{})
	if err != nil {
		return err
	}
	w, err := d.writer(l.cat, brand)
	if err != nil {
		return err
	}
	page := d.preferences(link.Token{Org: org, Point: point, Brand: brand, Channel: assent.Email, Issued: d.Now()})
	words := d.Words.Printer(language, l.to.language)
	return d.send(ctx, mail.YourPage(words, w.brand, page, link.Preferences.Life()), w, l.plain, v.Event.String()+".page")
}
