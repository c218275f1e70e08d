package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"assent"
	"assent/auth"
	operators "assent/console"
	"assent/dispatch"
	"assent/prove"
	"assent/rights"
	"assent/web"
)

// operatorVerb is the way in from the machine itself: for the first operator, and for whoever has lost
// everything by which she signs in.
type operatorVerb struct {
	Add  addOperator  `cmd:"" help:"Add an operator of the console and print her one-time sign-in link."`
	Link linkOperator `cmd:"" help:"Print a new one-time sign-in link for an operator."`
	List listOperator `cmd:"" help:"List the operators."`
}

// doorway is a one-time link and whose it is.
type doorway struct {
	Operator string    `json:"operator"`
	Email    string    `json:"email"`
	Role     auth.Role `json:"role"`
	Link     string    `json:"link,omitzero"`
	Until    time.Time `json:"until,omitzero"`
}

func (d doorway) tell(w io.Writer) error {
	_, err := fmt.Fprintf(w, "%s\n\nIt signs %s in once, until %s.\n", d.Link, d.Email, d.Until.Format(time.RFC1123))
	return err
}

// inHouse opens the installation, works in it and closes it.
func (w where) inHouse(ctx context.Context, con console, work func(*house) error) error {
	h, err := w.open(ctx, con)
	if err != nil {
		return err
	}
	return errors.Join(work(h), h.Close())
}

// staff is the desk of the operators.
func (h *house) staff() *auth.Staff {
	return auth.NewStaff(h.archive, auth.StaffOptions{
		Now: h.now, Random: rand.Reader, Secret: h.vault.Derive("operator"), PublicURL: h.cfg.PublicURL, Name: "assent",
	})
}

// doorway makes a one-time link.
func (h *house) doorway(ctx context.Context, staff *auth.Staff, o auth.Operator, life time.Duration) (doorway, error) {
	secret, err := staff.Ticket(ctx, h.org, o.ID, life)
	return doorway{
		Operator: o.Name, Email: o.Email, Role: o.Role, Link: h.cfg.PublicURL + "/console/enter/" + secret, Until: h.now().Add(life),
	}, err
}

func (h *house) printDoorway(ctx context.Context, con console, asJSON bool, staff *auth.Staff, o auth.Operator) error {
	d, err := h.doorway(ctx, staff, o, auth.TicketFor)
	if err != nil {
		return err
	}
	return con.print(asJSON, d, d.tell)
}

// OIDC names the provider of the operators' accounts.
type OIDC struct {
	Issuer       string `toml:"issuer" env:"ASSENT_OIDC_ISSUER" help:"Address of the provider, as in https://login.example.org. Empty: operators sign in with a password."`
	ClientID     string `toml:"client_id" env:"ASSENT_OIDC_CLIENT_ID" help:"The identifier that the provider gave this application."`
	ClientSecret string `toml:"client_secret" env:"ASSENT_OIDC_CLIENT_SECRET" help:"Better given as ASSENT_OIDC_CLIENT_SECRET_FILE."`
	TrustFactors bool   `toml:"trust_second_factor" env:"ASSENT_OIDC_TRUST_SECOND_FACTOR" help:"true: who has set up a second factor in the console is not asked for it if the provider's token says that it asked for one (amr or acr: mfa, otp, hwk …). false: she is asked in any case."`
}

// provider is where operators may sign in besides; nil if none is set up.
func (c *Config) provider() *auth.Provider {
	if c.OIDC.Issuer == "" {
		return nil
	}
	return &auth.Provider{
		Issuer: c.OIDC.Issuer, ClientID: c.OIDC.ClientID, ClientSecret: c.OIDC.ClientSecret, TrustFactors: c.OIDC.TrustFactors, Callback: c.PublicURL + "/console/signin/callback",
	}
}

