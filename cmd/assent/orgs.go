package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"assent"
	"assent/auth"
	"assent/store"
)

// orgVerb manages the organisations of an installation.
type orgVerb struct {
	Add  addOrg  `cmd:"" help:"Add an organisation with an address of its own; nothing is visible between it and the others."`
	List listOrg `cmd:"" help:"List the organisations."`
}

type addOrg struct {
	installation `embed:""`
	Name         string `help:"Name of the organisation that is responsible for the messages." required:""`
	PublicURL    string `help:"Where its people will reach the server: a host that no other organisation has." required:""`
	Operator     string `help:"Mail address of its first operator, an administrator." default:"admin@localhost"`
	JSON         bool   `help:"As JSON."`
}

// Run adds the organisation with a first key and a first operator.
func (v *addOrg) Run(ctx context.Context, con console) (err error) {
	h, err := v.whole(ctx, con)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	out, err := h.add(ctx, v.Name, v.PublicURL, v.Operator, auth.TicketFor)
	if err != nil {
		return err
	}
	return con.print(v.JSON, out, out.tell)
}

// add adds an organisation, whose first operator's link lives so long.
func (h *house) add(ctx context.Context, name, publicURL, email string, life time.Duration) (out addedOrg, err error) {
	o, err := h.newOrg(ctx, name, publicURL)
	if err != nil {
		return out, err
	}
	if err := auth.CheckEmail(strings.ToLower(email)); err != nil {
		return out, err
	}
	b, err := h.branch(o)
	if err != nil {
		return out, err
	}
	return b.begin(ctx, o, email, life)
}

// begin records the organisation whose house this is, and makes its first key and the link of its first operator.
func (h *house) begin(ctx context.Context, o store.Org, email string, life time.Duration) (out addedOrg, err error) {
	if err := h.archive.Update(ctx, o.ID, func(tx *store.Tx) error { return tx.PutOrg(o) }); err != nil {
		return out, err
	}
	key, _, err := auth.New(h.archive, auth.Options{Now: h.now, Random: rand.Reader}).Create(ctx, o.ID, "first key", auth.Scopes())
	if err != nil {
		return out, err
	}
	staff := h.staff()
	first, err := staff.Hire(ctx, o.ID, "Administrator", email, auth.Admin)
	if err != nil {
		return out, err
	}
	way, err := h.doorway(ctx, staff, first, life)
	return addedOrg{
		Org: o.ID.String(), Name: o.Name, PublicURL: o.PublicURL, Key: key,
		Console: way.Link, Operator: way.Email, Verifier: h.vault.LogVerifierKey(),
	}, err
}

// newOrg refuses an address that another organisation has, and a database that would not keep them apart.
func (h *house) newOrg(ctx context.Context, name, publicURL string) (o store.Org, err error) {
	c := h.cfg
	c.PublicURL = publicURL
	if err := c.check(); err != nil {
		return o, err
	}
	orgs, err := h.archive.Orgs(ctx)
	if err != nil {
		return o, err
	}
	taken := func(o store.Org) bool { return hostOf(o.PublicURL) == hostOf(c.PublicURL) }
	if hostOf(h.cfg.PublicURL) == hostOf(c.PublicURL) || slices.ContainsFunc(orgs, taken) {
		return o, assent.Problemf("ADDRESS_TAKEN", "Another organisation of this installation has the address %s; pages are told apart by their host.", c.PublicURL).OfKind(assent.Conflict)
	}
	if err := h.fenced(ctx); err != nil {
		return o, err
	}
	id, err := assent.NewID(h.now(), rand.Reader)
	return store.Org{ID: id, Name: name, PublicURL: c.PublicURL}, err
}

// addedOrg is what the operator keeps.
type addedOrg struct {
	Org       string `json:"organisation"`
	Name      string `json:"name"`
	PublicURL string `json:"public_url"`
	Key       string `json:"key"`
	Console   string `json:"console"`
	Operator  string `json:"operator"`
	Verifier  string `json:"log_key"`
}

func (o addedOrg) tell(w io.Writer) error {
	_, err := fmt.Fprintf(w, `%s is added. Restart the server, and let the proxy pass %s on to it.

API key, shown this once:         %s
Console, opens once (15 min):     %s
Log key, for those who verify:    %s
Checkpoints, to keep elsewhere:   %s/log/%s/checkpoint

Other verbs work for it with:     --org %s
`, o.Name, o.PublicURL, o.Key, o.Console, o.Verifier, o.PublicURL, o.Org, hostOf(o.PublicURL))
	return err
}

type listOrg struct {
	installation `embed:""`
	JSON         bool `help:"As JSON."`
}

// listedOrg is one line of the list.
type listedOrg struct {
	Org       string `json:"organisation"`
	Name      string `json:"name"`
	PublicURL string `json:"public_url"`
}

func (v *listOrg) Run(ctx context.Context, con console) (err error) {
	h, err := v.whole(ctx, con)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	var list []listedOrg
	for _, o := range h.orgs {
		if o.PublicURL == "" {
			o.PublicURL = h.cfg.PublicURL
		}
		list = append(list, listedOrg{o.ID.String(), o.Name, o.PublicURL})
	}
	return con.print(v.JSON, list, func(w io.Writer) error {
		for _, o := range list {
			if _, err := fmt.Fprintf(w, "%s  %s  %s\n", o.Org, o.PublicURL, o.Name); err != nil {
				return err
			}
		}
		return nil
	})
}
