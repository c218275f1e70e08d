package console

import (
	"slices"
	"strings"

	"assent"
	"assent/auth"
	"assent/catalogue"
	"assent/locale"
)

func clauseRoutes() []route {
	return []route{
		{"clauses.see", "GET /purposes/clauses", auth.SeeCatalogue, (*site).showClauses},
		{"clauses.csv", "GET /purposes/clauses.csv", auth.SeeCatalogue, (*site).clausesCSV},
		{"clauses.paper", "GET /purposes/paper/{item}", auth.SeeCatalogue, (*site).showPaper},
	}
}

// ClausesScreen gives the published words for use outside: on another form, in a mail's footer, in a privacy notice, on
// the telephone, on paper.
type ClausesScreen struct {
	Frame
	Points  []Option
	Tongues []Option
	Tongue  string // of the words to copy; that of the screen is the frame's
	Clauses []Clause
	Paper   string // address of the paper form
}

// Clause is one text to copy.
type Clause struct {
	Name string // console.clause.<name>
	Text string
}

// outside is one collection point in one language: what clauses are made from.
type outside struct {
	call     *call
	words    *locale.Printer
	point    *catalogue.CollectionPoint
	purposes []*catalogue.Purpose
	sender   []any // pairs of name and value, as footers take them
	join     string
	leave    string
}

// outside reads which collection point (else the first form) and which language the address asks for; nil if there is no
// point yet.
func (s *site) outside(c *call, point, language string) *outside {
	points := c.catalogue.CollectionPoints()
	if len(points) == 0 {
		return nil
	}
	at := points[0]
	for _, like := range []func(*catalogue.CollectionPoint) bool{isForm, func(p *catalogue.CollectionPoint) bool { return p.ID == point }} {
		if i := slices.IndexFunc(points, like); i >= 0 {
			at = points[i]
		}
	}
	o := &outside{call: c, point: at, words: s.Locale.Printer(language, c.catalogue.Settings().Language)}
	for _, b := range at.Boxes {
		if p, ok := c.catalogue.Purpose(b.Purpose); ok && p.Kind != assent.PurposeService && !slices.Contains(o.purposes, p) {
			o.purposes = append(o.purposes, p)
		}
	}
	set, brand := c.catalogue.Settings(), &catalogue.Brand{}
	if b, ok := c.catalogue.Brand(at.Brand); ok {
		brand = b
	}
	for name, value := range map[string]string{
		"sender": set.Name, "brand": orElse(brand.Name, set.Name), "postal_address": catalogue.Premises(orElse(brand.PostalAddress, set.PostalAddress), set.Name),
		"access_email": orElse(brand.AccessEmail, set.AccessEmail), "privacy_url": orElse(brand.PrivacyURL, set.PrivacyURL),
	} {
		if value != "" {
			o.sender = append(o.sender, name, value)
		}
	}
	if isForm(at) {
		o.join, o.leave = s.PublicURL+"/f/"+at.ID, s.PublicURL+"/o/"+at.ID
	}
	return o
}

// isForm reports whether a collection point is open on the web: its address can be given away.
func isForm(p *catalogue.CollectionPoint) bool {
	return p.Kind == catalogue.HostedForm || p.Kind == catalogue.EmbeddedForm
}

// say is a message with what is known of the sender, and more; empty if something that it needs is not set.
func (o *outside) say(key string, args ...any) string {
	text := o.words.Text(key, append(slices.Clone(o.sender), args...)...)
	if strings.Contains(text, "{") {
		return ""
	}
	return text
}

// in is a text of the catalogue in the language of the clauses.
func (o *outside) in(t catalogue.Texts) string { return t.In(o.words.Language()) }

func (o *outside) clauses() []Clause {
	all := []Clause{{"box", o.box()}, {"privacy", o.privacy()}, {"script", o.script()}}
	for _, origin := range []string{
		catalogue.OriginSubscribed, catalogue.OriginCustomer, catalogue.OriginDirect, catalogue.OriginPublic, catalogue.OriginSocial, catalogue.OriginPartner,
	} {
		all = append(all, Clause{origin, o.footer(origin)})
	}
	return slices.DeleteFunc(all, func(c Clause) bool { return c.Text == "" })
}

// sentence is what somebody agrees to: the purpose's own, with those for whom she says yes if they are others.
func (o *outside) sentence(p *catalogue.Purpose) string {
	out := orElse(o.in(p.Sentences), o.in(p.Names))
	if l, ok := o.call.catalogue.PartnerList(p.PartnerList); ok && p.PartnerList != "" {
		out += " (" + partnerNames(l) + ")"
	}
	return out
}

