package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"assent"
	"assent/imports"
	"assent/intake"
)

type importVerb struct {
	where           `embed:""`
	File            string            `arg:"" help:"CSV file." type:"path"`
	Format          string            `help:"${import_formats}; recognised by its columns if not given."`
	State           string            `help:"Of a Mailchimp file, if its name does not say: subscribed, unsubscribed, cleaned, nonsubscribed."`
	Map             map[string]string `help:"Meaning of columns: --map 'E-Mail=email' --map 'Notes=-' (left out)." mapsep:"none"`
	Purpose         string            `help:"Purpose of rows that name none; a Mailchimp file names none, so it must be given."`
	Channel         string            `help:"Channel of rows that name none."`
	Brand           string            `help:"Brand of noes whose rows name none; any, if not given."`
	CollectionPoint string            `help:"Where these people were asked."`
	Notice          string            `help:"Notice that they were shown, as in marketing@1.0."`
	Topic           map[string]string `help:"Tags that are topics: --topic VIP=garden." mapsep:"none"`
	Relationship    string            `help:"Relationship to record for contacts without consent, as in purchase."`
	Zone            string            `help:"Time zone of times without one, as in Europe/Paris." default:"UTC"`
	KeepIP          bool              `help:"Keep IP addresses, encrypted."`
	DryRun          bool              `help:"Read and check everything, record nothing."`
	Report          string            `help:"CSV file for what is to be said of single lines; FILE.report.csv if not given." type:"path"`
	JSON            bool              `help:"As JSON."`
}

func (v *importVerb) Run(ctx context.Context, con console) (err error) {
	zone, err := time.LoadLocation(v.Zone)
	if err != nil {
		return assent.Problemf("BAD_ZONE", "--zone %s is not a time zone; use an IANA name such as Europe/Paris.", v.Zone)
	}
	h, err := v.open(ctx, con)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	if err := v.check(ctx, h); err != nil {
		return err
	}
	file, err := openInput(v.File)
	if err != nil {
		return err
	}
	defer file.Close()
	findings, err := os.OpenFile(v.reportPath(), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return cannotWrite(v.reportPath(), err)
	}
	defer func() { err = errors.Join(err, findings.Close()) }()
	report, err := v.take(ctx, con, h, file, findings, zone)
	if err != nil {
		return withFlag(err)
	}
	if err := con.print(v.JSON, report, report.Print); err != nil {
		return err
	}
	if !v.JSON {
		fmt.Fprintf(con.out, "What is to be said of single lines is in %s.\n", v.reportPath())
	}
	if report.Rows > 0 && report.Taken+report.Known == 0 {
		return errNo
	}
	return nil
}

// check refuses what every row would be refused for, and a report in place of the file.
func (v *importVerb) check(ctx context.Context, h *house) error {
	if v.reportPath() == v.File {
		return assent.Problemf("REPORT_OVER_FILE", "--report names the file itself, which the report would overwrite; name another.").In("report")
	}
	c, err := h.shelf.Current(ctx, h.org)
	if err != nil {
		return err
	}
	unknown := func(flag, id string) error {
		return assent.Problemf("NOT_IN_CATALOGUE", "--%s: the catalogue has no %q; publish it first, or correct its name.", flag, id).In(flag)
	}
	if _, ok := c.Purpose(v.Purpose); !ok && v.Purpose != "" {
		return unknown("purpose", v.Purpose)
	}
	if _, ok := c.Brand(v.Brand); !ok && v.Brand != "" {
		return unknown("brand", v.Brand)
	}
	if _, ok := c.CollectionPoint(v.CollectionPoint); !ok && v.CollectionPoint != "" {
		return unknown("collection-point", v.CollectionPoint)
	}
	if n := noticeOf(v.Notice); n.ID != "" {
		if _, ok := c.Notice(n.ID, n.Version); !ok {
			return unknown("notice", v.Notice)
		}
	}
	return nil
}

func (v *importVerb) take(ctx context.Context, con console, h *house, file io.ReadSeeker, findings io.Writer, zone *time.Location) (imports.Report, error) {
	lines, err := imports.NewFindingWriter(findings)
	if err != nil {
		return imports.Report{}, err
	}
	var job imports.Job
	options := v.options(zone, lines.Write)
	options.Begin = func(run string) (err error) {
		job, err = h.imports.Taken(ctx, h.org, options.FileName, run, v.settings())
		return err
	}
	bar := con.progress("importing")
	report, err := imports.Run(ctx, h.org, file, h.intake, options, func(p imports.Progress) { bar.to(p.Bytes, p.Total) })
	bar.end()
	noted := h.imports.Finished(context.WithoutCancel(ctx), h.org, job, report, err) // broken off too, for its undoing
	return report, errors.Join(err, noted, lines.Flush())
}

// settings are the flags as the list of imports keeps them.
func (v *importVerb) settings() imports.Settings {
	return imports.Settings{
		Format: v.Format, State: v.State, Columns: v.Map, Purpose: v.Purpose, Channel: assent.Channel(v.Channel),
		CollectionPoint: v.CollectionPoint, Notice: v.Notice, Relationship: v.Relationship, Zone: v.Zone,
	}
}

// withFlag adds to what is wrong with a file as a whole by which flag it is mended: package imports knows no flags.
func withFlag(err error) error {
	p, ok := assent.AsProblem(err)
	if !ok {
		return err
	}
	flag := map[string]string{
		"columns": "--map 'Title=email', or --map 'Title=-' to leave it out", "purpose": "--purpose newsletter",
		"state": "--state subscribed", "relationship": "--relationship account_only, or --map 'Title=last_purchase_on'",
	}[p.Field]
	if flag == "" {
		return err
	}
	told := *p
	told.Detail += " Here: " + flag + "."
	return &told
}

func (v *importVerb) options(zone *time.Location, findings func(imports.Finding) error) imports.Options {
	return imports.Options{
		Format: v.Format, FileName: filepath.Base(v.File), State: v.State, Columns: v.Map,
		Purpose: v.Purpose, Channel: assent.Channel(v.Channel), Brand: v.Brand, CollectionPoint: v.CollectionPoint,
		Notice: noticeOf(v.Notice), Topics: v.Topic, Relationship: v.Relationship, Zone: zone, KeepIP: v.KeepIP,
		DryRun: v.DryRun, Now: time.Now, Findings: findings,
	}
}

func (v *importVerb) reportPath() string {
	if v.Report != "" {
		return v.Report
	}
	return v.File + ".report.csv"
}

// noticeOf reads "marketing@1.0".
func noticeOf(s string) intake.Notice {
	for i := range s {
		if s[i] == '@' {
			return intake.Notice{ID: s[:i], Version: s[i+1:]}
		}
	}
	return intake.Notice{ID: s}
}
