package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"strconv"

	"assent"
	"assent/auth"
	"assent/jobs"
	"assent/mail"
	"assent/sample"
	"assent/sms"
	"assent/stats"
)

type demoVerb struct {
	Addr   string `help:"Address and port to listen on." default:"127.0.0.1:8080"`
	Data   string `help:"Folder to keep the data in; a temporary one that is removed at the end, if not given." type:"path"`
	Empty  bool   `help:"The organisation without its people."`
	People int    `help:"How many people to make up." default:"2500"`
	JSON   bool   `help:"Print address, key and links as one line of JSON."`
}

// demoPlace says where everything in a running demo is.
type demoPlace struct {
	URL     string `json:"address"`
	Key     string `json:"key"`
	Data    string `json:"data"`
	Config  string `json:"config"`
	Form    string `json:"form"`
	Outbox  string `json:"outbox"`
	Console string `json:"console,omitzero"` // signs in once

	ConsoleEmail    string `json:"console_email,omitzero"`
	ConsolePassword string `json:"console_password,omitzero"`

	OpenAPI  string `json:"openapi"`
	LogKey   string `json:"log_key"`
	TextsIn  string `json:"texts_in"`  // where a provider reports what people answer
	TextsKey string `json:"texts_key"` // by which it signs
	People   int    `json:"people"`
	Recorded int    `json:"events"`
}

func (v *demoVerb) Run(ctx context.Context, con console) (err error) {
	if v.People < 0 {
		return assent.Problemf("BAD_NUMBER", "--people must be 0 or more.").In("people")
	}
	dir, done, err := v.folder()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	d := &demo{verb: v, con: con, dir: dir, clock: sample.NewClock(realTime)}
	m, place, err := d.build(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.Close(), d.outbox.Close(), d.phone.Close()) }()
	if err := con.print(v.JSON, place, place.tell); err != nil {
		return err
	}
	return m.Run(ctx)
}

// folder is where the demo keeps its data, and how it is tidied away.
func (v *demoVerb) folder() (dir string, done func() error, err error) {
	if v.Data != "" {
		return v.Data, func() error { return nil }, makeFolder(v.Data)
	}
	dir, err = os.MkdirTemp("", "assent-demo-")
	return dir, func() error { return os.RemoveAll(dir) }, err
}

// demo builds the sample organisation and its server.
type demo struct {
	verb     *demoVerb
	con      console
	dir      string
	database string // empty: SQLite in dir
	clock    *sample.Clock
	outbox   *mail.Outbox
	phone    *sms.Outbox
}

func (d *demo) build(ctx context.Context) (*Main, demoPlace, error) {
	place := demoPlace{Data: d.dir, Config: d.configPath()}
	door, err := listen(d.verb.Addr)
	if err != nil {
		return nil, place, err
	}
	h, err := d.open(ctx, door.Addr().(*net.TCPAddr), &place)
	if err != nil {
		return nil, place, errors.Join(err, door.Close())
	}
	m, err := d.serve(h, door)
	if err != nil {
		return nil, place, err
	}
	place.at(h.cfg.PublicURL, h.vault.LogVerifierKey())
	place.TextsIn, place.TextsKey = h.cfg.PublicURL+"/in/twilio/"+h.cfg.Texts.Secret, h.cfg.Texts.Token
	return m, place, nil
}