// box is what stands beside unticked boxes: a sentence each, then what must be known before (GDPR art. 13).
func (o *outside) box() string {
	var out []string
	for _, p := range o.purposes {
		out = append(out, "☐ "+o.sentence(p))
	}
	return paragraphs(append(out, o.notice(), o.leaving())...)
}

func (o *outside) notice() string {
	if n, ok := o.call.catalogue.Notice(o.point.Notice, ""); ok && o.point.Notice != "" {
		return o.in(n.Languages)
	}
	return ""
}

func (o *outside) leaving() string {
	if o.leave == "" {
		return ""
	}
	return o.say("clause.leave", "url", o.leave)
}

// footer says why somebody gets a message, by where her address comes from (GDPR art. 14(2)(f)), who writes, and how to
// stop it.
func (o *outside) footer(origin string) string {
	return paragraphs(o.say(origin), o.say("obligation.IDENTIFY_SENDER"), o.say("obligation.POSTAL_ADDRESS"), o.say("obligation.PRIVACY_NOTICE_LINK"), orElse(o.leaving(), o.say("obligation.OPT_OUT_LINK")))
}

// privacy is a paragraph for the privacy notice: who, what for, on what ground, for how long, which rights (GDPR art.
// 13).
func (o *outside) privacy() string {
	out := []string{orElse(o.say("clause.controller"), o.say("clause.controller_short"))}
	for _, p := range o.purposes {
		out = append(out, o.about(p)...)
	}
	return paragraphs(append(out, o.say("clause.proof"), o.say("clause.rights"), o.leaving())...)
}

// about says what is done for one purpose.
func (o *outside) about(p *catalogue.Purpose) []string {
	var channels []string
	for _, ch := range p.Channels {
		channels = append(channels, o.words.Text("by_channel."+string(ch)))
	}
	purpose := o.in(p.Names)
	out := []string{o.say("clause.purpose", "purpose", purpose, "channels", strings.Join(channels, ", ")), o.in(p.Descriptions)}
	if l, ok := o.call.catalogue.PartnerList(p.PartnerList); ok && p.PartnerList != "" {
		out = append(out, o.say("clause.partners", "purpose", purpose, "partners", partnerNames(l)))
	}
	if p.ValidityMonths > 0 {
		out = append(out, o.say("clause.validity", "purpose", purpose, "n", p.ValidityMonths))
	}
	return out
}

func partnerNames(l *catalogue.PartnerList) string {
	var names []string
	for _, p := range l.Partners {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}

// script is what is read in a call: who calls, the information, one question for each purpose, the way to say no.
func (o *outside) script() string {
	out := []string{o.say("clause.call.greeting")}
	if o.point.Kind == catalogue.CallScript { // that of a form speaks of boxes
		out = append(out, o.in(o.point.Intros))
	}
	out = append(out, o.notice())
	for _, p := range o.purposes {
		out = append(out, o.say("clause.call.ask"), "“"+o.sentence(p)+"”")
	}
	return paragraphs(append(out, o.say("clause.call.end"))...)
}

// paragraphs joins those that say something.
func paragraphs(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), "\n\n")
}

func (s *site) showClauses(c *call) error {
	query := c.r.URL.Query()
	screen := &ClausesScreen{Frame: s.frame(c, "clauses")}
	if o := s.outside(c, query.Get("point"), query.Get("language")); o != nil {
		screen.Tongue, screen.Clauses = o.words.Language(), o.clauses()
		asked := "point=" + o.point.ID + "&language=" + screen.Tongue
		screen.CSV, screen.Paper = "/console/purposes/clauses.csv?"+asked, "/console/purposes/paper/"+o.point.ID+"?language="+screen.Tongue
		for _, p := range c.catalogue.CollectionPoints() {
			title, _ := c.words.Pick(p.Titles)
			screen.Points = append(screen.Points, Option{p.ID, orElse(title, p.ID), p == o.point})
		}
		screen.Tongues = s.speaks(screen.Tongue)
	}
	return s.draw(c, screen)
}

// speaks lists the languages, by their own names.
func (s *site) speaks(chosen string) []Option {
	var out []Option
	for _, l := range s.Locale.Languages() {
		out = append(out, Option{l.Code, l.Name, l.Code == chosen})
	}
	return out
}

func (s *site) clausesCSV(c *call) error {
	var rows [][]string
	if o := s.outside(c, c.r.URL.Query().Get("point"), c.r.URL.Query().Get("language")); o != nil {
		for _, x := range o.clauses() {
			rows = append(rows, []string{o.point.ID, o.words.Language(), x.Name, x.Text})
		}
	}
	return c.csv("clauses", []string{"collection_point", "language", "clause", "text"}, rows)
}
