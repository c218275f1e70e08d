package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"

	"assent"
	"assent/mail"
	"assent/sms"
	"assent/store"
	"assent/web"
)

// noEnvironment is what the demo sees of the environment: its keys and settings are its own.
func noEnvironment(string) string { return "" }

func (d *demo) configPath() string { return filepath.Join(d.dir, "assent.toml") }

// found makes keys, schema and organisation unless the folder has them; fresh says that it had none.
func (d *demo) found(ctx context.Context, cfg Config) (fresh bool, err error) {
	path := d.configPath()
	if _, err := os.Stat(path); err == nil {
		return false, rewrite(path, cfg)
	}
	quiet := d.con
	quiet.getenv = noEnvironment
	if _, err := makeKeys(cfg.keysPath(), cfg.PublicURL, quiet); err != nil {
		return false, err
	}
	if _, _, err := found(ctx, cfg, "Maison Verdier SAS"); err != nil {
		return false, err
	}
	return true, writeNew(path, 0o600, func(w io.Writer) error { return writeConfig(w, cfg) })
}

// rewrite replaces the configuration of an earlier run, whose address may have been another.
func rewrite(path string, cfg Config) error {
	var b bytes.Buffer
	if err := writeConfig(&b, cfg); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o600)
}

// count looks how many people and events an earlier run left.
func (p *demoPlace) count(ctx context.Context, h *house) error {
	return h.archive.Read(ctx, h.org, func(v *store.View) error {
		next, err := v.Head()
		p.People, p.Recorded = 0, int(next)
		const page = 1000
		for after, more := (assent.ID{}), true; more && err == nil; {
			var list []store.Person
			list, err = v.People(after, page)
			p.People += len(list)
			if more = len(list) == page; more {
				after = list[page-1].ID
			}
		}
		return err
	})
}

// mailbox shows the two outboxes on the demo's pages.
type mailbox struct {
	mails *mail.Outbox
	texts *sms.Outbox
}

// firstText numbers the first text, far above the mails that a demo sends.
const firstText = 1_000_001

// Mails returns what was sent, newest first.
func (m mailbox) Mails() []web.Mail {
	var out []web.Mail
	for _, k := range m.mails.Mails() {
		out = append(out, web.Mail{
			Number: k.Number, Channel: assent.Email, From: k.From, To: k.To, Subject: k.Subject, Text: k.Text, HTML: k.HTML,
			Links: k.Links, Headers: k.Headers, At: k.At,
		})
	}
	for _, k := range m.texts.Texts() {
		out = append(out, web.Mail{
			Number: firstText + k.Number - 1, Channel: assent.SMS, From: k.From, To: k.To, Text: k.Text, Segments: k.Size.Segments,
			Links: mail.Links(k.Text), At: k.At,
		})
	}
	slices.SortStableFunc(out, func(a, b web.Mail) int { return b.At.Compare(a.At) })
	return out
}
