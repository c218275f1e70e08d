package main

import (
	"context"
	"fmt"
)

// webRaces are what people do on pages, by HTTP: our program as installed (SQLite, synchronous=FULL) beside listmonk as
// installed (PostgreSQL). The clients run on the same machine, and cost both alike.
func webRaces(s *shopfront, unready error, m *listmonk, absent error, n int) []race {
	ours := func(do func(context.Context) (lap, error)) func(context.Context) (lap, error) {
		return func(ctx context.Context) (lap, error) {
			if unready != nil {
				return lap{}, unready
			}
			return do(ctx)
		}
	}
	theirs := func(do func(context.Context) (lap, error)) func(context.Context) (lap, error) {
		return func(ctx context.Context) (lap, error) {
			if absent != nil {
				return lap{}, absent
			}
			return do(ctx)
		}
	}
	data := fmt.Sprintf("%s people by 64 clients that keep their connections, on the same machine; ours on SQLite (FULL) with evidence, ledger and state, listmonk on PostgreSQL (fsync)", thousands(float64(n)))
	return []race{
		{"sign-up form", data + "; our form asks for confirmation, so letters are written and signed (DKIM) meanwhile; listmonk's list is single opt-in and sends none",
			"sign-ups", []goal{{want: "≥ 4 × listmonk", of: ratioTo("listmonk"), least: 4, bound: "evidence, a seal, an event and a leaf beside a row; letters are signed meanwhile"}}, []runner{
				{"assent: the form is answered", ours(func(ctx context.Context) (lap, error) { return s.signUps(ctx, n, false) })},
				{"listmonk: the form is answered", theirs(func(ctx context.Context) (lap, error) { return m.signUps(ctx, n, false) })},
			}},
		{"double opt-in sign-up, until the last mail has come", data, "sign-ups", []goal{{want: "≥ 3 × listmonk", of: ratioTo("listmonk"), least: 3, bound: "the DKIM signature: RSA-2048 takes 0.8 ms of processor time a letter (RFC 8301); listmonk does not sign"}}, []runner{
			{"assent: until the sink has all mails", ours(func(ctx context.Context) (lap, error) { return s.signUps(ctx, n, true) })},
			{"listmonk: until the sink has all mails", theirs(func(ctx context.Context) (lap, error) { return m.signUps(ctx, n, true) })},
		}},
		{"one-click unsubscribe", data, "acts", []goal{{want: "≥ 4 × listmonk", of: ratioTo("listmonk"), least: 4, bound: "64 clients on the same cores; what each act records"}}, []runner{
			{"assent: POST of List-Unsubscribe", ours(func(ctx context.Context) (lap, error) { return s.oneClicks(ctx, n) })},
			{"listmonk: POST of its campaign's link", theirs(func(ctx context.Context) (lap, error) { return m.oneClicks(ctx, n) })},
		}},
		{"recording a consent by API", data, "acts", []goal{{want: "≥ 10 × the 405/s of OpenFGC, measured elsewhere", of: rateTimes(405), least: 10, bound: "64 clients on the same cores"}}, []runner{
			{"assent: POST /v1/events", ours(func(ctx context.Context) (lap, error) { return s.consents(ctx, n) })},
		}},
	}
}
