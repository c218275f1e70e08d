package dossier

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"assent"
	"assent/catalogue"
	"assent/ledger"
	"assent/prove"
	"assent/sheet"
	"assent/store"
)

// writing is a dossier on its way into a zip. Proofs go out as they are made; tables follow at the end.
type writing struct {
	*Dossier
	zip      *zip.Writer
	sums     strings.Builder
	events   [][]string
	people   map[assent.ID]bool
	wordings map[assent.NoticeRef]bool
	purposes map[purposeVersion]bool
	Summary
}

type purposeVersion struct {
	id      string
	version int
}

// Write writes the zip as it is made. An error after the first byte leaves half a file, which no reader
// of zip files opens.
func (d *Dossier) Write(ctx context.Context, w io.Writer) (Summary, error) {
	p := &writing{
		Dossier: d, zip: zip.NewWriter(w), people: map[assent.ID]bool{},
		wordings: map[assent.NoticeRef]bool{}, purposes: map[purposeVersion]bool{},
	}
	err := d.each(ctx, func(e *assent.Event) error { return p.event(ctx, e) })
	if err != nil {
		return p.Summary, err
	}
	p.People = len(p.people)
	standing, err := p.standing(ctx)
	if err != nil {
		return p.Summary, err
	}
	steps := []func() error{
		p.writeWordings, p.writePurposes,
		func() error { return p.table("events.csv", eventHead, p.events) },
		func() error { return p.table("standing.csv", standingHead, standing) },
		func() error { return p.file("log.key", []byte(d.desk.Key+"\n")) },
		func() error { return p.file("HOW-TO-VERIFY.txt", []byte(howTo)) },
		func() error { return p.index(standing) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return p.Summary, err
		}
	}
	sums, err := p.create("SHA256SUMS")
	if err != nil {
		return p.Summary, err
	}
	if _, err := io.WriteString(sums, p.sums.String()); err != nil {
		return p.Summary, err
	}
	return p.Summary, p.zip.Close()
}

func (p *writing) create(name string) (io.Writer, error) {
	return p.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: p.desk.Now().UTC().Truncate(2 * time.Second)})
}

// file adds one file and its checksum.
func (p *writing) file(name string, body []byte) error {
	w, err := p.create(name)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	fmt.Fprintf(&p.sums, "%s  %s\n", hex.EncodeToString(sum[:]), name)
	_, err = w.Write(body)
	return err
}

