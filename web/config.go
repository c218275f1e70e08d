package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"assent"
	"assent/catalogue"
	"assent/dispatch"
	"assent/intake"
	"assent/law"
	"assent/link"
	"assent/locale"
	"assent/portal"
	"assent/rights"
)

// Recorder takes acts; an *intake.Desk is one. The pages tell a person that something is done
// only after Record has returned.
type Recorder interface {
	Record(ctx context.Context, org assent.ID, act intake.Act) (intake.Receipt, error)
}

// Shelf holds what may be asked; a *catalogue.Shelf is one.
type Shelf interface {
	Current(ctx context.Context, org assent.ID) (*catalogue.Catalogue, error)
}

// Records is what the pages may read of a person; a *rights.Desk is one. The first methods answer for the
// holder of a link, who may be anyone that a mail was forwarded to: so little is shown. The others
// answer for who has typed the code that was mailed to the contact point.
type Records interface {
	// Request returns the sign-up recorded by an event; gone if there is none.
	Request(ctx context.Context, org, event assent.ID) (rights.Request, error)
	// Leaving returns how a contact point stands to one purpose and channel, and to everything.
	Leaving(ctx context.Context, org, point assent.ID, purpose string, channel assent.Channel) (rights.Leaving, error)
	// Asked returns the consent request recorded by an event; gone if there is none.
	Asked(ctx context.Context, org, event assent.ID) (rights.Asked, error)
	// Enter counts one try of the code of a challenge.
	Enter(ctx context.Context, org, challenge assent.ID, right bool) (rights.Answer, error)

	// Own returns what a person sees of herself; rights.ErrNobody once she is erased.
	Own(ctx context.Context, org, point assent.ID) (rights.Own, error)
	// PointOf returns the contact point of an e-mail address or a number.
	PointOf(ctx context.Context, org assent.ID, who assent.Contactable) (assent.ID, error)
	// OwnEvents returns what was recorded about her, oldest first.
	OwnEvents(ctx context.Context, org assent.ID, own rights.Own) ([]*assent.Event, error)
	// OwnExport returns a copy of what is held of her.
	OwnExport(ctx context.Context, org assent.ID, own rights.Own) (rights.Export, error)
	// Corrected enters into the log of requests that she has corrected something herself.
	Corrected(ctx context.Context, org, person assent.ID) error
	// AskErasure has her erased after a day, and CallOffErasure ends the wait.
	AskErasure(ctx context.Context, org, person assent.ID) (time.Time, error)
	CallOffErasure(ctx context.Context, org, person assent.ID) (bool, error)

	// Why returns, for the holder of a mail, the acts that allowed it.
	Why(ctx context.Context, org, point assent.ID, acts []assent.ID) (rights.Why, error)
}

// Decider says whether a message may be sent, and why; a *decide.Desk is one.
type Decider interface {
	MaySend(ctx context.Context, org assent.ID, q assent.Question) (assent.Decision, error)
}

// Letters sends what a page promises to mail; a *dispatch.Desk does.
type Letters interface {
	// FindMyPage mails the owner of an address the link to her page, or texts the owner of a number a code, within the budget of mails to
	// one address. It only takes the request: its answer, and how long that takes, do not depend on
	// whether the address is known.
	FindMyPage(ctx context.Context, org assent.ID, s dispatch.Seeking) error
	// MailCode brings the six digits of a challenge to a contact point, by mail or text, within a budget of its own.
	MailCode(ctx context.Context, org assent.ID, l dispatch.Letter) error
	// MailCodeFrom mails them to the address that is to be given up for another, within the same budget.
	MailCodeFrom(ctx context.Context, org assent.ID, l dispatch.Letter) error
	// MailCodeTo mails the six digits of a challenge to an address that is not recorded yet.
	MailCodeTo(ctx context.Context, org assent.ID, l dispatch.Letter, to string) error
	// MailLeaving mails the button that stops one purpose, or everything, to who has pressed on a page that asks once more.
	MailLeaving(ctx context.Context, org assent.ID, l dispatch.Letter, purpose string) error
	// TextCodeAgain texts a new code to the contact point of a sign-up, within the budget of its number, and does not say whether.
	TextCodeAgain(ctx context.Context, org, request, point assent.ID) error
	// TextShown is what the text that brings a code says in a language, but for its digits.
	TextShown(words *locale.Printer, brand string) string
	// MailErasing tells a person that she has asked to be erased, with the link that calls it off.
	MailErasing(ctx context.Context, org assent.ID, l dispatch.Letter) error
}

// Portal believes, or not, a form that a site has signed; a *portal.Desk does.
type Portal interface {
	Visitor(ctx context.Context, org assent.ID, f portal.Form, origin string) (portal.Visitor, error)
}

// Config is what the pages are made with. All but the fields marked optional must be set.
type Config struct {
	Org     assent.ID
	Intake  Recorder
	Shelf   Shelf
	Records Records
	Letters Letters
	Decide  Decider
	Links   *link.Mint
	Locale  *locale.Locale
	Now     func() time.Time
	Random  io.Reader // of challenges

	PublicURL string         // "https://choices.example.org": where people reach the pages
	Proxies   []netip.Prefix // optional: whose X-Forwarded-For is believed
	PerMinute int            // optional: acts per minute and network; 0: 120, below 0: no limit
	PerHour   int            // optional: mails and texts that one network can cause in an hour; 0: 300, below 0: no limit
	Puzzle    int            // optional: bits of the puzzle that a browser solves before it sends a form; 0: none
	Reports   Reports        // optional: takes what other products report
	Texts     TextDoor       // optional: where the provider of texts reports what people answer
	Portal    Portal         // optional: the side door for people who come from a customer area
	Mailbox   Mailbox        // optional: the mailbox of the demonstration
	Laws      *law.Book      // optional: the statute book, shown at /laws
	Docs      string         // optional: address of the description of the API, for the demonstration
	Log       *slog.Logger   // optional: where faults of ours go; nil: slog.Default

	// Pause waits, or returns the error of a context that ends before. Optional: nil waits by the clock.
	Pause func(ctx context.Context, d time.Duration) error
}

// site is the pages at work.
type site struct {
	Config
	pages    *Pages
	readings readings
	watch    *watch
	limiter  *limiter // of acts
	causes   *limiter // of mails and texts that acts cause
	origin   string   // of PublicURL: scheme and host
	secure   bool     // PublicURL is https
}

// New returns the handler of all public pages. It fails only if a template does not parse.
func New(c Config) (http.Handler, error) {
	pages, err := NewPages()
	if err != nil {
		return nil, err
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Pause == nil {
		c.Pause = wait
	}
	if c.PerMinute == 0 {
		c.PerMinute = 120
	}
	if c.PerHour == 0 {
		c.PerHour = 300
	}
	c.PublicURL = strings.TrimSuffix(c.PublicURL, "/")
	s := &site{
		Config: c, pages: pages, watch: newWatch(), limiter: newLimiter(c.PerMinute, time.Minute), causes: newLimiter(c.PerHour, time.Hour),
		origin: c.PublicURL, secure: strings.HasPrefix(c.PublicURL, "https:"),
	}
	return s.routes(), nil
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
