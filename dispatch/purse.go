package dispatch

import (
	"time"

	"assent"
	"assent/jobs"
	"assent/store"
)

// fare is what a letter takes from budgets: that of its address, and that of the addresses of its kin.
type fare struct {
	owed  store.Delivery
	to    assent.Pseudonym
	kin   assent.Pseudonym
	most  int       // letters to its kin
	asked time.Time // when the letter was caused
}

// fare works out what a letter costs. Plain is the address itself.
func (d *Desk) fare(org assent.ID, owed store.Delivery, to store.PointRow, plain string, asked time.Time) fare {
	kin, most := d.kin(org, to.Kind, plain)
	return fare{owed, to.Pseudonym, kin, most, asked}
}

// purse holds the budgets of many letters while they are taken together. Nobody else spends meanwhile.
type purse struct {
	sent  map[assent.Pseudonym][]store.Mails // oldest first, as far back as the limits look
	spent []store.Tallied                    // to be written down, each address and moment once
	place map[tally]int                      // in spent
}

// tally is one row of what was sent.
type tally struct {
	to assent.Pseudonym
	at time.Time
}

// spend takes a mail or text from the budgets of each of many letters, or says that there is no room: the letter then
// waits for the next, if it comes soon, or is dropped. A letter pays for its first try alone. Budgets are read together, and what is
// spent is written down together.
func spend(tx *store.Tx, fares []fare) ([]jobs.Verdict, error) {
	p := purse{sent: map[assent.Pseudonym][]store.Mails{}, place: map[tally]int{}}
	var addresses, kin []assent.Pseudonym
	for _, f := range fares {
		if f.owed.Attempt == 0 {
			addresses, kin = append(addresses, f.to), append(kin, f.kin)
		}
	}
	if err := tx.LockBudgets(); err != nil {
		return nil, err
	}
	now := tx.Now()
	if err := p.read(tx, addresses, now.Add(-longest(limits))); err != nil {
		return nil, err
	}
	if err := p.read(tx, kin, now.Add(-kinWithin)); err != nil {
		return nil, err
	}
	out := make([]jobs.Verdict, len(fares))
	for i, f := range fares {
		if f.owed.Attempt == 0 {
			out[i] = p.pay(f, now)
		}
	}
	return out, tx.AddMails(p.spent)
}

// pay takes one letter from both of its budgets, if there is room in both.
func (p *purse) pay(f fare, now time.Time) jobs.Verdict {
	if at := next(p.sent[f.to], limits, now); at.After(now) {
		return wait(at, f.asked.Add(patience), "this address has been sent all the mails that it may be sent for now")
	}
	if at := next(p.sent[f.kin], []limit{{f.most, kinWithin}}, now); at.After(now) {
		return wait(at, f.asked.Add(domainPatience), "its domain has been sent all the mails that it may be sent for now")
	}
	p.count(f.kin, now.Truncate(time.Minute)) // by the minute: there may be very many
	p.count(f.to, now)
	return jobs.Verdict{}
}

// read finds out what was sent to addresses.
func (p *purse) read(tx *store.Tx, to []assent.Pseudonym, since time.Time) error {
	sent, err := tx.MailsTo(to, since)
	for address, mails := range sent {
		p.sent[address] = mails
	}
	return err
}

// count counts one mail.
func (p *purse) count(to assent.Pseudonym, at time.Time) {
	p.sent[to] = append(p.sent[to], store.Mails{At: at, Count: 1})
	i, counted := p.place[tally{to, at}]
	if !counted {
		i = len(p.spent)
		p.place[tally{to, at}] = i
		p.spent = append(p.spent, store.Tallied{To: to, Mails: store.Mails{At: at}})
	}
	p.spent[i].Count++
}