// table adds a CSV file that spreadsheets open without calculating anything.
func (p *writing) table(name string, head []string, rows [][]string) error {
	var b strings.Builder
	w, err := sheet.NewWriter(&b, sheet.Dialect{})
	if err != nil {
		return err
	}
	for _, row := range append([][]string{head}, rows...) {
		if err := w.Write(safe(row)); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return p.file(name, []byte(b.String()))
}

// event writes the proof of an act and its line.
func (p *writing) event(ctx context.Context, e *assent.Event) error {
	if p.Events++; p.Events > MostEvents {
		return errTooMany
	}
	p.people[e.Person] = true
	p.remember(e)
	name, address := proofName(e), ""
	bundle, err := p.desk.Proofs.Prove(ctx, p.org, e.ID.String(), p.ask.Share)
	switch {
	case errors.Is(err, prove.ErrNotYet):
		p.Waiting++
		name = ""
	case err != nil:
		return err
	default:
		if address, err = opened(bundle); err != nil {
			return err
		}
		if err := p.file(name, bundle); err != nil {
			return err
		}
	}
	if address == "" {
		if address, err = p.desk.Proofs.Address(ctx, p.org, e.Points, p.ask.Share); err != nil {
			return err
		}
	}
	p.events = append(p.events, line(e, address, name))
	return nil
}

func (p *writing) remember(e *assent.Event) {
	if e.Notice != nil {
		p.wordings[*e.Notice] = true
	}
	for _, c := range e.Choices {
		p.purposes[purposeVersion{c.Purpose, c.Version}] = true
	}
}

func proofName(e *assent.Event) string { return fmt.Sprintf("proofs/%08d-%s.json", e.Number, e.Code) }

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// opened is the address that a bundle shows.
func opened(bundle []byte) (string, error) {
	f, err := ledger.Verify(bundle, "")
	if err != nil {
		return "", err
	}
	return addressOf(f), nil
}

// answers puts what was said into one cell: "newsletter:email yes; no to offers:sms".
func answers(e *assent.Event) string {
	var out []string
	for _, c := range e.Choices {
		reply := string(c.Reply)
		if c.Reply == assent.Yes {
			reply = "yes"
		}
		out = append(out, fmt.Sprintf("%s:%s %s", c.Purpose, c.Channel, reply))
	}
	for _, n := range e.Noes {
		out = append(out, fmt.Sprintf("%s: no to %s:%s", n.Kind, orAny(n.Scope.Purpose), orAny(n.Scope.Channel)))
	}
	return strings.Join(out, "; ")
}

func orAny(s string) string {
	if s == "" {
		return assent.Any
	}
	return s
}

func wording(n *assent.NoticeRef) string {
	if n == nil {
		return ""
	}
	return n.ID + "@" + n.Version + "." + n.Language
}

// writeWordings adds each text that was shown, as the catalogue has it.
func (p *writing) writeWordings() error {
	refs := slices.SortedFunc(keys(p.wordings), func(a, b assent.NoticeRef) int { return strings.Compare(wording(&a), wording(&b)) })
	for _, ref := range refs {
		n, ok := p.catalogue.Notice(ref.ID, ref.Version)
		if !ok {
			continue
		}
		if err := p.file(wordingName(ref), []byte(n.Languages[ref.Language])); err != nil {
			return err
		}
	}
	return nil
}

func wordingName(ref assent.NoticeRef) string { return "wordings/" + wording(&ref) + ".txt" }

// writePurposes adds each purpose in the version that was asked for.
func (p *writing) writePurposes() error {
	all := slices.SortedFunc(keys(p.purposes), func(a, b purposeVersion) int {
		return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
	})
	for _, v := range all {
		var item *catalogue.Purpose
		item, ok := p.catalogue.PurposeVersion(v.id, v.version)
		if !ok {
			continue
		}
		body, err := json.MarshalIndent(item, "", "  ")
		if err != nil {
			return err
		}
		if err := p.file(fmt.Sprintf("purposes/%s@%d.json", v.id, v.version), append(body, '\n')); err != nil {
			return err
		}
	}
	return nil
}

var standingHead = []string{"person", "contact_point", "kind", "purpose", "channel", "status"}

// standing says how each answer stands now.
func (p *writing) standing(ctx context.Context) (rows [][]string, err error) {
	people := slices.SortedFunc(keys(p.people), func(a, b assent.ID) int { return strings.Compare(a.String(), b.String()) })
	for _, person := range people {
		err := p.desk.Archive.Read(ctx, p.org, func(v *store.View) error {
			state, err := v.State(person)
			if err == nil {
				rows = append(rows, p.standingOf(state)...)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func (p *writing) standingOf(state *assent.State) [][]string {
	var rows [][]string
	for _, purpose := range p.catalogue.Purposes() {
		if p.ask.Purpose != "" && p.ask.Purpose != purpose.ID {
			continue
		}
		for _, ch := range purpose.Channels {
			for id, point := range state.Points {
				if !point.Kind.Reaches(ch) {
					continue
				}
				s := state.Standing(id, purpose.Cell(ch, purpose.Party()), p.desk.Now())
				rows = append(rows, []string{state.Person.String(), id.String(), string(point.Kind), purpose.ID, string(ch), string(s.Status)})
			}
		}
	}
	slices.SortFunc(rows, slices.Compare[[]string])
	return rows
}
