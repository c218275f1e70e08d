package console

import (
	"strconv"

	"assent/catalogue"
)

// roomFor is how many partners can be added at once.
const roomFor = 3

// partnerRows are the partners, one a row, and some rows to fill.
func partnerRows(c *call, l *catalogue.PartnerList) (out [][]Field) {
	rows := len(l.Partners)
	if sent := c.sentPartners(); sent > rows {
		rows = sent
	}
	for n := range rows + roomFor {
		p := catalogue.Partner{}
		if n < len(l.Partners) {
			p = l.Partners[n]
		}
		var row []Field
		for _, f := range []Field{{Name: "name", Value: p.Name}, {Name: "url", Value: p.URL}, {Name: "id", Value: p.ID}} {
			cell := c.entry("partner_"+f.Name, f.Value)
			cell.Label = c.words.Text("console.item.partner_"+f.Name, "count", n+1)
			cell.Name = "partners." + strconv.Itoa(n) + "." + f.Name
			row = append(row, cell)
		}
		out = append(out, row)
	}
	return out
}

// sentPartners is how many rows a posted form has with a name.
func (c *call) sentPartners() (rows int) {
	for n := 0; c.r.PostForm.Has("partners." + strconv.Itoa(n) + ".name"); n++ {
		if c.field("partners."+strconv.Itoa(n)+".name") != "" {
			rows = n + 1
		}
	}
	return rows
}

func readPartners(_ *site, c *call, before *catalogue.PartnerList) (*catalogue.PartnerList, error) {
	l := *before
	l.Partners = []catalogue.Partner{}
	for n := range c.sentPartners() {
		at := "partners." + strconv.Itoa(n) + "."
		if p := (catalogue.Partner{ID: c.field(at + "id"), Name: c.field(at + "name"), URL: c.field(at + "url")}); p.Name != "" {
			p.ID = orElse(p.ID, slug(p.Name))
			l.Partners = append(l.Partners, p)
		}
	}
	return &l, nil
}

// slug makes an identifier of a name: its letters of the alphabet and digits, with a hyphen for all between.
func slug(name string) string {
	var out []byte
	for _, r := range name {
		switch {
		case r >= 'A' && r <= 'Z':
			out = append(out, byte(r)+'a'-'A')
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			out = append(out, byte(r))
		case len(out) > 0 && out[len(out)-1] != '-':
			out = append(out, '-')
		}
	}
	for len(out) > 0 && out[len(out)-1] == '-' {
		out = out[:len(out)-1]
	}
	return string(out[:min(len(out), 60)])
}
