package console

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"assent"
	"assent/catalogue"
)

// The collection point as it is composed.

var (
	pointKinds = []string{catalogue.HostedForm, catalogue.EmbeddedForm, catalogue.CallScript, catalogue.OnPaper, catalogue.ByAPI, catalogue.ByImport}
	origins    = []string{"", catalogue.OriginSubscribed, catalogue.OriginCustomer, catalogue.OriginDirect, catalogue.OriginPublic, catalogue.OriginSocial, catalogue.OriginPartner}
	asked      = []string{"email", "phone", "country", "kind"}
)

// formParts are the fields, texts and boxes of a collection point.
func (b *BuildScreen) formParts(s *site, c *call, p *catalogue.CollectionPoint) {
	say := c.words.Text
	b.ID, b.Version = p.ID, p.Version
	b.Fields = []Field{
		c.nameField(p.ID),
		{Name: "kind", Kind: "choice", Label: say("console.build.kind"), Options: c.options("console.build.kinds.", pointKinds, p.Kind)},
		{Name: "brand", Kind: "choice", Label: say("console.build.brand"), Options: c.brands(p.Brand)},
		{Name: "notice", Kind: "choice", Label: say("console.build.notice"), Hint: say("console.build.notice_hint"), Options: c.notices(p.Notice)},
		{Name: "asks", Kind: "checks", Label: say("console.build.asks"), Hint: say("console.build.asks_hint"), Options: c.options("console.build.asked.", asked, p.Asks...)},
		{Name: "origin", Kind: "choice", Label: say("console.build.origin"), Hint: say("console.build.origin_hint"), Options: c.origins(p.Origin)},
		{Name: "embed_origins", Kind: "area", Label: say("console.build.embed"), Hint: say("console.build.embed_hint"), Value: strings.Join(p.EmbedOrigins, "\n")},
	}
	b.Tongues = s.tongues(c, []text{
		{name: "titles", label: say("console.build.title_of"), in: p.Titles},
		{name: "intros", label: say("console.build.intro_of"), area: true, in: p.Intros},
		{name: "thanks", label: say("console.build.thanks"), hint: say("console.build.thanks_hint"), area: true, in: p.Thanks},
	})
	b.Blocks = formBlocks(c, p)
	b.Balance = balance(c, p)
	b.Warnings = c.warnings(c.catalogue, p)
}

// beginWith fills in a new form what the link to it named: its kind, its notice, and a purpose with those that it needs.
func (c *call) beginWith(form *catalogue.CollectionPoint) {
	query := c.r.URL.Query()
	if kind := query.Get("kind"); slices.Contains(pointKinds, kind) {
		form.Kind = kind
	}
	if n, ok := c.catalogue.Notice(query.Get("notice"), ""); ok {
		form.Notice = n.ID
	}
	p, ok := c.catalogue.Purpose(query.Get("purpose"))
	if !ok || p.Kind == assent.PurposeService {
		return
	}
	channel := firstChannel(p.Channels)
	for _, need := range c.catalogue.Needs(p, channel) {
		form.Boxes = append(form.Boxes, catalogue.Box{Purpose: need.Purpose.ID, Channel: firstChannel(need.Channels)})
	}
	form.Brand, form.Boxes = p.Brand, append(form.Boxes, catalogue.Box{Purpose: p.ID, Channel: channel})
}

// firstChannel is e-mail, for which a form asks the address anyway, else the first; a purpose has at least one.
func firstChannel(channels []assent.Channel) assent.Channel {
	if slices.Contains(channels, assent.Email) {
		return assent.Email
	}
	return channels[0]
}

// nameField is where a new item gets its name.
func (c *call) nameField(id string) Field {
	return Field{Name: "id", Kind: "text", Label: c.words.Text("console.build.id"), Hint: c.words.Text("console.build.id_hint"), Value: id}
}

func (c *call) brands(chosen string) []Option {
	out := []Option{{"", c.brandName(""), chosen == ""}}
	for _, b := range c.catalogue.Brands() {
		out = append(out, Option{b.ID, b.Name, b.ID == chosen})
	}
	return out
}

func (c *call) notices(chosen string) []Option {
	out := []Option{{"", c.words.Text("console.build.no_notice"), chosen == ""}}
	for _, n := range c.catalogue.Notices() {
		out = append(out, Option{n.ID, n.ID + " " + n.Version, n.ID == chosen})
	}
	return out
}

