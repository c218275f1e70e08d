package console

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"assent"
	"assent/campaign"
	"assent/catalogue"
)

// AskScreen writes a consent request. Nothing is sent from here: it is checked, then created, then started.
type AskScreen struct {
	Frame
	Fields   []Field
	Tongues  []Tongue
	Audience string
	Most     int
	Variable []string
	Checked  *campaign.Status // what would become of it
	Left     []LeftLine
}

// opening is a text to begin with: it asks and promotes nothing.
var opening = campaign.Template{
	Subject: "May {brand} write to you?",
	Body:    "You know {brand} as a customer.\n\nMay we write to you about this?\n\n{purposes}\n\n{answer_link}",
}

// showAsk is GET /campaigns/new; ?from= begins with the plan of another one.
func (s *site) showAsk(c *call) error {
	plan := campaign.Plan{By: campaign.BySMTP, Templates: map[string]campaign.Template{"en": opening}}
	if id, err := assent.ParseID(c.r.URL.Query().Get("from")); err == nil && s.Campaigns != nil {
		before, err := s.Campaigns.Status(c.r.Context(), s.Org, id)
		if err != nil {
			return err
		}
		plan = before.Plan
	}
	return s.drawAsk(c, plan, nil)
}

// ask is POST /campaigns/new: it says what would become of the request, or creates it.
func (s *site) ask(c *call) error {
	if s.Campaigns == nil {
		return errNoCampaigns
	}
	plan, err := c.plan()
	var audience []campaign.Contact
	if err == nil {
		audience, err = c.audience()
	}
	var status campaign.Status
	if err == nil {
		do := s.Campaigns.Preview
		if c.field("then") == "create" {
			do = s.Campaigns.Create
		}
		status, err = do(c.r.Context(), s.Org, assent.Actor{Kind: assent.ActorOperator, ID: c.who().ID.String()}, plan, audience)
	}
	switch {
	case err != nil:
		if err := c.wrong(err); err != nil {
			return err
		}
		return s.drawAsk(c, plan, nil)
	case c.field("then") == "create":
		c.detail = status.ID.String()
		return c.done("/campaigns/"+status.ID.String(), "campaign_created")
	}
	return s.drawAsk(c, plan, &status)
}

// plan is the request as it was typed.
func (c *call) plan() (campaign.Plan, error) {
	p := campaign.Plan{
		Name: c.field("name"), Brand: c.field("brand"), Notice: c.field("notice"), By: campaign.Sender(c.field("by")), Templates: map[string]campaign.Template{},
	}
	for _, id := range c.chosen("ask") {
		p.Ask = append(p.Ask, campaign.Asking{Purpose: id})
	}
	subjects, bodies := c.texts("subject"), c.texts("body")
	for _, code := range slices.Concat(subjects.Languages(), bodies.Languages()) {
		p.Templates[code] = campaign.Template{Subject: subjects[code], Body: strings.ReplaceAll(bodies[code], "\r\n", "\n")}
	}
	var err error
	if p.Batch, err = c.whole("batch"); err != nil {
		return p, err
	}
	if p.PaceMinutes, err = c.whole("pace_minutes"); err != nil {
		return p, err
	}
	p.AskAgainMonths, err = c.whole("ask_again_months")
	return p, err
}

// audience are the addresses that were typed, one a line, or those of a CSV file.
func (c *call) audience() ([]campaign.Contact, error) {
	file, _, err := c.r.FormFile("file")
	switch {
	case err == nil:
		defer file.Close()
		return campaign.ReadAudience(file)
	case !errors.Is(err, http.ErrMissingFile) && !errors.Is(err, http.ErrNotMultipart) && !errors.Is(err, io.EOF):
		return nil, err
	}
	var out []campaign.Contact
	for i, line := range strings.Split(c.r.PostForm.Get("audience"), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, campaign.Contact{Line: i + 1, Email: line})
		}
	}
	return out, nil
}

func (s *site) drawAsk(c *call, p campaign.Plan, checked *campaign.Status) error {
	f := s.frame(c, "ask")
	screen := &AskScreen{
		Frame: f, Fields: askFields(c, p), Audience: c.r.PostForm.Get("audience"), Most: campaign.MaxAudience,
		Variable: campaign.Variables(), Checked: checked,
	}
	subjects, bodies := catalogue.Texts{}, catalogue.Texts{}
	for code, t := range p.Templates {
		subjects[code], bodies[code] = t.Subject, t.Body
	}
	screen.Tongues = s.tongues(c, []text{
		{name: "subject", label: c.words.Text("console.ask.subject"), in: subjects},
		{name: "body", label: c.words.Text("console.ask.body"), area: true, in: bodies},
	})
	if checked != nil {
		screen.Left = c.leftLines(*checked)
	}
	if problem, ok := assent.AsProblem(c.fault); ok {
		blame(problem, screen.Fields)
	}
	return s.draw(c, screen)
}

func askFields(c *call, p campaign.Plan) []Field {
	say := c.words.Text
	return []Field{
		{Name: "name", Kind: "text", Label: say("console.field.name"), Hint: say("console.ask.name_hint"), Value: p.Name, Required: true},
		{Name: "brand", Kind: "choice", Label: say("console.build.brand"), Options: c.brands(p.Brand)},
		{Name: "ask", Kind: "checks", Label: say("console.ask.ask"), Hint: say("console.ask.ask_hint"), Options: c.askable(p)},
		{Name: "notice", Kind: "choice", Label: say("console.build.notice"), Hint: say("console.build.notice_hint"), Options: c.notices(p.Notice)},
		{Name: "by", Kind: "choice", Label: say("console.ask.by"), Options: c.options("console.ask.senders.",
			[]string{string(campaign.BySMTP), string(campaign.Prepared)}, cmp.Or(string(p.By), string(campaign.BySMTP)))},
		{Name: "batch", Kind: "text", Label: say("console.ask.batch"), Hint: say("console.ask.batch_hint"), Value: number(p.Batch)},
		{Name: "pace_minutes", Kind: "text", Label: say("console.ask.pace"), Hint: say("console.ask.pace_hint"), Value: number(p.PaceMinutes)},
		{Name: "ask_again_months", Kind: "text", Label: say("console.ask.again"), Hint: say("console.ask.again_hint"), Value: number(p.AskAgainMonths)},
	}
}

// askable are the purposes for which a mail can ask.
func (c *call) askable(p campaign.Plan) []Option {
	var out []Option
	for _, purpose := range c.catalogue.Purposes() {
		if purpose.Kind == assent.PurposeService || purpose.Kind == assent.PurposePartnerMarketing || !purpose.Offers(assent.Email) {
			continue
		}
		name, _ := c.words.Pick(purpose.Names)
		chosen := slices.ContainsFunc(p.Ask, func(a campaign.Asking) bool { return a.Purpose == purpose.ID })
		out = append(out, Option{purpose.ID, name, chosen})
	}
	return out
}
