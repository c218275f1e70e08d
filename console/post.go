package console

import (
	"cmp"
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"assent"
	"assent/auth"
	"assent/dispatch"
	"assent/mail"
)

func postRoutes() []route {
	return []route{
		{"mail.see", "GET /integrations/mail", auth.SeeSettings, (*site).showMail},
		{"mail.csv", "GET /integrations/mail.csv", auth.SeeSettings, (*site).mailCSV},
		{"mail.tested", "POST /integrations/mail/test", auth.EditSettings, (*site).testMail},
		{"texts.see", "GET /integrations/texts", auth.SeeSettings, (*site).showTexts},
	}
}

// patienceForDNS is how long a screen waits for the DNS.
const patienceForDNS = 3 * time.Second

// MailScreen is how mails leave, and what the DNS says of their sender.
type MailScreen struct {
	Frame
	From    string
	Server  string
	Signing mail.Signing
	Asked   bool // the DNS was asked
	Records []mail.Record
}

// sender is the address from which the organisation's mails come.
func (s *site) sender(c *call) string {
	return cmp.Or(c.catalogue.Settings().SenderEmail, s.Post.From)
}

// domains are those of all addresses from which mails leave.
func (s *site) domains(c *call) []string {
	var out []string
	addresses := []string{s.sender(c)}
	for _, b := range c.catalogue.Brands() {
		addresses = append(addresses, b.SenderEmail)
	}
	for _, a := range addresses {
		if _, domain, ok := strings.Cut(a, "@"); ok && !slices.Contains(out, domain) {
			out = append(out, domain)
		}
	}
	return out
}

// records looks up what the sending domains have published.
func (s *site) records(c *call) (out []mail.Record) {
	if s.Post.Resolver == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(c.r.Context(), patienceForDNS)
	defer cancel()
	for _, domain := range s.domains(c) {
		out = append(out, mail.Records(ctx, s.Post.Resolver, mail.Sending{
			Domain: domain, Host: s.Post.Server, Selector: s.Post.Selector, DKIM: s.Post.DKIM, Reports: c.catalogue.Settings().AccessEmail,
		})...)
	}
	return out
}

// showMail asks the DNS only when somebody wants to know: it may be slow.
func (s *site) showMail(c *call) error {
	screen := &MailScreen{Frame: s.frame(c, "mail"), From: s.sender(c), Server: s.Post.Server, Signing: s.Post.Signing}
	screen.CSV = "/console/integrations/mail.csv"
	if c.r.URL.Query().Get("dns") == "look" {
		screen.Asked, screen.Records = true, s.records(c)
	}
	return s.draw(c, screen)
}

func (s *site) mailCSV(c *call) error {
	var rows [][]string
	for _, r := range s.records(c) {
		rows = append(rows, []string{r.Kind, r.Name, r.Want, r.Found, string(r.State)})
	}
	return c.csv("dns", []string{"kind", "name", "publish", "found", "state"}, rows)
}

var errNoMail = assent.Problemf("NO_MAIL_SERVER", "No mail server is set, so nothing can be sent: fill in [smtp] of the configuration and start again.").OfKind(assent.Unusable)

// testEvery is how often a test mail leaves an organisation.
const testEvery = time.Minute

// testMail sends a mail to the operator's own address, and nowhere else.
func (s *site) testMail(c *call) error {
	err := error(errNoMail)
	if s.Post.Notices != nil {
		err = s.Staff.Once(c.r.Context(), s.Org, "mail test", testEvery)
	}
	if err == nil {
		err = s.Post.Notices.MailNotice(c.r.Context(), s.Org, dispatch.Notice{
			ID: "test-" + strings.ToLower(rand.Text()), To: c.who().Email,
			Subject: c.words.Text("console.mail.test_subject"), Text: c.words.Text("console.mail.test_text", "page", s.PublicURL+"/console/integrations/mail"),
		})
	}
	if err == nil {
		return c.done("/integrations/mail", "mail_tested")
	}
	if p, told := assent.AsProblem(err); told && p.Kind == assent.Unavailable {
		err = p.OfKind(assent.Unusable) // the server of somebody else: it is said beside the button
	}
	if err := c.wrong(err); err != nil {
		return err
	}
	return s.showMail(c)
}

// TextsScreen is how texts leave.
type TextsScreen struct {
	Frame
	From    string
	Replies bool
	Address string // where answers come in, without its secret
}

func (s *site) showTexts(c *call) error {
	return s.draw(c, &TextsScreen{
		Frame: s.frame(c, "texts"), From: s.Post.Texts, Replies: s.Post.Replies, Address: s.PublicURL + "/in/twilio/…",
	})
}
