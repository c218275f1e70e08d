package api

import (
	"context"
	"io"
	"time"

	"assent"
	"assent/auth"
	"assent/campaign"
	"assent/catalogue"
	"assent/changes"
	"assent/decide"
	"assent/dispatch"
	"assent/forecast"
	"assent/imports"
	"assent/intake"
	"assent/law"
	"assent/ledger"
	"assent/portal"
	"assent/prove"
	"assent/rights"
	"assent/stats"
	"assent/webhook"
)

// Rooms are the rooms behind the entrance, each as small as the entrance needs it.
type Rooms struct {
	Keys       Keys
	Intake     Recorder
	Decide     Decider
	Dispatch   Sender
	Catalogue  Shelf
	People     People
	Proofs     Prover
	Changes    Feed
	Laws       *law.Book
	Forecast   Forecaster
	Stats      Reporter
	Stops      Stopper // nil: messages that are stopped elsewhere are not counted
	Ahead      rights.Lookahead
	Campaigns  Campaigns
	Screenings Screenings
	Imports    Imports
	Portal     Portal
	Webhooks   *webhook.Desk
	Ledger     ledger.Storage
	Ready      func(ctx context.Context, what string) error // nil when the house can do it ("" is everything)
}

// Imports takes files over; see imports.Office.
type Imports interface {
	Upload(ctx context.Context, org, by assent.ID, name string, file io.Reader) (imports.Job, error)
	Try(ctx context.Context, org, id assent.ID, s imports.Settings) (imports.Job, error)
	Drop(ctx context.Context, org, id assent.ID) (imports.Job, error)
	Start(ctx context.Context, org, id assent.ID) (imports.Job, error)
	Undo(ctx context.Context, org, id assent.ID) (imports.Job, error)
	Job(ctx context.Context, org, id assent.ID) (imports.Job, error)
	Jobs(ctx context.Context, org, before assent.ID) ([]imports.Job, error)
}

// Keys recognises API keys; see auth.Desk.
type Keys interface {
	Verify(ctx context.Context, org assent.ID, secret string) (auth.Key, error)
	Note(ctx context.Context, org assent.ID, k auth.Key, act, changed string) error
}

// Recorder is the counter; see intake.Desk.
type Recorder interface {
	Record(ctx context.Context, org assent.ID, act intake.Act) (intake.Receipt, error)
}

// Decider is the enquiry desk; see decide.Desk.
type Decider interface {
	MaySend(ctx context.Context, org assent.ID, q assent.Question) (assent.Decision, error)
	MaySendAll(ctx context.Context, org assent.ID, q assent.Question, to []assent.Contactable) ([]assent.Decision, error)
	Answers(ctx context.Context, org assent.ID, q *assent.Question, to []assent.Contactable, out []decide.Answer) (at time.Time, position int64, all bool)
	Reachable(ctx context.Context, org, person assent.ID, channel assent.Channel) (to []assent.Contactable, known bool)
}

// Sender decides, composes and hands over; see dispatch.
type Sender interface {
	Send(ctx context.Context, org assent.ID, m dispatch.Message) (dispatch.Sent, error)
	Links(ctx context.Context, org assent.ID, to assent.Contactable, purpose, page string) (dispatch.Links, error)
}

// Shelf holds the catalogue; see catalogue.Shelf.
type Shelf interface {
	Current(ctx context.Context, org assent.ID) (*catalogue.Catalogue, error)
	Publish(ctx context.Context, org assent.ID, actor assent.Actor, now time.Time, items ...catalogue.Item) error
}

// People answers what the house holds of one person; see rights.Desk.
type People interface {
	Find(ctx context.Context, org assent.ID, who assent.Contactable) (assent.ID, error)
	See(ctx context.Context, org, person assent.ID) (rights.Person, error)
	Events(ctx context.Context, org, person assent.ID) ([]rights.Record, error)
	Export(ctx context.Context, org, person assent.ID) (rights.Export, error)

	Show(ctx context.Context, org, person assent.ID, to assent.Actor, what rights.Showing) error
	Disclosures(ctx context.Context, org, person assent.ID) ([]rights.Disclosure, error)

	Erase(ctx context.Context, org assent.ID, counter rights.Recorder, e rights.Erasing) (rights.ErasureReceipt, error)
	AskErasureBy(ctx context.Context, org, person assent.ID, way rights.Way) (time.Time, error)
	CallOffErasure(ctx context.Context, org, person assent.ID) (bool, error)

	Ask(ctx context.Context, org assent.ID, n rights.NewRequest) (rights.SubjectRequest, error)
	Answer(ctx context.Context, org, id assent.ID, by assent.Actor, outcome rights.Outcome) (rights.SubjectRequest, error)
	Extend(ctx context.Context, org, id assent.ID, reason string) (rights.SubjectRequest, error)
	Requests(ctx context.Context, org assent.ID, f rights.Filter) ([]rights.SubjectRequest, error)
	Due(ctx context.Context, org assent.ID, ahead rights.Lookahead, by assent.Day, tell func(rights.Due) error) error
}

// Prover makes proof bundles; see prove.Desk.
type Prover interface {
	Prove(ctx context.Context, org assent.ID, ref string, share prove.Share) ([]byte, error)
}

// Feed tells what changed; see changes.Desk.
type Feed interface {
	Since(ctx context.Context, org assent.ID, position int64, limit int) (changes.Stretch, error)
}

// Forecaster looks ahead; see forecast.Desk.
type Forecaster interface {
	Forecast(ctx context.Context, org assent.ID, ask forecast.Ask, progress func(people int)) (*forecast.Forecast, error)
}

// Reporter tells what was counted; see stats.Desk.
type Reporter interface {
	Report(ctx context.Context, org assent.ID, ask stats.Ask) (*stats.Report, error)
}

// Stopper counts messages that were to be sent and were not; see stats.Stops.
type Stopper interface {
	Stopped(purpose string, channel assent.Channel, why assent.Reason)
}

// Portal is the side door for people from a customer area; see portal.Desk.
type Portal interface {
	Link(ctx context.Context, org assent.ID, who assent.Contactable, brand string) (portal.Link, error)
	Secret(key assent.ID) string
}

// Campaigns asks people for consent; see campaign.Desk.
type Campaigns interface {
	Create(ctx context.Context, org assent.ID, by assent.Actor, p campaign.Plan, audience []campaign.Contact) (campaign.Status, error)
	Preview(ctx context.Context, org assent.ID, by assent.Actor, p campaign.Plan, audience []campaign.Contact) (campaign.Status, error)
	Status(ctx context.Context, org, id assent.ID) (campaign.Status, error)
	List(ctx context.Context, org assent.ID) ([]campaign.Status, error)
	Start(ctx context.Context, org, id assent.ID) (campaign.Status, error)
	Stop(ctx context.Context, org, id assent.ID) (campaign.Status, error)
	Prepare(ctx context.Context, org, id assent.ID) ([]campaign.Letter, campaign.Status, error)
}
