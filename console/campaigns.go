package console

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"

	"assent"
	"assent/auth"
	"assent/campaign"
)

func campaignRoutes() []route {
	return []route{
		{"campaigns.list", "GET /campaigns", auth.SeeCatalogue, (*site).showCampaigns},
		{"campaigns.csv", "GET /campaigns.csv", auth.SeeCatalogue, (*site).campaignsCSV},
		{"campaigns.new", "GET /campaigns/new", auth.RunCampaigns, (*site).showAsk},
		{"campaigns.create", "POST /campaigns/new", auth.RunCampaigns, (*site).ask},
		{"campaigns.see", "GET /campaigns/{campaign}", auth.SeeCatalogue, (*site).showCampaign},
		{"campaigns.left_csv", "GET /campaigns/{campaign}/left.csv", auth.SeeCatalogue, (*site).leftCSV},
		{"campaigns.start", "POST /campaigns/{campaign}/start", auth.RunCampaigns, (*site).startCampaign},
		{"campaigns.stop", "POST /campaigns/{campaign}/stop", auth.RunCampaigns, (*site).stopCampaign},
		{"campaigns.mails", "POST /campaigns/{campaign}/mails", auth.RunCampaigns, (*site).prepareMails},
	}
}

// errNoCampaigns is the answer of a console that was opened without their room.
var errNoCampaigns = assent.Problemf("NO_CAMPAIGNS", "This server sends no consent requests.").OfKind(assent.NotFound)

// CampaignsScreen lists the consent requests, the newest first.
type CampaignsScreen struct {
	Frame
	Campaigns []campaign.Status
}

// CampaignScreen is one of them: what it asks, how far it is, what came back.
type CampaignScreen struct {
	Frame
	Campaign campaign.Status
	Asks     []string
	Of       string // the brand, by name
	Left     []LeftLine
}

// LeftLine is somebody who is not asked, by the line of the file, and why.
type LeftLine struct {
	Line int64
	Why  string
}

func (s *site) campaigns(c *call) ([]campaign.Status, error) {
	if s.Campaigns == nil {
		return nil, errNoCampaigns
	}
	all, err := s.Campaigns.List(c.r.Context(), s.Org)
	slices.Reverse(all)
	return all, err
}

func (s *site) showCampaigns(c *call) error {
	all, err := s.campaigns(c)
	if err != nil {
		return err
	}
	f := s.frame(c, "campaigns")
	f.CSV = "/console/campaigns.csv"
	return s.draw(c, &CampaignsScreen{Frame: f, Campaigns: all})
}

func (s *site) campaignsCSV(c *call) error {
	all, err := s.campaigns(c)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, x := range all {
		row := []string{x.ID.String(), x.Plan.Name, string(x.State), x.Created.Format(time.RFC3339)}
		n := x.Counts
		for _, count := range []int{n.Audience, n.LeftOut, n.Waiting, n.Failed, n.Asked, n.Delivered, n.Yes, n.No, n.Silent} {
			row = append(row, strconv.Itoa(count))
		}
		rows = append(rows, row)
	}
	return c.csv("campaigns", []string{"id", "name", "state", "created_at", "audience", "left_out", "waiting", "failed", "asked", "delivered", "yes", "no", "silent"}, rows)
}

// campaign reads the one that the address names.
func (s *site) campaign(c *call) (campaign.Status, error) {
	id, err := c.pathID("campaign")
	if err != nil {
		return campaign.Status{}, err
	}
	if s.Campaigns == nil {
		return campaign.Status{}, errNoCampaigns
	}
	c.detail = id.String()
	return s.Campaigns.Status(c.r.Context(), s.Org, id)
}

func (s *site) showCampaign(c *call) error {
	status, err := s.campaign(c)
	if err != nil {
		return err
	}
	f := s.frame(c, "campaign", "name", status.Plan.Name)
	f.CSV = "/console/campaigns/" + status.ID.String() + "/left.csv"
	return s.draw(c, &CampaignScreen{
		Frame: f, Campaign: status, Asks: c.asks(status.Plan), Of: c.brandName(status.Plan.Brand), Left: c.leftLines(status),
	})
}

