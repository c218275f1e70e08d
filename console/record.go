package console

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"assent"
	"assent/catalogue"
	"assent/intake"
	"assent/rights"
)

// What staff write down is a claim: it is marked as theirs, it needs to say how they know, and it never
// stands against a no that the person said herself on a page of ours.

// RecordForm is the form by which staff note what a person said.
type RecordForm struct {
	Key     string // keeps one press from being recorded twice
	Choices []ChoiceOption
	Methods []assent.Method
	Kinds   []string // of relationship
	Brands  []*catalogue.Brand
}

// ChoiceOption is one purpose by one channel at one contact point.
type ChoiceOption struct{ Value, Text string }

// methods are those by which something reaches staff.
var methods = []assent.Method{assent.CallRecorded, assent.CallNoted, assent.Paper}

// relationships are the kinds of dealings that staff note.
var relationships = []string{
	"account_only", "enquiry", "negotiation", "purchase", "subscription", "contract_running", "contract_ended", "donation", "charity_interest",
}

func (s *site) recordForm(c *call, d *dossier) (RecordForm, error) {
	f := RecordForm{Key: rand.Text(), Methods: methods, Kinds: relationships, Brands: c.catalogue.Brands()}
	for _, p := range c.catalogue.Purposes() {
		if p.Kind == assent.PurposeService {
			continue
		}
		for _, ch := range p.Channels {
			for _, point := range d.Points {
				if point.Kind.Reaches(ch) {
					value := p.ID + ":" + string(ch) + ":" + point.ID.String()
					f.Choices = append(f.Choices, ChoiceOption{value, name(c, p) + " " + c.words.Text("by_channel."+string(ch)) + " · " + c.address(point)})
				}
			}
		}
	}
	return f, nil
}

// record is POST /people/{person}/record.
func (s *site) record(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	act, err := s.actOf(c, d)
	done := "recorded"
	if err == nil {
		var r intake.Receipt
		if r, err = s.Intake.Record(c.r.Context(), s.Org, act); waits(act, r) {
			done = "recorded_waits"
		}
	}
	return s.onPerson(c, d, err, done)
}

// waits reports whether a yes was noted that changes nothing yet: an earlier no stands until she confirms the yes herself.
func waits(act intake.Act, r intake.Receipt) bool {
	if act.Type != assent.ConsentGranted {
		return false
	}
	for _, choice := range act.Choices {
		for _, got := range r.Results {
			if choice.Reply != assent.No && choice.Purpose == got.Purpose && choice.Channel == got.Channel && got.Status != assent.Granted {
				return true
			}
		}
	}
	return false
}

// onPerson ends a change of what is known of a person, or shows what is wrong with it.
func (s *site) onPerson(c *call, d *dossier, err error, done string) error {
	if err == nil {
		return c.done("/people/"+d.ID.String(), done)
	}
	if err := c.wrong(err); err != nil {
		return err
	}
	return s.drawPerson(c, d)
}

// actOf reads the form: what was said, about what, how it is known.
func (s *site) actOf(c *call, d *dossier) (intake.Act, error) {
	act, err := s.staffAct(c)
	if err != nil {
		return act, err
	}
	act.Person = d.ID
	switch c.field("said") {
	case "grant":
		act.Type = assent.ConsentGranted
		return act, s.choose(c, d, &act, true)
	case "withdraw":
		act.Type = assent.ConsentWithdrawn
		return act, s.choose(c, d, &act, false)
	case "object":
		everything := assent.Everything()
		act.Type, act.Scope = assent.ObjectionRaised, &everything
		return act, nil
	}
	return act, assent.Problemf("NOTHING_SAID", "Say what the person said: yes, no, or no to everything.").In("said")
}

