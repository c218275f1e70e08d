package console

import (
	"crypto/rand"
	"errors"
	"slices"
	"strconv"

	"assent"
	"assent/auth"
	"assent/catalogue"
	"assent/intake"
	"assent/rights"
)

func callRoutes() []route {
	return []route{
		{"call.desk", "GET /call", auth.RecordActs, (*site).showCall},
		{"call.find", "POST /call", auth.RecordActs, (*site).findForCall},
		{"call.see", "GET /call/{person}", auth.RecordActs, (*site).showCallWith},
		{"call.record", "POST /call/record", auth.RecordActs, (*site).recordCall},
		{"call.object", "POST /call/object", auth.RecordActs, (*site).objectInCall},
	}
}

// CallScreen is the desk of somebody who speaks with a person on the telephone: one narrow page.
type CallScreen struct {
	Frame
	Person  assent.ID // zero: she is not known yet
	Contact string    // what was typed, while she is not known
	Shown   string    // how she is reached
	Named   Named     // who was found by a name
	Grid    Grid      // whether she may be called
	Scripts []ScriptLink
	Script  *Script

	Speaks    string // her language, if it is known
	Unwritten bool   // no script is published
	Tongues   []ScriptLink
	Key       string
}

// ScriptLink leads to a script, or to a language.
type ScriptLink struct {
	Value, Text string
	Current     bool
}

// Script is what is read to her: a greeting that says who calls, the information that the law demands, and a
// question for each thing that she may agree to.
type Script struct {
	ID, Language  string
	Title, Intro  string
	Notice        string
	Version       string
	PrivacyURL    string
	Questions     []Question
	Objection     string
	Confirmable   bool // some yes can be confirmed by mail or text
	Org, Withdraw string
}

// Question is one consent question.
type Question struct {
	Value    string // purpose:channel
	Name     string
	Sentence string
	By       string
	Partners []string
}

func (s *site) showCall(c *call) error {
	return s.draw(c, &CallScreen{Frame: s.frame(c, "call"), Unwritten: len(c.scripts()) == 0})
}

// scripts are what can be read in a call.
func (c *call) scripts() []*catalogue.CollectionPoint {
	return slices.DeleteFunc(slices.Clone(c.catalogue.CollectionPoints()), func(p *catalogue.CollectionPoint) bool { return p.Kind != catalogue.CallScript })
}

func (s *site) findForCall(c *call) error {
	typed := c.field("q")
	id, err := s.find(c, typed)
	switch {
	case err == nil:
		c.person = id
		return c.redirect("/call/" + id.String())
	case errors.Is(err, rights.ErrNobody) && typed != "":
		named, failed := s.byName(c, typed)
		if failed != nil {
			return failed
		}
		if id, one := named.one(); one {
			c.person = id
			return c.redirect("/call/" + id.String())
		}
		if len(named.List) > 0 || named.More {
			screen := &CallScreen{Frame: s.frame(c, "call"), Named: named}
			screen.Named.Frame = &screen.Frame
			return s.draw(c, screen)
		}
		if err = callable(typed); err != nil {
			break
		}
		return s.drawCall(c, &CallScreen{Frame: s.frame(c, "call"), Contact: typed, Shown: typed})
	}
	if err := c.wrong(err); err != nil {
		return err
	}
	return s.showCall(c)
}

func (s *site) showCallWith(c *call) error {
	d, err := s.dossier(c)
	if err != nil {
		return err
	}
	screen := &CallScreen{Frame: s.frame(c, "call"), Person: d.ID}
	for _, p := range d.Points {
		if screen.Shown == "" || p.Kind == assent.PhoneNumber {
			screen.Shown = c.address(p)
		}
		screen.Speaks = orElse(screen.Speaks, p.Known["language"])
	}
	screen.Grid, err = s.grid(c, d, func(ch assent.Channel) bool { return ch == assent.LiveCall })
	if err != nil {
		return err
	}
	return s.drawCall(c, screen)
}

// drawCall adds the script, in the language and with the questions that were chosen.
func (s *site) drawCall(c *call, screen *CallScreen) error {
	screen.Key = rand.Text()
	var chosen *catalogue.CollectionPoint
	scripts := c.scripts()
	for _, p := range scripts {
		if chosen == nil || p.ID == c.r.FormValue("script") {
			chosen = p
		}
	}
	for _, p := range scripts {
		title, _ := c.words.Pick(p.Titles)
		screen.Scripts = append(screen.Scripts, ScriptLink{p.ID, orElse(title, p.ID), p == chosen})
	}
	screen.Unwritten = chosen == nil
	if chosen != nil {
		language := orElse(orElse(c.r.FormValue("lang"), screen.Speaks), c.catalogue.Settings().Language)
		screen.Script = s.script(c, chosen, language)
		for _, l := range s.Locale.Languages() {
			screen.Tongues = append(screen.Tongues, ScriptLink{l.Code, l.Name, l.Code == screen.Script.Language})
		}
	}
	return s.draw(c, screen)
}

