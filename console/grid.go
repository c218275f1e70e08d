package console

import (
	"slices"
	"strings"

	"assent"
	"assent/catalogue"
	"assent/rights"
)

// Grid says for each purpose and channel whether a message may be sent to the person now. Each answer
// is the real decision, asked when the screen is drawn.
type Grid struct {
	Channels []string
	Rows     []GridRow
	Beyond   string // the channels by which nothing can be sent, as nothing is known that they reach
}

// GridRow is one purpose.
type GridRow struct {
	Purpose string
	Cells   []GridCell // one for each channel of the grid
}

// GridCell is one purpose by one channel.
type GridCell struct {
	Offered bool // the purpose is sent by the channel
	Answers []Answer
}

// Answer is the decision for one contact point.
type Answer struct {
	Point   string // its address, where the channel reaches several
	Allow   bool
	Status  string // what she has said
	Reason  string // in a sentence
	Change  string // what would turn a no into a yes; empty if nothing would
	Explain string // the whole, with basis, norms and how long it holds
}

// grid asks for every purpose and each wanted channel that reaches her.
func (s *site) grid(c *call, d *dossier, wanted func(assent.Channel) bool) (Grid, error) {
	var out Grid
	channels := reaching(c.catalogue, d.Points, wanted)
	for _, ch := range channels {
		out.Channels = append(out.Channels, c.words.Text("channel."+string(ch)))
	}
	if d.Erased != nil {
		return out, nil
	}
	out.Beyond = c.beyond(channels, wanted)
	for _, p := range c.catalogue.Purposes() {
		row := GridRow{Purpose: name(c, p)}
		for _, ch := range channels {
			cell, err := s.cell(c, d, p, ch)
			if err != nil {
				return Grid{}, err
			}
			row.Cells = append(row.Cells, cell)
		}
		if slices.ContainsFunc(row.Cells, func(cell GridCell) bool { return cell.Offered }) {
			out.Rows = append(out.Rows, row)
		}
	}
	return out, nil
}

// reaching lists the channels by which some purpose is sent and that reach one of the points.
func reaching(cat *catalogue.Catalogue, points []rights.ContactPoint, wanted func(assent.Channel) bool) []assent.Channel {
	var out []assent.Channel
	for _, ch := range assent.Channels() {
		sent := slices.ContainsFunc(cat.Purposes(), func(p *catalogue.Purpose) bool { return p.Offers(ch) })
		reached := slices.ContainsFunc(points, func(p rights.ContactPoint) bool { return p.Kind.Reaches(ch) })
		if sent && reached && wanted(ch) {
			out = append(out, ch)
		}
	}
	return out
}

// beyond names the channels of the catalogue that reach none of her points.
func (c *call) beyond(reached []assent.Channel, wanted func(assent.Channel) bool) string {
	var out []string
	for _, ch := range assent.Channels() {
		sent := slices.ContainsFunc(c.catalogue.Purposes(), func(p *catalogue.Purpose) bool { return p.Offers(ch) })
		if sent && wanted(ch) && !slices.Contains(reached, ch) {
			out = append(out, c.words.Text("channel."+string(ch)))
		}
	}
	return strings.Join(out, ", ")
}

func (s *site) cell(c *call, d *dossier, p *catalogue.Purpose, ch assent.Channel) (GridCell, error) {
	out := GridCell{Offered: p.Offers(ch)}
	if !out.Offered {
		return out, nil
	}
	var points []rights.ContactPoint
	for _, point := range d.Points {
		if point.Kind.Reaches(ch) {
			points = append(points, point)
		}
	}
	for _, point := range points {
		a, err := s.answer(c, d, p, ch, point)
		if err != nil {
			return out, err
		}
		if len(points) > 1 {
			a.Point = c.address(point)
		}
		out.Answers = append(out.Answers, a)
	}
	return out, nil
}

// answer asks one question.
func (s *site) answer(c *call, d *dossier, p *catalogue.Purpose, ch assent.Channel, point rights.ContactPoint) (Answer, error) {
	q := assent.Question{
		Contact: assent.Contactable{Point: point.ID}, Channel: ch, Purpose: p.ID, Explain: assent.ExplainFull, Language: c.words.Language(),
	}
	got, err := s.Decide.MaySend(c.r.Context(), s.Org, q)
	if err != nil {
		return Answer{}, err
	}
	out := Answer{
		Allow: got.Decision == assent.Allow, Reason: c.words.Text("reason." + string(got.Reason)), Explain: got.Explanation,
		Status: c.words.Text("status." + string(d.status(point.ID, p.ID, ch))),
	}
	if change := c.words.Changes(got.Jurisdiction, got.WouldAllowIf); !out.Allow && change != "" {
		out.Change = c.words.Text("decision.change", "change", change)
	}
	return out, nil
}

// status is what she has said to one purpose by one channel at one point.
func (d *dossier) status(point assent.ID, purpose string, ch assent.Channel) assent.Status {
	if x, ok := d.standing(point, purpose, ch); ok {
		return x.Status
	}
	return assent.Unknown
}

func (d *dossier) standing(point assent.ID, purpose string, ch assent.Channel) (rights.Standing, bool) {
	i := slices.IndexFunc(d.Choices, func(x rights.Standing) bool {
		return x.Point == point && x.Purpose == purpose && x.Channel == ch
	})
	if i < 0 {
		return rights.Standing{}, false
	}
	return d.Choices[i], true
}

// name is a purpose in the operator's language.
func name(c *call, p *catalogue.Purpose) string {
	text, _ := c.words.Pick(p.Names)
	if text == "" {
		return p.ID
	}
	return text
}
