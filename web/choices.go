package web

import (
	"encoding/hex"
	"net/http"
	"slices"
	"time"

	"assent"
	"assent/catalogue"
	"assent/link"
)

// ChoicesPage is the grid of all that a person can receive, purpose by channel, with its topics.
type ChoicesPage struct {
	OwnFrame
	Intro    string
	Thanks   string   // after she has saved, in the words of her page
	Blocks   []string // in their order; empty: those of the house's own page
	Action   string
	Shown    string // seals the wording; comes back with the post
	Sections []Section
	Ticked   []string
	Notice   *Notice
	Done     *Entry   // what was recorded just now
	Wrong    []string // why a yes was not taken
	Moved    bool     // she has just changed her address
	Stopped  bool
	Paused   string // until when, in words
	Pauses   []Option
	Pause    string // where the pause posts to
	Stop     string // where "stop everything" posts to
	Undo     string // where the button posts to that takes it back; empty: there is none
}

// Order are the blocks as they are drawn.
func (p *ChoicesPage) Order() []string {
	return (&catalogue.Page{Kind: catalogue.PreferencesPage, Blocks: p.Blocks}).Arranged()
}

// Has reports whether a box is ticked.
func (p *ChoicesPage) Has(key string) bool { return slices.Contains(p.Ticked, key) }

// preferences is the wording of the page as evidence names it: every box, and the notice beside them.
func preferences(v *owner, all []Square) shown {
	out := shown{form: &catalogue.CollectionPoint{ID: "preferences"}}
	for _, s := range all {
		out.boxes = append(out.boxes, s.Box)
	}
	if form := firstForm(v.catalogue, v.session.Brand); form != nil {
		out.notice = wordingOf(v.catalogue, form, v.words).notice
	}
	return out
}

// showChoices is GET /p/choices.
func (s *site) showChoices(v *owner) {
	all := squares(v)
	s.drawChoices(v, http.StatusOK, all, standing(all), nil)
}

func (s *site) drawChoices(v *owner, status int, all []Square, ticked, wrong []string) {
	if err := s.tellLawful(v, all); err != nil {
		s.failed(v.w, v.r, err)
		return
	}
	wording := preferences(v, all)
	digest := wording.digest()
	p := &ChoicesPage{
		OwnFrame: s.ownFrame(v, "page.own.choices_title"), Action: v.here("/p/choices"),
		Shown: s.Links.Seal(link.Shown, digest[:], s.Now()), Sections: sections(v, all), Ticked: ticked,
		Notice: wording.notice, Wrong: wrong, Stopped: v.Stopped, Moved: v.r.URL.Query().Has("moved"),
		Pause: v.here("/p/pause"), Stop: v.here("/p/stop"), Undo: s.undoableHere(v), Blocks: v.page.Arranged(), Intro: v.say(v.page.Intros, ""),
	}
	p.Title = v.say(v.page.Titles, p.Title)
	for _, pause := range v.Own.Paused {
		if p.Paused < string(pause.Until) {
			p.Paused = string(pause.Until)
		}
	}
	p.Paused = v.words.Day(assent.Day(p.Paused))
	for _, length := range pauseLengths {
		p.Pauses = append(p.Pauses, Option{length.code, v.words.Text("page.own.pause." + length.code)})
	}
	if v.r.URL.Query().Has("done") {
		done, err := s.justDone(v)
		if err != nil {
			s.failed(v.w, v.r, err)
			return
		}
		p.Done, p.Thanks = done, v.say(v.page.Thanks, "")
	}
	s.draw(v.visit, status, p)
}

// justDone is what she did last on this page, if she did it in this session.
func (s *site) justDone(v *owner) (*Entry, error) {
	events, err := s.Records.OwnEvents(v.r.Context(), s.Org, v.Own)
	if err != nil {
		return nil, err
	}
	for i, e := range slices.Backward(events) {
		if e.Method == v.method() && !e.Received.Before(v.session.Issued.Truncate(time.Second)) {
			entry := placed(v, i, e)
			if e.Type == assent.WithdrawalUndone {
				entry.Note = v.words.Text("page.undo.done")
			}
			return &entry, nil
		}
	}
	return nil, nil
}

// evidence proves what was on the page.
func (s *site) ownEvidence(wording shown) *assent.Evidence {
	digest := wording.digest()
	e := &assent.Evidence{Wording: hex.EncodeToString(digest[:])}
	for _, b := range wording.boxes {
		e.Shown = append(e.Shown, b.Key)
	}
	return e
}
