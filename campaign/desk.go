package campaign

import (
	"context"
	"io"
	"strings"
	"time"

	"assent"
	"assent/catalogue"
	"assent/dispatch"
	"assent/intake"
	"assent/link"
	"assent/locale"
	"assent/store"
	"assent/vault"
)

// Office writes a mail out, hands it over and records it; a *dispatch.Desk is one.
type Office interface {
	Ready(ctx context.Context, org assent.ID, m dispatch.Message) (dispatch.Ready, error)
	Hand(ctx context.Context, r dispatch.Ready) error
	Note(ctx context.Context, org assent.ID, r dispatch.Ready) (dispatch.Sent, error)
}

// Decider says whether a message may be sent; a *decide.Desk is one.
type Decider interface {
	MaySend(ctx context.Context, org assent.ID, q assent.Question) (assent.Decision, error)
}

// Recorder records what is known to have been sent; an *intake.Desk is one.
type Recorder interface {
	Record(ctx context.Context, org assent.ID, act intake.Act) (intake.Receipt, error)
}

// Stopper is told of each contact who is left out because she may not be asked; a *stats.Stops is one.
type Stopper interface {
	Stopped(purpose string, channel assent.Channel, why assent.Reason)
}

// Config is what campaigns work with. All but Stops must be set.
type Config struct {
	Archive *store.Archive
	Vault   *vault.Vault
	Shelf   *catalogue.Shelf
	Decide  Decider
	Intake  Recorder
	Office  Office
	Mint    *link.Mint
	Words   *locale.Locale
	Now     func() time.Time
	Random  io.Reader

	Stops     Stopper // nil: nobody counts
	PublicURL string  // where people reach the page of answers
}

// Desk runs campaigns. It is safe for concurrent use.
type Desk struct{ Config }

// New opens the desk.
func New(c Config) *Desk {
	c.PublicURL = strings.TrimSuffix(c.PublicURL, "/")
	return &Desk{c}
}

// State says how far a campaign has come.
type State string

// The states. A draft has findings and cannot start; one that was stopped can be started again.
const (
	Draft   State = "draft"
	Checked State = "checked"
	Sending State = "sending"
	Stopped State = "stopped"
	Done    State = "done"
)

// The states of one contact.
const (
	waiting = "waiting"
	sending = "sending" // its mail is being handed over, in this very moment unless the process died
	sent    = "sent"
	unclear = "unclear" // the mail may have left: never tried again
	failed  = "failed"
	leftOut = "left_out"
)

// asked reports whether the contact counts as asked.
func asked(state string) bool { return state == sent || state == unclear }

// errNoCampaign is returned for an identifier that names none.
var errNoCampaign = assent.Problemf("NO_SUCH_CAMPAIGN", "There is no campaign of this identifier.").In("id").OfKind(assent.NotFound)
