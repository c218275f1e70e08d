package rights

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"slices"
	"time"

	"assent"
	"assent/address"
	"assent/sheet"
)

// OwnExport is [Desk.Export] for a person on her own page (GDPR art. 15(3), art. 20): her other
// contact points are masked, since the code shows that she reads this mailbox and no other. At a shared
// address there is none: [ErrShared].
func (d *Desk) OwnExport(ctx context.Context, org assent.ID, own Own) (Export, error) {
	if own.Shared {
		return Export{}, ErrShared
	}
	if err := d.showHer(ctx, org, own.Person); err != nil {
		return Export{}, err
	}
	out, err := d.Export(ctx, org, own.Person)
	if err != nil {
		return Export{}, err
	}
	masks := map[string]string{}
	for i, p := range out.Person.Points {
		if p.ID != own.Point {
			masked := address.Address{Kind: p.Kind, Value: p.Address}.Masked()
			masks[p.Address], out.Person.Points[i].Address = masked, masked
		}
	}
	for _, r := range out.Events {
		for name, value := range r.Personal {
			if masked, known := masks[value]; known {
				r.Personal[name] = masked
			} else if name == "address" && value != own.Address {
				r.Personal[name] = "•••"
			}
		}
	}
	return out, nil
}

// CSV is the export as one table for spreadsheets: each line says what kind of record it is. Cells
// that a spreadsheet would take for a formula begin with an apostrophe.
func (x *Export) CSV() ([]byte, error) {
	lines := [][]string{{"record", "name", "channel", "value", "since", "code"}}
	for _, p := range x.Person.Points {
		lines = append(lines, []string{"contact_point", string(p.Kind), "", p.Address, stamp(p.Since), ""})
		for _, name := range sortedKeys(p.Known) {
			lines = append(lines, []string{"attribute", name, "", p.Known[name], "", ""})
		}
	}
	for _, c := range x.Person.Choices {
		lines = append(lines, []string{"choice", c.Purpose, string(c.Channel), string(c.Status), stamp(c.Since), ""})
	}
	for _, n := range x.Person.Noes {
		lines = append(lines, []string{"no", n.Scope.Purpose, n.Scope.Channel, string(n.Kind), stamp(n.Since), ""})
	}
	for _, r := range x.Events {
		lines = append(lines, []string{"event", string(r.Type), "", string(r.Method), stamp(r.Time()), string(r.Code)})
		for _, name := range sortedKeys(r.Personal) {
			lines = append(lines, []string{"personal", name, "", r.Personal[name], "", string(r.Code)})
		}
	}
	for _, line := range lines {
		for i := range line {
			line[i] = sheet.Safe(line[i])
		}
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	err := w.WriteAll(lines)
	return b.Bytes(), err
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func sortedKeys(m map[string]string) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.SortFunc(out, cmp.Compare[string])
	return out
}