// origins are worded by the last part of their code.
func (c *call) origins(chosen string) []Option {
	var out []Option
	for _, o := range origins {
		_, short, _ := strings.Cut(o, ".")
		key := "console.build.origins." + cmp.Or(strings.ReplaceAll(short, ".", "_"), "none")
		out = append(out, Option{o, c.words.Text(key), o == chosen})
	}
	return out
}

// formBlocks are all boxes that a form can have: each purpose by each of its channels.
func formBlocks(c *call, p *catalogue.CollectionPoint) []Block {
	var shown []string
	topics := map[string][]string{}
	for _, b := range p.Boxes {
		key := b.Purpose + ":" + string(b.Channel)
		shown, topics[key] = append(shown, key), b.Topics
	}
	var out []Block
	for _, b := range c.boxes() {
		purpose, _ := c.catalogue.Purpose(b.Purpose)
		key := b.Purpose + ":" + string(b.Channel)
		sentence, _ := c.words.Pick(purpose.Sentences)
		block := Block{Key: key, Name: c.offer(b), Hint: sentence, Place: placed(shown, key)}
		for _, t := range purpose.Topics {
			name, _ := c.words.Pick(t.Names)
			block.Topics = append(block.Topics, Option{t.ID, name, slices.Contains(topics[key], t.ID)})
		}
		out = append(out, block)
	}
	return inPlace(out)
}

// boxes are those that the catalogue has something for.
func (c *call) boxes() []catalogue.Box {
	var out []catalogue.Box
	for _, p := range c.catalogue.Purposes() {
		if p.Kind == assent.PurposeService {
			continue
		}
		for _, channel := range p.Channels {
			out = append(out, catalogue.Box{Purpose: p.ID, Channel: channel})
		}
	}
	return out
}

// inPlace puts what is shown first, in its order.
func inPlace(all []Block) []Block {
	slices.SortStableFunc(all, func(a, b Block) int {
		return cmp.Compare(rank(a), rank(b))
	})
	return all
}

func rank(b Block) int {
	if n, err := strconv.Atoi(b.Place); err == nil {
		return n
	}
	return 1 << 20
}

// readForm is the collection point as it was typed.
func readForm(c *call, p catalogue.CollectionPoint) *catalogue.CollectionPoint {
	p.Kind, p.Brand, p.Notice, p.Origin = c.field("kind"), c.field("brand"), c.field("notice"), c.field("origin")
	p.Asks, p.EmbedOrigins = c.chosen("asks"), c.lines("embed_origins")
	p.Titles, p.Intros, p.Thanks = c.texts("titles"), c.texts("intros"), c.texts("thanks")
	before := p.Boxes
	p.Boxes = nil
	var known []string
	for _, b := range c.boxes() {
		known = append(known, b.Purpose+":"+string(b.Channel))
	}
	for _, key := range c.places(known) {
		purpose, channel, _ := strings.Cut(key, ":")
		b := catalogue.Box{Purpose: purpose, Channel: assent.Channel(channel), Topics: c.chosen("topics." + key)}
		for _, old := range before {
			if old.Purpose == b.Purpose && old.Channel == b.Channel {
				b.Party = old.Party
			}
		}
		p.Boxes = append(p.Boxes, b)
	}
	return &p
}

// formUse says where a form is used and what came of it.
func (b *BuildScreen) formUse(s *site, c *call, p *catalogue.CollectionPoint) error {
	if _, found := c.catalogue.CollectionPoint(p.ID); !found {
		return nil
	}
	counts, err := s.counts(c)
	if err != nil {
		return err
	}
	if counts != nil {
		of := counts[p.ID]
		b.Counts = &of
	}
	if _, hosted := c.catalogue.Form(p.ID); !hosted || s.Painter == nil {
		return nil
	}
	address, html, script := s.Painter.Snippets(c.catalogue, p, p.Titles.Language(c.words.Language()))
	say := c.words.Text
	b.Snippets = []Snippet{{say("console.build.link"), address}, {say("console.build.html"), html}, {say("console.build.script"), script}}
	b.Address, b.Used = address, append([]string{address}, p.EmbedOrigins...)
	b.QR, err = qrSVG(address, say("console.build.qr", "url", address))
	return err
}
