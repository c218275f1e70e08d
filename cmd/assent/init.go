package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"time"

	"assent"
	"assent/auth"
	"assent/store"
	"assent/vault"
)

type initVerb struct {
	Config    string `help:"Configuration file to write." default:"assent.toml" type:"path"`
	PublicURL string `help:"Where people will reach the server, as in https://consent.example.org." required:""`
	Name      string `help:"Name of the organisation that is responsible for the messages." required:""`
	Data      string `help:"Folder for database and keys." default:"assent-data" type:"path"`
	Database  string `help:"postgres://… to use PostgreSQL instead of SQLite."`
	Operator  string `help:"Mail address of the first operator of the console, an administrator." default:"admin@localhost"`
	JSON      bool   `help:"As JSON."`
}

// opened is what init has made, for the operator to keep.
type opened struct {
	Config   string `json:"config"`
	Data     string `json:"data"`
	Org      string `json:"organisation"`
	Key      string `json:"key"`
	Console  string `json:"console"` // signs the first operator in, once
	Operator string `json:"operator"`
	Verifier string `json:"log_key"`
	DKIM     string `json:"dkim_record"`

	Custodian string `json:"custodian_key"` // the file
	PublicURL string `json:"public_url"`
}

// Run makes what is missing and leaves alone what is there, so it can be run again after
// a failure. It refuses to touch an installation that is complete.
func (v *initVerb) Run(ctx context.Context, con console) error {
	c := defaultConfig()
	c.PublicURL, c.Data, c.Database = v.PublicURL, v.Data, v.Database
	if err := c.check(); err != nil {
		return err
	}
	if _, err := os.Stat(v.Config); err == nil {
		return assent.Problemf("ALREADY_INITIALISED", "%s exists: this installation is set up. To begin anew, move it and the data folder away first.", v.Config)
	}
	if err := makeFolder(c.Data); err != nil {
		return err
	}
	keys, err := makeKeys(c.keysPath(), c.PublicURL, con)
	if err != nil {
		return err
	}
	org, key, err := found(ctx, c, v.Name)
	if err != nil {
		return err
	}
	if err := writeNew(v.Config, 0o600, func(w io.Writer) error { return writeConfig(w, c) }); err != nil {
		return err
	}
	first, err := firstOperator(ctx, c, con.getenv, v.Operator)
	if err != nil {
		return err
	}
	strong, err := vault.New(keys, rand.Reader)
	if err != nil {
		return err
	}
	_, record := strong.DKIMKey()
	out := opened{v.Config, c.Data, org.String(), key, first.Link, first.Email, strong.LogVerifierKey(), record, custodianPath(c.keysPath()), c.PublicURL}
	return con.print(v.JSON, out, out.tell)
}

func (o opened) tell(w io.Writer) error {
	_, err := fmt.Fprintf(w, `Ready. The configuration is %s; the data folder with the keys is %s.

API key, shown this once:         %s
Console, opens once (15 min):     %s
Log key, for those who verify:    %s
DNS record to sign mails (DKIM):  assent._domainkey IN TXT "%s"
Checkpoints, to keep elsewhere:   %s/log/%s/checkpoint

Keep a copy of keys.json where the database's backups are not: without it nothing can be read.
Move %s off this machine, to whoever is responsible for data protection: it alone opens
what is kept of people who were erased (assent prove --custodian-key).
Fill in the [smtp] section, then start with:  assent serve --config %s
A new link to the console:                    assent operator link --config %s --email %s
`, o.Config, o.Data, o.Key, o.Console, o.Verifier, o.DKIM, o.PublicURL, o.Org, o.Custodian, o.Config, o.Config, o.Operator)
	return err
}

// makeKeys draws the key file unless there is one.
func makeKeys(path, publicURL string, con console) (*vault.Keys, error) {
	if _, err := os.Stat(path); err == nil {
		return vault.LoadKeys(path, con.getenv)
	}
	keys, err := vault.Generate(rand.Reader, logOrigin(publicURL), time.Now())
	if err != nil {
		return nil, err
	}
	if keys.Custodian, err = makeCustodian(custodianPath(path)); err != nil {
		return nil, err
	}
	return keys, writeNew(path, 0o600, func(w io.Writer) error {
		_, err := w.Write(keys.Encode())
		return err
	})
}

// logOrigin names the log after the host: the origin line of its checkpoints (C2SP tlog-checkpoint).
func logOrigin(publicURL string) string {
	u, err := url.Parse(publicURL)
	if err != nil || u.Host == "" {
		return "localhost/log"
	}
	return u.Host + "/log"
}

// found makes the schema, the organisation and a first API key.
func found(ctx context.Context, c Config, name string) (org assent.ID, key string, err error) {
	if err := store.Migrate(ctx, c.databaseURL()); err != nil {
		return org, "", err
	}
	archive, err := store.Open(ctx, c.databaseURL(), store.Options{Now: time.Now})
	if err != nil {
		return org, "", err
	}
	defer func() { err = errors.Join(err, archive.Close()) }()
	if org, err = assent.NewID(time.Now(), rand.Reader); err != nil {
		return org, "", err
	}
	if orgs, err := archive.Orgs(ctx); err != nil || len(orgs) > 0 {
		return org, "", errors.Join(err, assent.Problemf("ALREADY_INITIALISED", "The database holds an organisation already; give another one.").OfKind(assent.Conflict))
	}
	err = archive.Update(ctx, org, func(tx *store.Tx) error { return tx.PutOrg(store.Org{ID: org, Name: name}) })
	if err != nil {
		return org, "", err
	}
	desk := auth.New(archive, auth.Options{Now: time.Now, Random: rand.Reader})
	key, _, err = desk.Create(ctx, org, "first key", auth.Scopes())
	return org, key, err
}
