package main

import (
	"context"
	"fmt"

	"assent/mail"
)

// webRaces are what people do on pages, by HTTP: our program as installed (SQLite, synchronous=FULL) beside listmonk as
// installed (PostgreSQL). The clients run on the same machine, and cost both alike.
func webRaces(s *shopfront, unready error, m *listmonk, absent error, n int) []race {
	ours := func(name string, do func(context.Context) (lap, error)) runner { return unless(unready, name, do) }
	theirs := func(name string, do func(context.Context) (lap, error)) runner { return unless(absent, name, do) }
	signUps := func(of form, who mail.Signing, letters bool) func(context.Context) (lap, error) {
		return func(ctx context.Context) (lap, error) {
			front, err := s.signedBy(ctx, who)
			if err != nil {
				return lap{}, err
			}
			return front.signUps(ctx, n, of, letters)
		}
	}
	data := fmt.Sprintf("%s people by 64 clients that keep their connections, on the same machine; ours on SQLite (FULL) with evidence, ledger and state, listmonk on PostgreSQL (fsync); "+
		"CPU is the program's, with listmonk's that of its database", thousands(float64(n)))
	return []race{
		{"sign-up form", data + "; single opt-in, which sends no letter, but for the last row", "sign-ups",
			[]goal{{want: "≥ 4 × listmonk", of: ratioTo("listmonk"), least: 4, bound: "64 clients wait for the one who writes, a third of the cores with them; evidence, a seal, an event and a leaf beside a row"}}, []runner{
				ours("assent: the form is answered", signUps(single, mail.SignedByRelay, false)),
				theirs("listmonk: the form is answered", func(ctx context.Context) (lap, error) { return m.signUps(ctx, n, false) }),
				ours("assent: double opt-in; letters are written meanwhile, which the relay signs", signUps(double, mail.SignedByRelay, false)),
			}},
		{"double opt-in sign-up, until the last mail has come", data + "; listmonk does not sign mails, and leaves that to the relay as the first row does", "sign-ups",
			[]goal{{want: "≥ 3 × listmonk", of: ratioTo("listmonk"), least: 3, bound: "64 clients wait for the one who writes, for acts and for letters; a signature of our own (RSA-2048, RFC 8301) costs 0.7 ms a letter"}}, []runner{
				ours("assent: until the sink has all mails, which the relay signs", signUps(double, mail.SignedByRelay, true)),
				theirs("listmonk: until the sink has all mails", func(ctx context.Context) (lap, error) { return m.signUps(ctx, n, true) }),
				ours("assent: each mail signed here (DKIM, RSA-2048)", signUps(double, mail.SignedHere, true)),
			}},
		{"one-click unsubscribe", data, "acts", []goal{{want: "≥ 4 × listmonk", of: ratioTo("listmonk"), least: 4, bound: "64 clients wait for the one who writes: looking up for a batch takes as long as writing the one before it"}}, []runner{
			ours("assent: POST of List-Unsubscribe", func(ctx context.Context) (lap, error) { return s.oneClicks(ctx, n) }),
			theirs("listmonk: POST of its campaign's link", func(ctx context.Context) (lap, error) { return m.oneClicks(ctx, n) }),
		}},
		{"recording a consent by API", data, "acts", []goal{{want: "≥ 10 × the 405/s of OpenFGC, measured elsewhere", of: rateTimes(405), least: 10, bound: "64 clients on the same cores"}}, []runner{
			ours("assent: POST /v1/events", func(ctx context.Context) (lap, error) { return s.consents(ctx, n) }),
		}},
	}
}

// unless is a runner that cannot run if something is missing.
func unless(missing error, name string, do func(context.Context) (lap, error)) runner {
	return runner{name, func(ctx context.Context) (lap, error) {
		if missing != nil {
			return lap{}, missing
		}
		return do(ctx)
	}}
}
