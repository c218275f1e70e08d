package dispatch

import (
	"context"
	"io"
	"strings"
	"time"

	"assent"
	"assent/catalogue"
	"assent/intake"
	"assent/link"
	"assent/locale"
	"assent/mail"
	"assent/sms"
	"assent/store"
	"assent/vault"
)

// Decider says whether a message may be sent; a *decide.Desk is one.
type Decider interface {
	MaySend(ctx context.Context, org assent.ID, q assent.Question) (assent.Decision, error)
}

// Recorder records what was sent; an *intake.Desk is one.
type Recorder interface {
	Record(ctx context.Context, org assent.ID, act intake.Act) (intake.Receipt, error)
}

// Config is what the post room works with. All but the optional fields must be set.
type Config struct {
	Archive *store.Archive
	Vault   *vault.Vault
	Shelf   *catalogue.Shelf
	Decide  Decider
	Intake  Recorder
	Mint    *link.Mint
	Words   *locale.Locale
	Post    mail.Sender
	Texts   sms.Sender // optional; nil: no text leaves
	Now     func() time.Time
	Random  io.Reader // of message identifiers

	PublicURL string // where people reach the pages, "https://choices.example.org"
	From      string // optional: sender's address when neither the brand nor the settings have one
	PerDomain int    // optional: mails an hour to one domain that strangers can cause; 0: 600
	Replies   bool   // the sender of texts can be answered: "reply STOP"; otherwise they bear a link
	Receipts  bool   // a confirmed consent is answered by a receipt
	ProfileAt string // optional: path of the preference page, "/p/"; empty: the unsubscribe page, which offers to choose too
}

// Desk sends. It is safe for concurrent use.
type Desk struct {
	Config
	asked chan asked // requests for the link to one's page
	keys  inFlight
}

// New opens the desk.
func New(c Config) *Desk {
	c.PublicURL = strings.TrimSuffix(c.PublicURL, "/")
	return &Desk{Config: c, asked: make(chan asked, askedAtOnce)}
}
