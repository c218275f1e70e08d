package console

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"assent"
	"assent/auth"
	"assent/campaign"
	"assent/catalogue"
	evidence "assent/dossier"
	"assent/feedback"
	"assent/imports"
	"assent/intake"
	"assent/law"
	"assent/locale"
	"assent/names"
	"assent/prove"
	"assent/rights"
	"assent/stats"
	"assent/webhook"
)

// Recorder takes acts; an *intake.Desk is one.
type Recorder interface {
	Record(ctx context.Context, org assent.ID, act intake.Act) (intake.Receipt, error)
}

// Decider says whether a message may be sent, and why; a *decide.Desk is one.
type Decider interface {
	MaySend(ctx context.Context, org assent.ID, q assent.Question) (assent.Decision, error)
}

// Config is what the console is made with. All but the fields marked optional must be set.
type Config struct {
	Org    assent.ID
	Staff  *auth.Staff
	Shelf  *catalogue.Shelf
	People *rights.Desk
	Intake Recorder
	Decide Decider
	Proofs *prove.Desk
	Laws   *law.Book
	Locale *locale.Locale
	Now    func() time.Time

	Imports  *imports.Office
	Dossiers *evidence.Desk
	Ahead    rights.Lookahead // who is due to be erased, or asked again
	Forecast Forecaster
	Random   io.Reader // of the keys that keep a form from being recorded twice

	Keys     *auth.Desk
	Webhooks *webhook.Desk
	Reports  *feedback.Desk
	Post     Post // how mails and texts leave

	Stats         *stats.Desk              // optional: tells what was counted
	Reachable     *stats.Slow[stats.Reach] // optional: counts who can be reached now
	Names         *names.Desk              // optional: finds people by their names
	Organisations Organisations            // optional: lists and adds those of the installation
	Campaigns     *campaign.Desk           // optional: asks for consent by mail
	Painter       Painter                  // optional: draws forms and pages before they are published
	Reach         Reach                    // optional: counts those who must be asked again
	Provider      *auth.Provider           // optional: where operators may sign in with another account
	PublicURL     string                   // "https://choices.example.org": where people reach the server
	Proxies       []netip.Prefix           // optional: whose X-Forwarded-For is believed
	Log           *slog.Logger             // optional: where faults of ours go; nil: slog.Default
}

// site is the console at work.
type site struct {
	Config
	screens map[string]template
	routes  []route
	secure  bool // PublicURL is https
	outlook outlook
}

// New returns the handler of everything below /console. It fails only if a template does not parse.
func New(c Config) (http.Handler, error) {
	screens, err := parseScreens()
	if err != nil {
		return nil, err
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	c.PublicURL = strings.TrimSuffix(c.PublicURL, "/")
	s := &site{Config: c, screens: screens, routes: routes(), secure: strings.HasPrefix(c.PublicURL, "https:")}
	return s.handler(), nil
}

// handler serves the table of routes.
func (s *site) handler() http.Handler {
	mux := http.NewServeMux()
	for _, r := range s.routes {
		mux.HandleFunc(r.pattern(), s.gate(r))
	}
	mux.HandleFunc("GET /console/assets/{name}", asset)
	mux.HandleFunc("GET /console/docs/pictures/{name}", docsPicture)
	lost := route{act: "lost", path: "GET /", may: auth.OwnAccount, do: func(*site, *call) error { return errNoScreen }}
	mux.HandleFunc("/console/", s.gate(lost))
	return s.guard(mux)
}

var errNoScreen = assent.Problemf("NO_SUCH_SCREEN", "There is nothing at this address of the console.").OfKind(assent.NotFound)