// console is the operators' side of the server.
func (m *Main) console(proxies []netip.Prefix, people *rights.Desk, post *dispatch.Desk) (http.Handler, error) {
	h := m.house
	painter, err := web.NewPreview(web.PreviewConfig{Locale: h.words, Now: h.now, Random: rand.Reader, PublicURL: h.cfg.PublicURL, Laws: h.book})
	if err != nil {
		return nil, err
	}
	return operators.New(operators.Config{
		Organisations: h.organisations(), Names: h.names(), Reach: h.decide, Painter: painter, Campaigns: h.campaigns(post), Stats: h.stats(), Reachable: h.reach,
		Org: h.org, Staff: h.staff(), Shelf: h.shelf, People: people, Intake: m.nudging(), Decide: h.ask,
		Imports: h.imports, Dossiers: h.dossiers(), Ahead: h.decide, Forecast: h.forecast(),
		Proofs: prove.New(h.archive, h.vault), Laws: h.book, Locale: h.words, Now: h.now, Random: rand.Reader,
		Keys: auth.New(h.archive, auth.Options{Now: h.now, Random: rand.Reader}), Webhooks: h.courier(m.log, post), Reports: m.reports(), Post: h.post(post),
		Provider: h.cfg.provider(), PublicURL: h.cfg.PublicURL, Proxies: proxies, Log: m.log,
	})
}

type addOperator struct {
	where `embed:""`
	Name  string    `help:"Her name." required:""`
	Email string    `help:"Her mail address; she signs in with it." required:""`
	Role  auth.Role `help:"viewer, agent, campaigner, dpo or admin." default:"admin"`
	JSON  bool      `help:"As JSON."`
}

func (v *addOperator) Run(ctx context.Context, con console) error {
	return v.inHouse(ctx, con, func(h *house) error {
		staff := h.staff()
		o, err := staff.Hire(ctx, h.org, v.Name, v.Email, v.Role)
		if err != nil {
			return err
		}
		return h.printDoorway(ctx, con, v.JSON, staff, o)
	})
}

type linkOperator struct {
	where `embed:""`
	Email string `help:"Her mail address." required:""`
	JSON  bool   `help:"As JSON."`
}

func (v *linkOperator) Run(ctx context.Context, con console) error {
	return v.inHouse(ctx, con, func(h *house) error {
		staff := h.staff()
		o, err := staff.OperatorByEmail(ctx, h.org, v.Email)
		if err != nil {
			return err
		}
		return h.printDoorway(ctx, con, v.JSON, staff, o)
	})
}

type listOperator struct {
	where `embed:""`
	JSON  bool `help:"As JSON."`
}

func (v *listOperator) Run(ctx context.Context, con console) error {
	return v.inHouse(ctx, con, func(h *house) error {
		all, err := h.staff().Operators(ctx, h.org)
		if err != nil {
			return err
		}
		list := make([]doorway, len(all))
		for i, o := range all {
			list[i] = doorway{Operator: o.Name, Email: o.Email, Role: o.Role}
		}
		return con.print(v.JSON, list, func(w io.Writer) error {
			for _, d := range list {
				if _, err := fmt.Fprintf(w, "%-10s  %s  %s\n", d.Role, d.Email, d.Operator); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// firstOperator adds the operator who administers a new installation, and makes her link.
func firstOperator(ctx context.Context, c Config, getenv func(string) string, email string) (out doorway, err error) {
	h, err := openHouse(ctx, c, getenv, realTime)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	staff := h.staff()
	o, err := staff.Hire(ctx, h.org, "Administrator", email, auth.Admin)
	if err != nil {
		return out, err
	}
	return h.doorway(ctx, staff, o, auth.TicketFor)
}

// The operator of the demo.
const demoOperator = "admin@verdier.example"

// demoLink is how long the demo's own link signs in: as long as anybody looks at a demo.
const demoLink = 12 * time.Hour

// operator lets whoever started the demo into its console.
func (d *demo) operator(ctx context.Context, h *house, place *demoPlace) error {
	staff := h.staff()
	o, err := staff.Hire(ctx, h.org, "Demo administrator", demoOperator, auth.Admin)
	if p, ok := assent.AsProblem(err); ok && p.Code == "EMAIL_TAKEN" { // the folder is of an earlier run
		o, err = staff.OperatorByEmail(ctx, h.org, demoOperator)
	}
	if err != nil {
		return err
	}
	place.ConsolePassword = strings.ToLower(rand.Text())
	if err := staff.ChoosePassword(ctx, h.org, o, place.ConsolePassword, assent.ID{}); err != nil {
		return err
	}
	way, err := h.doorway(ctx, staff, o, demoLink)
	place.Console, place.ConsoleEmail = way.Link, way.Email
	return err
}
