package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"assent"
	operators "assent/console"

	"github.com/BurntSushi/toml"
)

// organisations are those of the installation, as the console of its first one shows them if it shall; nil for any other.
func (h *house) organisations() operators.Organisations {
	if first, err := founding(h.orgs); err != nil || first != h.org || !h.cfg.ShowOrgs {
		return nil
	}
	return neighbours{h}
}

// neighbours are all organisations, seen by the house of the first.
type neighbours struct{ house *house }

// List lists them, also those that were added since the server began.
func (n neighbours) List(ctx context.Context) ([]operators.Organisation, error) {
	orgs, err := n.house.archive.Orgs(ctx)
	var out []operators.Organisation
	for _, o := range orgs {
		one := operators.Organisation{ID: o.ID, Name: o.Name, PublicURL: o.PublicURL}
		if o.PublicURL == "" {
			one.PublicURL = n.house.cfg.PublicURL
		} else if _, missing := os.Stat(ownSettings(n.house.folderOf(o.ID))); missing == nil {
			one.Own = true
		}
		out = append(out, one)
	}
	return out, err
}

// addedFor is how long the link of one that was added in the console lives: the server must be restarted meanwhile.
const addedFor = 24 * time.Hour

// Add adds one.
func (n neighbours) Add(ctx context.Context, name, publicURL, email string) (out operators.NewOrganisation, err error) {
	added, err := n.house.add(ctx, name, publicURL, email, addedFor)
	if err != nil {
		return out, err
	}
	id, err := assent.ParseID(added.Org)
	return operators.NewOrganisation{
		Organisation: operators.Organisation{ID: id, Name: added.Name, PublicURL: added.PublicURL},
		Key:          added.Key, Link: added.Console, Verifier: added.Verifier,
	}, err
}

// folderOf is where a further organisation keeps its files.
func (h *house) folderOf(org assent.ID) string {
	return filepath.Join(h.folder, "organisations", org.String())
}

// ownSettings is the file with what an organisation does not share with the others.
func ownSettings(folder string) string { return filepath.Join(folder, "assent.toml") }

// own are the settings that a further organisation can have for itself.
type own struct {
	SMTP  SMTP  `toml:"smtp"`
	Texts Texts `toml:"texts"`
	OIDC  OIDC  `toml:"oidc"`
}

// adopt takes over what the organisation's own file says: a mail server, a number for texts, a provider of sign-in.
// What it does not say of mails and sign-in is that of the installation; texts are nobody's but their owner's, since a
// STOP to a number must be heard by whoever wrote from it. It reports whether mails leave by another server.
func (c *Config) adopt(folder string) (ownMail bool, err error) {
	mine := own{SMTP: c.SMTP, OIDC: c.OIDC}
	path := ownSettings(folder)
	meta, err := toml.DecodeFile(path, &mine)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = nil
	case err != nil:
		return false, configProblem(path, err)
	case len(meta.Undecoded()) > 0:
		return false, assent.Problemf("UNKNOWN_SETTING", "%s: an organisation has [smtp], [texts] and [oidc] of its own, and no setting %q.", path, meta.Undecoded()[0])
	}
	ownMail = mine.SMTP != c.SMTP
	c.SMTP, c.Texts, c.OIDC = mine.SMTP, mine.Texts, mine.OIDC
	return ownMail, c.check()
}
