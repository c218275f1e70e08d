package web_test

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"testing"
	"time"

	"assent/intake/intaketest"
	"assent/web"
)

// TestTenThousandSignUpsForOneVictimSendThreeMailsADay: whoever types another's address, from however many networks
// and on however many forms, cannot fill her mailbox.
func TestTenThousandSignUpsForOneVictimSendThreeMailsADay(t *testing.T) {
	t.Parallel() // it takes its time
	const times, perDay = 10_000, 3
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		w := newWorld(t, h, func(c *web.Config) {
			c.PerMinute, c.Proxies = 0, []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
		})
		forms := []attack{
			w.prepare("/f/alerts", "alerts:email"), w.prepare("/f/newsletter", "newsletter:email"), w.prepare("/o/alerts", ""),
		}
		for i := range times {
			forms[i%len(forms)].strike(i)
			w.Clock.Pass(24 * time.Hour / times)
			if i%100 == 0 {
				w.post(ana)
			}
		}
		mails := w.post(ana)
		if len(mails) == 0 || len(mails) > perDay {
			t.Errorf("the victim got %d mails in a day, want 1 to %d", len(mails), perDay)
		}
		for i, m := range mails[1:] {
			if gap := mails[i].At.Sub(m.At); gap < 10*time.Minute {
				t.Errorf("two mails came within %s", gap)
			}
		}
		w.stands(ana, "pending")
	})
}

// attack is a form that a machine has filled in with somebody else's address.
type attack struct {
	v      *visitor
	action string
	fields url.Values
}

func (w *world) prepare(path, choice string) attack {
	v := w.visitor()
	action, fields := v.get(path).is(http.StatusOK).form()
	fields.Set("email", ana)
	fields.Set("choice", choice)
	w.Clock.Pass(2 * time.Second)
	return attack{v, action, fields}
}

// strike sends it, each time from another network.
func (a attack) strike(i int) {
	a.v.header.Set("X-Forwarded-For", fmt.Sprintf("10.%d.%d.1", i/256, i%256))
	a.v.post(a.action, a.fields).is(http.StatusSeeOther)
}
