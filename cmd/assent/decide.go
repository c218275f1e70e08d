package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"assent"
)

type decideVerb struct {
	where   `embed:""`
	To      string `help:"Whom: an e-mail address, a phone number (+33…), or a customer number." required:"" placeholder:"ADDRESS"`
	Channel string `help:"email, sms, im, push, auto_call, live_call, fax or post." default:"email"`
	Purpose string `help:"Identifier of the purpose." required:""`
	Brand   string `help:"Identifier of the brand, if not the purpose's own."`
	Kind    string `help:"Message kind, if not as the purpose says: service, reconfirm, …"`
	Partner string `help:"Sender of a partner message."`
	At      moment `help:"As of this moment, as in 2026-11-21T10:00:00+01:00. Now, if not given."`
	KnownAt moment `help:"With what was recorded by then."`
	Lang    string `help:"Language of the texts."`
	JSON    bool   `help:"As JSON."`
}

func (v *decideVerb) Run(ctx context.Context, con console) (err error) {
	h, err := v.open(ctx, con)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	d, err := h.ask.MaySend(ctx, h.org, v.question())
	if err != nil {
		return err
	}
	if err := con.print(v.JSON, d, func(w io.Writer) error { return explain(w, d) }); err != nil {
		return err
	}
	if d.Decision == assent.Deny {
		return errNo
	}
	return nil
}

func (v *decideVerb) question() assent.Question {
	return assent.Question{
		Contact: contactOf(v.To), Channel: assent.Channel(v.Channel), Purpose: v.Purpose, Brand: v.Brand,
		Kind: assent.MessageKind(v.Kind), Partner: v.Partner, At: v.At.Time, KnownAt: v.KnownAt.Time,
		Explain: assent.ExplainFull, Language: v.Lang,
	}
}

// contactOf tells what sort of address somebody typed.
func contactOf(s string) assent.Contactable {
	switch {
	case strings.Contains(s, "@"):
		return assent.Contactable{Email: s}
	case strings.HasPrefix(s, "+"):
		return assent.Contactable{Phone: s}
	}
	return assent.Contactable{ExternalID: s}
}

// explain writes a decision in a few lines.
func explain(w io.Writer, d assent.Decision) error {
	lines := []string{fmt.Sprintf("%s  %s  (basis %s, %s)", strings.ToUpper(string(d.Decision)), d.Reason, d.Basis, d.Jurisdiction)}
	if d.Explanation != "" {
		lines = append(lines, d.Explanation)
	}
	for _, c := range d.Citations {
		lines = append(lines, "  law        "+strings.TrimSpace(c.Law+" "+c.Article))
	}
	for _, o := range d.Obligations {
		lines = append(lines, "  must       "+strings.TrimSpace(string(o.Code)+" "+o.Value))
	}
	for _, f := range d.Failed {
		lines = append(lines, "  not        "+string(f.Basis)+": "+reasons(f.Unmet))
	}
	for _, set := range d.WouldAllowIf {
		lines = append(lines, "  would do   "+strings.Join(set, " + "))
	}
	if d.ExpiresOn != "" {
		lines = append(lines, "  holds to   "+string(d.ExpiresOn))
	}
	if d.ValidUntil != nil {
		lines = append(lines, "  unchanged  until "+d.ValidUntil.Format(time.RFC3339))
	}
	for _, id := range d.Evidence {
		lines = append(lines, "  evidence   "+id.String())
	}
	_, err := fmt.Fprintln(w, strings.Join(lines, "\n"))
	return err
}

func reasons(unmet []assent.Unmet) string {
	var out []string
	for _, u := range unmet {
		out = append(out, string(u.Reason))
	}
	return strings.Join(out, ", ")
}
