package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"

	"assent"
	"assent/campaign"
	"assent/dispatch"
)

type campaignVerb struct {
	Lint    campaignLintVerb    `cmd:"" help:"Say what in the texts of a plan promotes something or is missing; exit 1 if anything."`
	Send    campaignSendVerb    `cmd:"" help:"Ask an audience; the running server sends the mails, a batch at a time."`
	Prepare campaignPrepareVerb `cmd:"" help:"Write the mails to a zip, for somebody who sends them from a mailbox of her own."`
	Status  campaignStatusVerb  `cmd:"" help:"How a campaign stands and what came back; without an identifier, all of them."`
	Start   campaignStartVerb   `cmd:"" help:"Start a campaign that was made by API, or go on with one that was stopped."`
	Stop    campaignStopVerb    `cmd:"" help:"Keep the mails that have not left from leaving."`
}

// campaigns opens the desk for consent requests.
func (h *house) campaigns(office *dispatch.Desk) *campaign.Desk {
	return campaign.New(campaign.Config{
		Archive: h.archive, Vault: h.vault, Shelf: h.shelf, Decide: h.ask, Intake: h.intake, Office: office,
		Mint: h.links, Words: h.words, Now: h.now, Random: rand.Reader, PublicURL: h.cfg.PublicURL, Stops: h.stops,
	})
}

// byVerb is the actor of campaigns that are made on the command line.
var byVerb = assent.Actor{Kind: assent.ActorOperator, ID: "command line"}

type campaignLintVerb struct {
	Plan string `arg:"" help:"YAML file of the plan." type:"path"`
	JSON bool   `help:"As JSON."`
}

func (v *campaignLintVerb) Run(con console) error {
	p, err := readPlan(v.Plan)
	if err != nil {
		return err
	}
	found := campaign.Lint(p.Templates)
	if found == nil {
		found = []campaign.Finding{}
	}
	err = con.print(v.JSON, found, func(w io.Writer) error {
		for _, f := range found {
			fmt.Fprintln(w, f)
		}
		if len(found) == 0 {
			fmt.Fprintln(w, "Nothing found: the texts ask, and promote nothing.")
		}
		return nil
	})
	if err == nil && len(found) > 0 {
		return errNo
	}
	return err
}

func readPlan(path string) (campaign.Plan, error) {
	f, err := openInput(path)
	if err != nil {
		return campaign.Plan{}, err
	}
	defer f.Close()
	return campaign.ReadPlan(f)
}

// question are the files of a campaign.
type question struct {
	where    `embed:""`
	Plan     string `arg:"" help:"YAML file of the plan: name, brand, ask, notice, templates, batch, pace_minutes." type:"path"`
	Audience string `arg:"" help:"CSV file with a column email; 50 contacts at most." type:"path"`
	DryRun   bool   `help:"Say what would be found and who would be left out, and do nothing."`
	JSON     bool   `help:"As JSON."`
}

func (q question) read() (campaign.Plan, []campaign.Contact, error) {
	p, err := readPlan(q.Plan)
	if err != nil {
		return p, nil, err
	}
	f, err := openInput(q.Audience)
	if err != nil {
		return p, nil, err
	}
	defer f.Close()
	audience, err := campaign.ReadAudience(f)
	return p, audience, err
}

// ask makes the campaign and goes on with it, unless it is a dry run or a draft.
func (q question) ask(ctx context.Context, con console, by campaign.Sender, then func(*campaign.Desk, assent.ID, campaign.Status) (campaign.Status, error)) (err error) {
	p, audience, err := q.read()
	if err != nil {
		return err
	}
	p.By = by
	h, err := q.open(ctx, con)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	desk := h.campaigns(h.letters(noMailer{}))
	create := desk.Create
	if q.DryRun {
		create = desk.Preview
	}
	s, err := create(ctx, h.org, byVerb, p, audience)
	if err != nil {
		return err
	}
	if !q.DryRun && s.State != campaign.Draft {
		if s, err = then(desk, h.org, s); err != nil {
			return err
		}
	}
	if err := con.print(q.JSON, s, campaignText(s)); err != nil {
		return err
	}
	if s.State == campaign.Draft || s.Counts.Waiting+s.Counts.Asked == 0 {
		return errNo
	}
	return nil
}

type campaignSendVerb struct {
	question `embed:""`
}

func (v *campaignSendVerb) Run(ctx context.Context, con console) error {
	return v.ask(ctx, con, campaign.BySMTP, func(d *campaign.Desk, org assent.ID, s campaign.Status) (campaign.Status, error) {
		return d.Start(ctx, org, s.ID)
	})
}