// staffAct begins an act that staff write down: who, how, when, with which note and proof.
func (s *site) staffAct(c *call) (intake.Act, error) {
	act := intake.Act{
		Actor: c.who().Actor(), Method: assent.Method(c.field("method")), IdempotencyKey: c.who().ID.String() + ":" + c.field("key"),
	}
	if c.field("key") == "" {
		act.IdempotencyKey = ""
	}
	if !slices.Contains(methods, act.Method) {
		return act, assent.Problemf("NO_METHOD", "Say how you know: from a recorded call, from a call, or on paper.").In("method")
	}
	if on := c.field("on"); on != "" {
		at, err := time.Parse(time.DateOnly, on)
		if err != nil {
			return act, assent.Problemf("BAD_DAY", "A day is written YYYY-MM-DD, as in 2026-11-21.").In("on")
		}
		act.Occurred, act.DayOnly = at, true
	}
	if note := c.field("note"); note != "" {
		act.Personal = map[string]string{"note": note}
	}
	proof, err := c.digest("proof")
	if err == nil && proof != "" {
		act.Evidence = &assent.Evidence{Attachments: []string{proof}}
	}
	return act, err
}

// digest is the SHA-256 of an uploaded file; empty if none was sent. The file itself stays where the
// organisation keeps its recordings and papers: its digest in the log shows that it is the same.
func (c *call) digest(field string) (string, error) {
	f, _, err := c.r.FormFile(field)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return "", nil
	}
	if err != nil {
		return "", assent.Problemf("BAD_FILE", "The file could not be read.").In(field)
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	if err != nil || n == 0 {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// choose takes the purpose, channel and contact point of the form into the act.
func (s *site) choose(c *call, d *dossier, act *intake.Act, yes bool) error {
	purpose, rest, _ := strings.Cut(c.field("choice"), ":")
	channel, where, _ := strings.Cut(rest, ":")
	point, err := assent.ParseID(where)
	if err != nil || !slices.ContainsFunc(d.Points, func(p rights.ContactPoint) bool { return p.ID == point }) {
		return assent.Problemf("NO_CHOICE", "Choose what it is about.").In("choice")
	}
	act.Choices = []intake.ActChoice{{Purpose: purpose, Channel: assent.Channel(channel)}}
	if !yes {
		return nil // a no reaches all her contact points
	}
	act.Person, act.Point = assent.ID{}, point
	return d.mayBeReopened(point, purpose, assent.Channel(channel))
}

// errOwnNo is returned where staff note a yes after the person's own no.
var errOwnNo = assent.Problemf("OWN_NO_STANDS", "She said no to this herself. Only she can take that back: mail her the link to her page, or have her confirm at the call desk.").OfKind(assent.Conflict)

// mayBeReopened refuses to note a yes where her own no stands. Intake would let the no stand in any
// case; here it is said before anybody believes otherwise.
func (d *dossier) mayBeReopened(point assent.ID, purpose string, ch assent.Channel) error {
	x, ok := d.standing(point, purpose, ch)
	if !ok || x.Status != assent.Withdrawn && x.Status != assent.Refused {
		return nil
	}
	if e, ok := d.event(x.Event); ok && e.Method.Source() == assent.Own {
		return errOwnNo
	}
	return nil
}

var errNoDay = assent.Problemf("NO_PURCHASE_DAY", "A purchase counts from its day: say when it was.").In("on")

// recordRelationship is POST /people/{person}/relationship.
func (s *site) recordRelationship(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	act, err := s.staffAct(c)
	if err == nil {
		act.Type, act.Person = assent.RelationshipRecorded, d.ID
		act.Relationship = &assent.Relationship{Kind: c.field("kind"), Brand: c.field("brand"), On: assent.Day(c.field("on"))}
		if act.Relationship.Kind == "purchase" {
			act.Relationship.LastPurchaseOn = act.Relationship.On
		}
		if act.Relationship.Kind == "purchase" && act.Relationship.On == "" {
			return s.onPerson(c, d, errNoDay, "")
		}
		_, err = s.Intake.Record(c.r.Context(), s.Org, act)
	}
	return s.onPerson(c, d, err, "recorded")
}
