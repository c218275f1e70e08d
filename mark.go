package assent

import "time"

// Source says whose word a mark rests on.
type Source string

// The sources. Own is an act that the person did on our pages or by answering us; its
// time is the time at which we received it. Claimed is what someone else reports of her
// (API, import, agent); its time is the time claimed, never later than its receipt.
const (
	Own     Source = "own"
	Claimed Source = "claimed"
)

// ClaimMargin is how much later a yes must be than a no when either is only claimed:
// clocks of two systems differ, and in doubt the no wins.
const ClaimMargin = 5 * time.Minute

// Mark places one act in time: when it happened, on whose word, and whether it was
// confirmed from the contact point itself.
type Mark struct {
	At        time.Time `json:"at"`
	BareDay   bool      `json:"bare_day,omitzero"` // only the day is known; At is its 00:00
	Source    Source    `json:"source"`
	Batch     string    `json:"batch,omitzero"`     // the import run that claims it
	Confirmed bool      `json:"confirmed,omitzero"` // done from the contact point (link, code)
	Number    int64     `json:"number"`             // place in the log
}

// After reports whether m is the later of two marks of the same sort; the place in the log breaks ties.
func (m Mark) After(o Mark) bool {
	if !m.At.Equal(o.At) {
		return m.At.After(o.At)
	}
	return m.Number > o.Number
}

// Weight is the outcome of weighing a yes against a no.
type Weight uint8

// The outcomes, weakest first. Awaits: the yes is later, but after any no it counts only
// once it is confirmed from the contact point.
const (
	Falls Weight = iota
	Awaits
	Stands
)

// Weigh resolves one yes against one no. It is the only place where this is decided: for
// the state of a person, for the law, and for worked cases alike.
//
//   - Within one import its own dates decide: the yes stands if it is later.
//   - A claimed yes never stands against a no that we took ourselves.
//   - Otherwise the yes must be later: by [ClaimMargin] if either is a claim; on our own
//     pages equal times go by place in the log.
//   - A bare day is compared as a day; yes and no on the same bare day is a no.
//   - Then, after any no, it counts only if confirmed from the contact point.
func Weigh(yes, no Mark) Weight {
	sameBatch := yes.Batch != "" && yes.Batch == no.Batch
	switch {
	case !later(yes, no, sameBatch):
		return Falls
	case sameBatch:
		return Stands
	case !yes.Confirmed || yes.Source == Claimed:
		return Awaits
	}
	return Stands
}

func later(yes, no Mark, sameBatch bool) bool {
	if yes.BareDay || no.BareDay {
		return dayOf(yes.At).After(dayOf(no.At))
	}
	switch {
	case sameBatch:
		return yes.At.After(no.At)
	case yes.Source == Own && no.Source == Own:
		return yes.After(no)
	}
	return yes.At.After(no.At.Add(ClaimMargin))
}

func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
