package main

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"assent"
	"assent/store"
)

// An installation begins with one organisation, at the address of its configuration. Further ones (assent org add) have
// each an address, keys for links, a log and a folder of their own; they share the program, the database and the law.

// founding is the organisation that the installation began with.
func founding(orgs []store.Org) (assent.ID, error) {
	i := slices.IndexFunc(orgs, func(o store.Org) bool { return o.PublicURL == "" })
	if i < 0 {
		return assent.ID{}, assent.Problemf("NO_ORGANISATION", "The database holds no organisation yet; set one up with `assent init`.").OfKind(assent.Unusable)
	}
	return orgs[i].ID, nil
}

// branch is the house of a further organisation. It is asked of the founding one, and closed with it.
func (h *house) branch(o store.Org) (_ *house, err error) {
	b := *h
	b.org, b.folder = o.ID, h.folderOf(o.ID)
	b.cfg.PublicURL = o.PublicURL
	if b.ownMail, err = b.cfg.adopt(b.folder); err != nil {
		return nil, err
	}
	if b.vault, err = h.vault.Branch(o.ID, logOrigin(o.PublicURL)); err != nil {
		return nil, err
	}
	return &b, b.wire()
}

// branches are the houses of all further organisations.
func (h *house) branches() (all []*house, err error) {
	for _, o := range h.orgs {
		if o.PublicURL == "" {
			continue
		}
		b, err := h.branch(o)
		if err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	return all, nil
}

// pick finds the house of an organisation by its host or identifier. Without one there must be no choice.
func (h *house) pick(name string) (*house, error) {
	if name == "" && len(h.orgs) > 1 {
		return nil, assent.Problemf("WHICH_ORGANISATION", "This installation has several organisations; name one with --org. `assent org list` shows them.")
	}
	for _, o := range h.orgs {
		at := o.PublicURL
		if at == "" {
			at = h.cfg.PublicURL
		}
		switch {
		case name != "" && name != o.ID.String() && !strings.EqualFold(name, hostOf(at)):
		case o.PublicURL == "":
			return h, nil
		default:
			return h.branch(o)
		}
	}
	return nil, assent.Problemf("NO_SUCH_ORGANISATION", "There is no organisation %q; `assent org list` shows them.", name).OfKind(assent.NotFound)
}

// fenced refuses a database that could keep organisations apart and does not.
func (h *house) fenced(ctx context.Context) error {
	if h.cfg.Database == "" {
		return nil
	}
	if bound, err := h.archive.Fenced(ctx); err != nil || bound {
		return err
	}
	return assent.Problemf("NOT_FENCED", "The database user is a superuser or has BYPASSRLS, so PostgreSQL would not keep organisations apart. "+
		"Connect as a role that owns the tables and has neither.").OfKind(assent.Unusable)
}

// hostOf is the host of an address, as browsers name it: in lower case, with its port unless it is the usual one.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return usual(u.Host, u.Scheme)
}

// usual writes a host without the port that its scheme implies.
func usual(host, scheme string) string {
	port := map[string]string{"https": ":443", "http": ":80"}[scheme]
	return strings.TrimSuffix(strings.ToLower(host), port)
}
