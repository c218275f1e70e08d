package main

import (
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/intake"
	"assent/jobs"
	"assent/mail"
	"assent/store/storetest"
)

// The server is killed with -9 while it sends letters, and goes on when it is started again: every sign-up gets its letter,
// and one that was on its way gets the very same once more at most.
func TestNoLetterIsLostInACrash(t *testing.T) {
	const people = 300
	for name, url := range map[string]func(testing.TB) string{"SQLite": sqliteIn, "PostgreSQL": storetest.EmptyPostgresURL} {
		t.Run(name, func(t *testing.T) {
			box, err := mail.OpenOutbox(10*people, time.Now)
			must(t, err)
			defer box.Close()
			c := newCrashing(t, url(t))
			asked := c.signUps(people)

			server := exec.Command("assent", "serve", "--config", c.config, "--addr", "127.0.0.1:0")
			server.Env = append(os.Environ(), "ASSENT_SMTP_HOST=127.0.0.1", fmt.Sprintf("ASSENT_SMTP_PORT=%d", box.Server().Port), "ASSENT_SMTP_TLS=none", "ASSENT_SMTP_FROM=post@verdier.example")
			must(t, server.Start())
			_, err = box.Await(t.Context(), func(k mail.Kept) bool { return k.Number >= people/2 })
			must(t, err)
			must(t, server.Process.Kill())
			_ = server.Wait()
			before := len(box.Mails())

			c.sendRest(box, time.Now().Add(3*time.Minute))
			sent := map[string]int{}
			for _, m := range box.Mails() {
				sent[m.Headers["Message-ID"]]++
			}
			for _, id := range asked {
				if n := sent["<"+id.String()+".confirm@verdier.example>"]; n < 1 || n > 2 {
					t.Errorf("a sign-up got its letter %d times", n)
				}
			}
			if len(sent) != people {
				t.Errorf("%d different letters, of which %d before the crash, for %d sign-ups", len(sent), before, people)
			}
			t.Logf("%d letters before the crash, %d sent again", before, len(box.Mails())-people)

			all := len(box.Mails())
			c.sendRest(box, time.Now().Add(time.Hour))
			if again := len(box.Mails()) - all; again != 0 {
				t.Errorf("%d letters more an hour later", again)
			}
		})
	}
}

// signUps records sign-ups that are to be confirmed by mail, while no server runs.
func (c *crashing) signUps(n int) (ids []assent.ID) {
	c.t.Helper()
	h := c.open()
	defer h.Close()
	acts := make([]intake.Act, n)
	for i := range acts {
		acts[i] = intake.Act{
			Type: assent.ConsentGranted, Method: assent.WebForm, Actor: assent.Actor{Kind: assent.ActorPerson},
			Contact: assent.Contactable{Email: fmt.Sprintf("reader%d@example.org", i)}, CollectionPoint: "newsletter",
			Choices: []intake.ActChoice{{Purpose: "newsletter", Channel: assent.Email}}, Evidence: &assent.Evidence{Shown: []string{"newsletter:email"}, Wording: strings.Repeat("00", 32)},
		}
	}
	out, err := h.intake.RecordAll(c.t.Context(), h.org, acts)
	must(c.t, err)
	for _, o := range out {
		must(c.t, o.Err)
		ids = append(ids, o.Receipt.Event)
	}
	return ids
}

// sendRest does in this process, by a clock that is ahead, what a server does that was started again.
func (c *crashing) sendRest(box *mail.Outbox, now time.Time) {
	c.t.Helper()
	cfg, err := loadConfig(c.config, noEnvironment)
	must(c.t, err)
	h, err := openHouse(c.t.Context(), cfg, noEnvironment, func() time.Time { return now })
	must(c.t, err)
	defer h.Close()
	post, err := mail.NewSMTP(box.Server(), nil)
	must(c.t, err)
	for _, j := range h.letters(post).Jobs(h.org, slog.New(slog.DiscardHandler), jobs.Backoff{First: time.Second, Most: time.Hour}) {
		for more := true; more; {
			more, err = j.Round(c.t.Context())
			must(c.t, err)
		}
	}
}
