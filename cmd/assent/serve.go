package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"

	"assent"
	"assent/mail"
)

type serveVerb struct {
	installation `embed:""`
	Addr         string `help:"Address and port to listen on, instead of the configured one."`
}

func (v *serveVerb) Run(ctx context.Context, con console) (err error) {
	cfg, err := v.config(con.getenv)
	if err != nil {
		return err
	}
	if v.Addr != "" {
		cfg.Listen = v.Addr
	}
	if err := cfg.TLS.check(); err != nil {
		return err
	}
	door, err := listen(cfg.Listen)
	if err != nil {
		return err
	}
	h, err := openHouse(ctx, cfg, con.getenv, realTime)
	if err != nil {
		return errors.Join(err, door.Close())
	}
	if len(h.orgs) > 1 {
		if err := h.fenced(ctx); err != nil {
			return errors.Join(err, door.Close(), h.Close())
		}
	}
	log := slog.New(slog.NewTextHandler(con.err, nil))
	post, err := h.mailer(log)
	if err != nil {
		return errors.Join(err, door.Close(), h.Close())
	}
	m, err := NewMain(h, entrances{listener: door, post: post, log: log})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.Close()) }()
	fmt.Fprintf(con.out, "assent listens on %s; people reach it at %s\n", m.URL(), cfg.PublicURL)
	return m.Run(ctx)
}

// check loads the certificate, so that a wrong one is told of before anybody calls.
func (c TLS) check() error {
	if c.Certificate == "" {
		return nil
	}
	if _, err := tls.LoadX509KeyPair(c.Certificate, c.Key); err != nil {
		return assent.Problemf("BAD_TLS", "The certificate of [tls] cannot be used: %v.", err).In("tls").OfKind(assent.Unavailable)
	}
	return nil
}

// mailer is how mails leave: by the configured server, signed for the sender's domain.
func (h *house) mailer(log *slog.Logger) (mail.Sender, error) {
	c := h.cfg.SMTP
	if c.Host == "" {
		log.Warn("no mail server is configured ([smtp] host): mails wait until there is one")
		return noMailer{}, nil
	}
	if mail.Signing(c.DKIM) == mail.Unsigned {
		log.Warn("nobody signs our mails ([smtp] dkim is none): large mailbox providers refuse or hide them")
	}
	return mail.NewSMTP(mail.Server{
		Host: c.Host, Port: c.Port, TLS: mail.TLS(c.TLS), Username: c.User, Password: c.Password,
	}, h.signature())
}

// noMailer stands where no mail server is configured: nothing is sent, and deliveries wait.
type noMailer struct{}

func (noMailer) Send(context.Context, mail.Message) error {
	return assent.Problemf("NO_MAIL_SERVER", "No mail server is configured; set [smtp] host.").OfKind(assent.Unavailable)
}
