package stats

import (
	"cmp"
	"context"
	"slices"
	"time"

	"assent"
	"assent/catalogue"
	"assent/decide"
)

// Reach is whom the organisation can write to or call now. Contact points are counted: a person with two addresses
// counts twice.
type Reach struct {
	Lines   []Reachable `json:"lines"`
	Nowhere bool        `json:"-"` // nothing is kept by which it could be counted
}

// Reachable is one purpose by one channel.
type Reachable struct {
	Purpose string         `json:"purpose"`
	Channel assent.Channel `json:"channel"`
	Allowed int            `json:"allowed" doc:"Contact points that may be written to or called now"`
	Of      int            `json:"of" doc:"Contact points that the channel reaches"`
	Groups  []decide.Count `json:"-"`
}

// Counter counts answers; a *decide.Desk is one.
type Counter interface {
	Counts(ctx context.Context, org assent.ID, q assent.Question) ([]decide.Count, int64, error)
}

// Reaching is the job that counts who can be reached, for each purpose but services.
func Reaching(desk Counter, shelf *catalogue.Shelf, org assent.ID, now func() time.Time) *Slow[Reach] {
	return NewSlow("reach", now, func(ctx context.Context) (Reach, error) {
		var out Reach
		cat, err := shelf.Current(ctx, org)
		if err != nil {
			return out, err
		}
		for _, p := range cat.Purposes() {
			if p.Kind == assent.PurposeService {
				continue
			}
			for _, c := range p.Channels {
				groups, _, err := desk.Counts(ctx, org, assent.Question{Purpose: p.ID, Channel: c})
				if problem, ok := assent.AsProblem(err); ok && problem.Code == "NO_INDEX" {
					return Reach{Nowhere: true}, nil
				}
				if err != nil {
					return out, err
				}
				out.Lines = append(out.Lines, reachable(p.ID, c, groups))
			}
		}
		return out, nil
	})
}

func reachable(purpose string, channel assent.Channel, groups []decide.Count) Reachable {
	r := Reachable{Purpose: purpose, Channel: channel, Groups: groups}
	for _, g := range groups {
		if r.Of += g.Points; g.Decision == assent.Allow {
			r.Allowed += g.Points
		}
	}
	return r
}

// Share is one part of the contact points: those with one answer, in one country, or of one language.
type Share struct {
	Value   string
	Allowed int
	Of      int
}

// By splits a line by country, language, or the reason of the answer; the largest part first.
func (r Reachable) By(side Side) []Share {
	var out []Share
	for _, g := range r.Groups {
		value := map[Side]string{Country: g.Country, Language: g.Language, Reason: string(g.Reason)}[side]
		i := slices.IndexFunc(out, func(s Share) bool { return s.Value == value })
		if i < 0 {
			i, out = len(out), append(out, Share{Value: value})
		}
		if out[i].Of += g.Points; g.Decision == assent.Allow {
			out[i].Allowed += g.Points
		}
	}
	slices.SortFunc(out, func(a, b Share) int { return cmp.Or(cmp.Compare(b.Of, a.Of), cmp.Compare(a.Value, b.Value)) })
	return out
}
