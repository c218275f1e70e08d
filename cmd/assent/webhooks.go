package main

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net"
	"net/netip"

	"assent"
	"assent/changes"
	operators "assent/console"
	"assent/dispatch"
	"assent/feedback"
	"assent/mail"
	"assent/webhook"
)

// Webhooks says where webhooks may go.
type Webhooks struct {
	Allow []string `toml:"allow" env:"ASSENT_WEBHOOKS_ALLOW" help:"Networks (CIDR) that are not public and that webhooks may reach all the same, also without TLS: where a shop runs beside this server."`
}

func (w Webhooks) check() error {
	for _, p := range w.Allow {
		if _, err := netip.ParsePrefix(p); err != nil {
			return assent.Problemf("BAD_WEBHOOK_NETWORK", "webhooks.allow: %q is not a network such as 10.0.0.0/8.", p).In("webhooks.allow")
		}
	}
	return nil
}

func (w Webhooks) networks() []netip.Prefix {
	var out []netip.Prefix
	for _, p := range w.Allow {
		out = append(out, netip.MustParsePrefix(p)) // checked by the configuration
	}
	return out
}

// courier tells other programs of events.
func (h *house) courier(log *slog.Logger, post *dispatch.Desk) *webhook.Desk {
	return webhook.New(webhook.Config{
		Archive: h.archive, Vault: h.vault, Changes: changes.New(h.archive, h.shelf), Now: h.now, Random: rand.Reader,
		PublicURL: h.cfg.PublicURL, Allow: h.cfg.Webhooks.networks(), Log: log,
		Told: func(ctx context.Context, w webhook.Hook) error { return h.webhookOff(ctx, post, w) },
	})
}

// reports takes what other products report.
func (m *Main) reports() *feedback.Desk {
	h := m.house
	return feedback.New(feedback.Config{
		Archive: h.archive, Vault: h.vault, Shelf: h.shelf, Intake: m.nudging(), Now: h.now, PublicURL: h.cfg.PublicURL, Log: m.log,
	})
}

// post is how mails and texts leave, as the console shows it.
func (h *house) post(desk *dispatch.Desk) operators.Post {
	record := ""
	if h.signature() != nil {
		_, record = h.vault.DKIMKey()
	}
	return operators.Post{
		Notices: desk, Resolver: net.DefaultResolver, From: h.cfg.SMTP.From, Server: h.cfg.SMTP.Host, Selector: h.cfg.SMTP.Selector, DKIM: record, Signing: mail.Signing(h.cfg.SMTP.DKIM),
		Texts: h.cfg.Texts.From, Replies: h.cfg.Texts.Secret != "",
	}
}

// webhookOff tells whoever runs the house that a webhook was switched off.
func (h *house) webhookOff(ctx context.Context, post *dispatch.Desk, w webhook.Hook) error {
	c, err := h.shelf.Current(ctx, h.org)
	if err != nil {
		return err
	}
	words := h.words.Printer(c.Settings().Language)
	return post.MailNotice(ctx, h.org, dispatch.Notice{
		ID: "webhook-off-" + w.ID.String(), Subject: words.Text("mail.webhook_off.subject", "label", w.Label),
		Text: words.Text("mail.webhook_off.text", "label", w.Label, "page", h.cfg.PublicURL+"/console/integrations/webhooks/"+w.ID.String()),
	})
}