// open opens the demo's house, furnished.
func (d *demo) open(ctx context.Context, door *net.TCPAddr, place *demoPlace) (*house, error) {
	cfg, err := d.config(door)
	if err != nil {
		return nil, err
	}
	fresh, err := d.found(ctx, cfg)
	if err != nil {
		return nil, err
	}
	h, err := openHouse(ctx, cfg, noEnvironment, d.clock.Now)
	if err != nil {
		return nil, err
	}
	if err := d.furnish(ctx, h, fresh, place); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

// config is the configuration of the demo; it is written down, so that the other verbs work on its data.
func (d *demo) config(door *net.TCPAddr) (Config, error) {
	c := defaultConfig()
	host := door.IP.String()
	if door.IP.IsUnspecified() {
		host = "localhost"
	}
	c.Listen, c.Data, c.Database = d.verb.Addr, d.dir, d.database
	c.PublicURL = "http://" + net.JoinHostPort(host, strconv.Itoa(door.Port))
	c.SMTP.From = "bonjour@verdier.example"
	c.Texts = Texts{Account: sms.OutboxAccount, Token: rand.Text(), From: "+33939005678", Secret: rand.Text()}
	return c, c.check()
}

// furnish publishes the catalogue, makes up the people and gives out a key.
func (d *demo) furnish(ctx context.Context, h *house, fresh bool, place *demoPlace) (err error) {
	if fresh {
		err = d.populate(ctx, h, place)
	} else {
		err = place.count(ctx, h)
	}
	if err != nil {
		return err
	}
	desk := auth.New(h.archive, auth.Options{Now: h.now, Random: rand.Reader})
	if place.Key, _, err = desk.Create(ctx, h.org, "demo", auth.Scopes()); err != nil {
		return err
	}
	return d.operator(ctx, h, place)
}

func (d *demo) populate(ctx context.Context, h *house, place *demoPlace) error {
	d.clock.Begin()
	defer d.clock.Run()
	items, err := sample.Organisation(h.cfg.PublicURL)
	if err != nil {
		return err
	}
	actor := assent.Actor{Kind: assent.ActorOperator, ID: "demo"}
	if err := h.shelf.Publish(ctx, h.org, actor, d.clock.Now(), items...); err != nil {
		return err
	}
	if d.verb.Empty {
		return nil
	}
	bar := d.con.progress(fmt.Sprintf("making up the histories of %d people", d.verb.People))
	place.People = d.verb.People
	place.Recorded, err = sample.Populate(ctx, h.org, h.intake, h.stops, d.clock, d.verb.People, 1, func(done, total int) { bar.to(int64(done), int64(total)) })
	bar.end()
	if err != nil {
		return err
	}
	d.clock.Run()
	if err := d.question(ctx, h, place); err != nil {
		return err
	}
	_, err = h.stops.Round(ctx)
	return errors.Join(err, growTree(ctx, h), stats.Follow(h.archive, h.org, h.now).Count(ctx))
}

// growTree brings the tree up to the log, so that everything can be proven from the start.
func growTree(ctx context.Context, h *house) error {
	log, err := h.ledger()
	if err != nil {
		return err
	}
	tree := jobs.Grow(h.archive, h.org, log)
	for more := true; more && err == nil; {
		more, err = tree.Round(ctx)
	}
	return err
}

// serve starts the outbox and the server beside it.
func (d *demo) serve(h *house, door net.Listener) (*Main, error) {
	outbox, err := mail.OpenOutbox(1000, h.now)
	if err != nil {
		return nil, errors.Join(err, door.Close(), h.Close())
	}
	d.outbox = outbox
	if d.phone, err = sms.OpenOutbox(1000, h.cfg.Texts.Token, h.now); err != nil {
		return nil, errors.Join(err, door.Close(), h.Close())
	}
	h.cfg.Texts.URL = d.phone.Settings("").URL
	post, err := mail.NewSMTP(outbox.Server(), h.signature())
	if err != nil {
		return nil, errors.Join(err, door.Close(), h.Close())
	}
	log := slog.New(slog.NewTextHandler(d.con.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	return NewMain(h, entrances{listener: door, post: post, mailbox: mailbox{outbox, d.phone}, log: log})
}

func (p *demoPlace) at(url, logKey string) {
	p.URL, p.LogKey = url, logKey
	p.Form, p.Outbox, p.OpenAPI = url+"/f/newsletter", url+"/outbox", url+"/openapi.json"
}

func (p demoPlace) tell(w io.Writer) error {
	_, err := fmt.Fprintf(w, `
assent is running with a sample organisation: %d people, %d events.

  sign up         %s
  see the mails   %s
  console         %s
                  (once; afterwards with %s and the password %s)
  start page      %s/
  API             %s
  API key         %s

Other verbs work on the same data:  assent decide --config %s --to … --purpose newsletter
Stop with Ctrl-C.
`, p.People, p.Recorded, p.Form, p.Outbox, p.Console, p.ConsoleEmail, p.ConsolePassword, p.URL, p.OpenAPI, p.Key, p.Config)
	return err
}