// asks names what a plan asks for.
func (c *call) asks(p campaign.Plan) []string {
	var out []string
	for _, a := range p.Ask {
		name := a.Purpose
		if purpose, ok := c.catalogue.Purpose(a.Purpose); ok {
			name, _ = c.words.Pick(purpose.Names)
		}
		out = append(out, name)
	}
	return out
}

// leftLines says why each is left out.
func (c *call) leftLines(s campaign.Status) []LeftLine {
	var out []LeftLine
	for _, l := range s.LeftOut {
		why := cmp.Or(c.words.Text("console.campaign.left."+l.Reason), c.words.Text("reason."+l.Reason), l.Reason)
		out = append(out, LeftLine{l.Line, why})
	}
	return out
}

// leftCSV lists who is left out, by the line of the file that named her.
func (s *site) leftCSV(c *call) error {
	status, err := s.campaign(c)
	if err != nil {
		return err
	}
	var rows [][]string
	for i, l := range c.leftLines(status) {
		rows = append(rows, []string{strconv.FormatInt(l.Line, 10), status.LeftOut[i].Reason, l.Why})
	}
	return c.csv("left-out", []string{"line", "reason", "sentence"}, rows)
}

// MayStart, MayStop and MayPrepare report what can be done with it now.
func (s *CampaignScreen) MayStart() bool {
	return s.Campaign.Plan.By == campaign.BySMTP && (s.Campaign.State == campaign.Checked || s.Campaign.State == campaign.Stopped)
}

// MayStop reports whether mails are leaving.
func (s *CampaignScreen) MayStop() bool { return s.Campaign.State == campaign.Sending }

// MayPrepare reports whether its mails can be taken as files.
func (s *CampaignScreen) MayPrepare() bool {
	return s.Campaign.Plan.By == campaign.Prepared && s.Campaign.State != campaign.Draft
}

// Column is one count, by the name of its words.
type Column struct {
	Name  string
	Count int
}

// Columns are the counts; the audience is the sum of those who are left out, wait, failed and were asked.
func (s *CampaignScreen) Columns() []Column {
	n := s.Campaign.Counts
	return []Column{
		{"audience", n.Audience}, {"left_out", n.LeftOut}, {"waiting", n.Waiting}, {"failed", n.Failed}, {"asked", n.Asked},
		{"delivered", n.Delivered}, {"yes", n.Yes}, {"no", n.No}, {"silent", n.Silent},
	}
}

// Tongues are the languages of its texts.
func (s *CampaignScreen) Tongues() []string {
	return slices.Sorted(maps.Keys(s.Campaign.Plan.Templates))
}

// onCampaign does something to a campaign; what cannot be done is said on its screen.
func (s *site) onCampaign(c *call, done string, act func(campaign.Status) error) error {
	status, err := s.campaign(c)
	if err != nil {
		return err
	}
	if err := act(status); err != nil {
		if err := c.wrong(err); err != nil {
			return err
		}
		return s.showCampaign(c)
	}
	return c.done("/campaigns/"+status.ID.String(), done)
}

func (s *site) startCampaign(c *call) error {
	return s.onCampaign(c, "campaign_started", func(x campaign.Status) error {
		_, err := s.Campaigns.Start(c.r.Context(), s.Org, x.ID)
		return err
	})
}

func (s *site) stopCampaign(c *call) error {
	return s.onCampaign(c, "campaign_stopped", func(x campaign.Status) error {
		_, err := s.Campaigns.Stop(c.r.Context(), s.Org, x.ID)
		return err
	})
}

// prepareMails hands out the mails of a campaign that somebody sends from a mailbox of her own: a file for each, and
// a page with a link for each that opens it in her mail program.
func (s *site) prepareMails(c *call) error {
	status, err := s.campaign(c)
	if err != nil {
		return err
	}
	letters, _, err := s.Campaigns.Prepare(c.r.Context(), s.Org, status.ID)
	if err != nil {
		if err := c.wrong(err); err != nil {
			return err
		}
		return s.showCampaign(c)
	}
	var b bytes.Buffer
	if err := campaign.Bundle(&b, status.Plan.Name, letters); err != nil {
		return err
	}
	return c.file("mails.zip", "application/zip", b.Bytes())
}