func (s *site) script(c *call, p *catalogue.CollectionPoint, language string) *Script {
	set := c.catalogue.Settings()
	words := s.Locale.Printer(language)
	out := &Script{
		ID: p.ID, Language: words.Language(), Title: p.Titles.In(language), Intro: p.Intros.In(language), Org: set.Name, PrivacyURL: set.PrivacyURL,
	}
	if b, ok := c.catalogue.Brand(p.Brand); ok {
		out.Org, out.PrivacyURL = b.Name+" ("+set.Name+")", orElse(b.PrivacyURL, set.PrivacyURL)
	}
	if n, ok := c.catalogue.Notice(p.Notice, ""); ok {
		out.Notice, out.Version = n.Languages.In(language), n.ID+" "+n.Version
	}
	for _, box := range p.Boxes {
		purpose, ok := c.catalogue.Purpose(box.Purpose)
		if !ok {
			continue
		}
		q := Question{
			Value: box.Purpose + ":" + string(box.Channel), Name: purpose.Names.In(language), Sentence: purpose.Sentences.In(language),
			By: words.Text("by_channel." + string(box.Channel)),
		}
		if partners, ok := c.catalogue.PartnerList(purpose.PartnerList); ok && purpose.PartnerList != "" {
			for _, partner := range partners.Partners {
				q.Partners = append(q.Partners, partner.Name)
			}
		}
		out.Questions = append(out.Questions, q)
		out.Confirmable = out.Confirmable || box.Channel == assent.Email || box.Channel == assent.SMS
	}
	return out
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// recordCall is POST /call/record: what she answered, question by question.
func (s *site) recordCall(c *call) error {
	act, err := s.callAct(c)
	if err != nil {
		return err
	}
	p, ok := c.catalogue.CollectionPoint(c.field("script"))
	if !ok || p.Kind != catalogue.CallScript {
		return assent.Problemf("NO_SCRIPT", "Choose the script that was read.").In("script")
	}
	act.CollectionPoint, act.Notice.Language = p.ID, c.field("lang")
	act.Type = assent.ConsentRefused
	for i, box := range p.Boxes {
		choice := intake.ActChoice{Purpose: box.Purpose, Channel: box.Channel, Topics: box.Topics, Party: box.Party}
		switch c.field("answer" + strconv.Itoa(i)) {
		case "yes":
			act.Type = assent.ConsentGranted
		case "no":
			choice.Reply = assent.No
		default:
			continue // it was not asked
		}
		act.Choices = append(act.Choices, choice)
	}
	if len(act.Choices) == 0 {
		return assent.Problemf("NOTHING_SAID", "Note at least one answer, yes or no.")
	}
	if act.Type == assent.ConsentGranted && c.field("confirm") == "yes" {
		act.Type = assent.ConsentRequested // she is asked to confirm, by mail or text
	}
	return s.endCall(c, act)
}

// objectInCall is POST /call/object: what she says at the end of a call, in one press.
func (s *site) objectInCall(c *call) error {
	act, err := s.callAct(c)
	if err != nil {
		return err
	}
	everything := assent.Everything()
	act.Type, act.Scope = assent.ObjectionRaised, &everything
	if c.field("what") == "calls" {
		act.Scope.Channel = string(assent.LiveCall)
	}
	return s.endCall(c, act)
}

// callAct begins the act of a call: by a recording if one is attached, noted otherwise.
func (s *site) callAct(c *call) (intake.Act, error) {
	if !slices.Contains(methods, assent.Method(c.field("method"))) {
		c.r.PostForm.Set("method", string(assent.CallNoted))
	}
	act, err := s.staffAct(c)
	if err != nil {
		return act, err
	}
	if act.Evidence != nil {
		act.Method = assent.CallRecorded
	}
	if id, bad := assent.ParseID(c.field("person")); bad == nil {
		act.Person = id
		return act, nil
	}
	if err := callable(c.field("contact")); err != nil {
		return act, err
	}
	act.Contact = readings(c.field("contact"))[0]
	return act, nil
}

// callable refuses what is neither a number nor an address, such as a name: what is noted for it would reach nobody,
// and a no that reaches nobody is no no.
func callable(typed string) error {
	if all := readings(typed); len(all) == 0 || all[0].ExternalID != "" {
		return assent.Problemf("NO_CONTACT", "Nobody is known by this. Find the person by her number or mail address, or type one of them to begin her record.").In("contact")
	}
	return nil
}

// endCall records, and leads to the desk with what became of it.
func (s *site) endCall(c *call, act intake.Act) error {
	if act.Type == assent.ConsentGranted { // one to be confirmed counts only by her own act
		if err := s.askable(c, act); err != nil {
			return err
		}
	}
	r, err := s.Intake.Record(c.r.Context(), s.Org, act)
	if err != nil {
		return err
	}
	c.person = r.Person
	done := "call_recorded"
	switch {
	case act.Type == assent.ObjectionRaised:
		done = "call_objected"
	case waits(act, r):
		done = "call_recorded_waits"
	}
	return c.done("/call/"+r.Person.String(), done)
}

// askable refuses a yes that she has herself said no to.
func (s *site) askable(c *call, act intake.Act) error {
	if act.Person.IsZero() {
		return nil
	}
	person, err := s.People.See(c.r.Context(), s.Org, act.Person)
	if err != nil {
		return err
	}
	d := &dossier{Person: person}
	if d.events, err = s.People.Events(c.r.Context(), s.Org, act.Person); err != nil {
		return err
	}
	for _, choice := range act.Choices {
		for _, point := range person.Points {
			if choice.Reply != assent.Yes || !point.Kind.Reaches(choice.Channel) {
				continue
			}
			if err := d.mayBeReopened(point.ID, choice.Purpose, choice.Channel); err != nil {
				return err
			}
		}
	}
	return nil
}
