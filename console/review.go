package console

import (
	"context"
	"errors"
	"slices"
	"time"

	"assent"
	"assent/catalogue"
	"assent/decide"
)

// Reach counts whom a message may reach now, and by what basis; a *decide.Desk with an index is one.
type Reach interface {
	Counts(ctx context.Context, org assent.ID, q assent.Question) (counts []decide.Count, position int64, err error)
}

// ReviewScreen shows what a draft changes before it is published.
type ReviewScreen struct {
	Frame
	URL      string
	Changes  []ChangeLine
	Again    bool   // people must be asked again
	Version  string // that it will have, of a notice
	First    bool   // nothing is published under this name yet
	Rests    []RestLine
	Counting bool // the counts are not ready yet
	Counted  bool
	Tongues  []Tongue // those with holes
	Open     string   // why it cannot be published
	Since    string   // the version that was published meanwhile
	Revision int64
	Saved    SavedLine
	Graph    Graph
	Warnings []string // what becomes doubtful about forms in force
}

// RestLine is how many contact points said yes to a purpose by one channel.
type RestLine struct {
	Purpose, Channel string
	Points           int
}

func (s *site) showReview(c *call) error {
	p, err := s.ownPlace(c)
	if err != nil {
		return err
	}
	if !p.drafted {
		return c.redirect(p.url("/edit"))
	}
	changes, err := catalogue.Compare(p.published, p.draft.Item)
	if err != nil {
		return err
	}
	screen := &ReviewScreen{
		Frame: s.frame(c, "review", "name", c.itemName(p.draft.Item, p.id)), URL: itemURL(p.kind, p.id),
		Changes: c.changeLines(changes), Again: catalogue.Asks(changes), First: p.published == nil, Revision: p.draft.Revision,
	}
	screen.CSV = screen.URL + "/texts.csv"
	if n, ok := p.draft.Item.(*catalogue.Notice); ok {
		screen.Version = n.Version
	}
	if d, ok := p.draft.Item.(*catalogue.Purpose); ok {
		screen.Graph = graph(c, replaced(c.catalogue.Purposes(), d), d.ID)
		screen.Warnings = c.formsLeft(d)
	}
	for _, t := range s.tongues(c, editors[p.kind].texts(c, p.draft.Item)) {
		if t.Holes > 0 {
			screen.Tongues = append(screen.Tongues, t)
		}
	}
	if problem, ok := assent.AsProblem(c.catalogue.Try(p.draft.Item)); ok {
		screen.Open = problem.Detail
	}
	if now := c.catalogue.NewDraft(p.draft.Item); now.Base != p.draft.Base {
		screen.Since = now.Base
	}
	if screen.Saved, err = s.savedBy(c, p.draft); err != nil {
		return err
	}
	if screen.Again {
		err = s.countRests(c, screen, p.published)
	}
	if err != nil {
		return err
	}
	return s.draw(c, screen)
}

// replaced are the purposes as they would be with a draft among them.
func replaced(purposes []*catalogue.Purpose, draft *catalogue.Purpose) []*catalogue.Purpose {
	out := slices.DeleteFunc(slices.Clone(purposes), func(p *catalogue.Purpose) bool { return p.ID == draft.ID })
	return append(out, draft)
}

// countFor bounds how long a screen waits for counts. What is decided meanwhile is kept, so the next look is further.
const countFor = 200 * time.Millisecond

// countRests counts who agreed to what is about to change: they are to be asked again. The counts are kept along by
// the index; nobody is looked at one by one.
func (s *site) countRests(c *call, screen *ReviewScreen, before catalogue.Item) error {
	if s.Reach == nil {
		return nil
	}
	ctx, stop := context.WithTimeout(c.r.Context(), countFor)
	defer stop()
	for _, p := range c.catalogue.Rests(before) {
		for _, ch := range p.Channels {
			counts, _, err := s.Reach.Counts(ctx, s.Org, assent.Question{Purpose: p.ID, Channel: ch})
			if _, ok := assent.AsProblem(err); ok {
				return nil // nothing is counted here
			}
			if errors.Is(err, context.DeadlineExceeded) {
				screen.Counting = true
				return nil
			}
			if err != nil {
				return err
			}
			screen.Counted = true
			if n := onConsent(counts); n > 0 {
				screen.Rests = append(screen.Rests, RestLine{name(c, p), c.words.Text("by_channel." + string(ch)), n})
			}
		}
	}
	return nil
}

// onConsent adds up those who may be written to because they agreed.
func onConsent(counts []decide.Count) (points int) {
	for _, n := range counts {
		if n.Decision == assent.Allow && slices.Contains(consentBases, n.Basis) {
			points += n.Points
		}
	}
	return points
}

// publish is POST …/publish.
func (s *site) publish(c *call) error {
	p, err := s.ownPlace(c)
	if err != nil {
		return err
	}
	revision, err := c.revision()
	if err == nil {
		err = s.Shelf.PublishDraft(c.r.Context(), s.Org, c.who().Actor(), s.Now(), p.kind, p.id, revision)
	}
	if err == nil {
		return c.done(p.url(""), "published")
	}
	if err := c.wrong(err); err != nil {
		return err
	}
	return s.drawEdit(c, p)
}
