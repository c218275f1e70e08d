package dispatch

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"

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

// Seeking is a request for the way to one's own page, in the name and the language of the page where it was asked for.
type Seeking struct {
	Email     string    // whose owner is mailed the link
	Phone     string    // or, if no address is given: in E.164 form, whose owner is texted the six digits of the challenge
	Challenge assent.ID // of a number
	Brand     string
	Language  string
	Page      string // variant to which the link leads; empty: the default
}

// address is the one that was given.
func (s *Seeking) address() (address.Address, error) {
	if s.Email == "" && s.Phone != "" {
		return address.Phone(s.Phone, "")
	}
	return address.Email(s.Email)
}

// asked is such a request on its way.
type asked struct {
	Seeking
	org assent.ID
	to  address.Address
}

// FindMyPage mails the owner of an address the link to her page, or texts the owner of a number the digits that open
// it. It only takes the request, and looks the address up later: so it answers the same, and as fast, whether the
// address is known or not. An unknown one is sent nothing. Problems: BAD_EMAIL, BAD_PHONE, and TOO_MANY_REQUESTS
// when very many wait.
func (d *Desk) FindMyPage(_ context.Context, org assent.ID, s Seeking) error {
	a, err := s.address()
	if err != nil {
		return err
	}
	select {
	case d.asked <- asked{s, org, a}:
		return nil
	default:
		return assent.Problemf("TOO_MANY_REQUESTS", "Very many people ask at this moment; try again in a minute.").OfKind(assent.TooMany)
	}
}

// word is s if it is one word; nobody's brand or language is more.
func word(s string) string {
	if strings.ContainsFunc(s, unicode.IsSpace) {
		return ""
	}
	return s
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

// owe puts the delivery of a link or a code, if the address is known and has room in its budget.
func (d *Desk) owe(ctx context.Context, a asked) error {
	errand, request := codeErrand, a.Challenge
	if a.to.Kind == assent.EmailAddress {
		errand = pageErrand
		var err error
		if request, err = assent.NewID(d.Now(), d.Random); err != nil {
			return err
		}
	}
	pseudonyms := d.Vault.Pseudonyms(a.org, a.to.Kind, a.to.Value)
	return d.Archive.Update(ctx, a.org, func(tx *store.Tx) error {
		row, found, err := tx.PointByPseudonym(a.to.Kind, pseudonyms)
		if err != nil || !found {
			return err
		}
		if at, err := free(&tx.View, limits, row.Pseudonym, tx.Now()); err != nil || at.After(tx.Now()) {
			return err
		}
		r := pageRequest{point: row.ID, brand: word(a.Brand), language: word(a.Language), page: word(a.Page), asked: tx.Now()}
		return tx.PutDelivery(store.Delivery{Follower: errand, Event: request, Destination: r.String(), Next: tx.Now()})
	})
}

// pages is the errand that mails the links. Its deliveries belong to no event: asking for one's
// page is no fact about a person.
func (d *Desk) pages(org assent.ID) jobs.Errand {
	return jobs.Errand{
		Name: pageErrand, Admit: d.admitPage, Hopeless: hopeless,
		Carry: func(ctx context.Context, v store.Delivery) error { return d.sendPage(ctx, org, v) },
	}
}

// pageLife is how long a request for a page is worth answering: then she has asked again, or given up.
const pageLife = time.Hour

// admitPage spends from the budget of the address.
func (d *Desk) admitPage(tx *store.Tx, v store.Delivery) (jobs.Verdict, error) {
	r, err := readPageRequest(v.Destination)
	if err != nil {
		return jobs.Verdict{}, err
	}
	row, found, err := tx.Point(r.point)
	switch {
	case err != nil:
		return jobs.Verdict{}, err
	case !found:
		return jobs.Verdict{Drop: "erased meanwhile"}, nil
	case tx.Now().Sub(r.asked) > pageLife:
		return jobs.Verdict{Drop: "too long ago"}, nil
	}
	return d.openAndSpend(tx, v, row, time.Time{}) // waits for no budget: she can ask again
}

// pageRequest is the destination of a delivery: whom to write to, in whose name and which language, about which page.
type pageRequest struct {
	point                 assent.ID
	brand, language, page string
	asked                 time.Time
}

// String is five words between single spaces; brand, language and page may be empty.
func (r pageRequest) String() string {
	return strings.Join([]string{r.point.String(), r.brand, r.language, r.asked.UTC().Format(time.RFC3339), r.page}, " ")
}

func readPageRequest(s string) (r pageRequest, err error) {
	words := strings.Split(s, " ")
	if len(words) != 5 {
		return r, fmt.Errorf("a request for a page has %d words", len(words))
	}
	r.brand, r.language, r.page = words[1], words[2], words[4]
	if r.point, err = assent.ParseID(words[0]); err != nil {
		return r, err
	}
	r.asked, err = time.Parse(time.RFC3339, words[3])
	return r, err
}

func (d *Desk) sendPage(ctx context.Context, org assent.ID, v store.Delivery) error {
	r, l, err := d.page(ctx, org, v)
	if err != nil {
		return err
	}
	page := d.preferences(link.Token{Org: org, Point: r.point, Brand: r.brand, Page: r.page, Channel: assent.Email, Issued: d.Now()})
	return d.send(ctx, l, mail.YourPage(l.words, l.by.brand, page, link.Preferences.Life()), v.Event.String()+".page")
}

// page begins a letter about somebody's page: in the name and the language in which she asked for it.
func (d *Desk) page(ctx context.Context, org assent.ID, v store.Delivery) (r pageRequest, l letter, err error) {
	if err = d.checkPublic(); err != nil {
		return r, l, err
	}
	if r, err = readPageRequest(v.Destination); err != nil {
		return r, l, err
	}
	if l, err = d.gather(ctx, org, r.point, assent.ID{}); err != nil {
		return r, l, err
	}
	l.words = d.Words.Printer(r.language, l.to.language)
	l.by, err = d.writer(l.cat, r.brand)
	return r, l, err
}