type campaignPrepareVerb struct {
	question `embed:""`
	Out      string `help:"Zip file to write." default:"mails.zip" type:"path"`
}

func (v *campaignPrepareVerb) Run(ctx context.Context, con console) error {
	if _, err := os.Stat(v.Out); err == nil && !v.DryRun {
		return assent.Problemf("FILE_EXISTS", "%s is there already, and nothing is overwritten; name another file.", v.Out)
	}
	return v.ask(ctx, con, campaign.Prepared, func(d *campaign.Desk, org assent.ID, s campaign.Status) (campaign.Status, error) {
		letters, s, err := d.Prepare(ctx, org, s.ID)
		if err != nil || len(letters) == 0 {
			return s, err
		}
		return s, writeNew(v.Out, 0o600, func(w io.Writer) error { return campaign.Bundle(w, s.Plan.Name, letters) })
	})
}

// deed is what can be done to a campaign that exists.
type deed func(ctx context.Context, org, id assent.ID) (campaign.Status, error)

// oneCampaign names a campaign that exists.
type oneCampaign struct {
	where `embed:""`
	ID    string `arg:"" help:"Identifier of the campaign."`
	JSON  bool   `help:"As JSON."`
}

func (v oneCampaign) do(ctx context.Context, con console, what func(*campaign.Desk) deed) (err error) {
	id, err := assent.ParseID(v.ID)
	if err != nil {
		return assent.Problemf("NO_SUCH_CAMPAIGN", "%q is no identifier of a campaign; `assent campaign status` lists them.", v.ID).OfKind(assent.NotFound)
	}
	h, err := v.open(ctx, con)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	s, err := what(h.campaigns(h.letters(noMailer{})))(ctx, h.org, id)
	if err != nil {
		return err
	}
	return con.print(v.JSON, s, campaignText(s))
}

type campaignStartVerb struct {
	oneCampaign `embed:""`
}

func (v *campaignStartVerb) Run(ctx context.Context, con console) error {
	return v.do(ctx, con, func(d *campaign.Desk) deed { return d.Start })
}

type campaignStopVerb struct {
	oneCampaign `embed:""`
}

func (v *campaignStopVerb) Run(ctx context.Context, con console) error {
	return v.do(ctx, con, func(d *campaign.Desk) deed { return d.Stop })
}

type campaignStatusVerb struct {
	where `embed:""`
	ID    string `arg:"" optional:"" help:"Identifier of the campaign."`
	JSON  bool   `help:"As JSON."`
}

func (v *campaignStatusVerb) Run(ctx context.Context, con console) (err error) {
	if v.ID != "" {
		one := oneCampaign{where: v.where, ID: v.ID, JSON: v.JSON}
		return one.do(ctx, con, func(d *campaign.Desk) deed { return d.Status })
	}
	h, err := v.open(ctx, con)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	all, err := h.campaigns(h.letters(noMailer{})).List(ctx, h.org)
	if err != nil {
		return err
	}
	return con.print(v.JSON, all, func(w io.Writer) error {
		for _, s := range all {
			fmt.Fprintf(w, "%s  %-8s %3d of %d asked, %d yes, %d no  %s\n", s.ID, s.State, s.Counts.Asked, s.Counts.Audience, s.Counts.Yes, s.Counts.No, s.Plan.Name)
		}
		if len(all) == 0 {
			fmt.Fprintln(w, "No campaign has been made yet.")
		}
		return nil
	})
}

// campaignText tells how a campaign stands.
func campaignText(s campaign.Status) func(io.Writer) error {
	return func(w io.Writer) error {
		c := s.Counts
		fmt.Fprintf(w, "%s\n%s  %s\n\n", s.Plan.Name, s.ID, s.State)
		for _, f := range s.Findings {
			fmt.Fprintf(w, "  %s\n", f)
		}
		for _, l := range s.LeftOut {
			fmt.Fprintf(w, "  line %d is left out: %s\n", l.Line, l.Reason)
		}
		_, err := fmt.Fprintf(w, "\naudience %d, left out %d, waiting %d, failed %d\nasked %d (%d of them unclear), delivered %d\nyes %d, no %d, silent %d\n",
			c.Audience, c.LeftOut, c.Waiting, c.Failed, c.Asked, c.Unclear, c.Delivered, c.Yes, c.No, c.Silent)
		return err
	}
}
