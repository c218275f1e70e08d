package console

import (
	"context"
	"time"

	"assent"
	"assent/auth"
	"assent/dispatch"
	"assent/mail"
)

// Post is how mails and texts leave, as far as the console shows it.
type Post struct {
	Notices  Notifier      // nil: no mail can be sent
	Resolver mail.Resolver // nil: the DNS is not asked
	From     string        // sender's address where neither brand nor settings name one
	Server   string        // name of the mail server; empty: none is set
	Selector string
	Signing  mail.Signing // who signs mails
	DKIM     string       // the public key, as a record of the DNS; empty if we do not sign
	Texts    string       // whom texts come from; empty: none leave
	Replies  bool         // texts can be answered
}

// Notifier mails short notices to those who run the house; a *dispatch.Desk is one.
type Notifier interface {
	MailNotice(ctx context.Context, org assent.ID, n dispatch.Notice) error
}

func integrationRoutes() []route {
	var all []route
	for _, some := range [][]route{
		{{"integrations.see", "GET /integrations", auth.SeeSettings, (*site).showIntegrations}},
		keyRoutes(), webhookRoutes(), reportRoutes(), postRoutes(),
	} {
		all = append(all, some...)
	}
	return all
}

// IntegrationsScreen leads to all that connects the house with other programs, and says how each does.
type IntegrationsScreen struct {
	Frame
	Ways []Way
}

// Way is one kind of connection.
type Way struct {
	Name string // console.integrations.<name>
	URL  string
	Many int
	Bad  int // that fail or are switched off
}

func (s *site) showIntegrations(c *call) error {
	keys, err := s.Keys.List(c.r.Context(), s.Org)
	if err != nil {
		return err
	}
	hooks, err := s.Webhooks.List(c.r.Context(), s.Org)
	if err != nil {
		return err
	}
	doors, err := s.Reports.Doors(c.r.Context(), s.Org)
	if err != nil {
		return err
	}
	ways := []Way{{Name: "keys"}, {Name: "webhooks"}, {Name: "reports"}, {Name: "mail"}, {Name: "texts"}}
	for i := range ways {
		ways[i].URL = "/console/integrations/" + ways[i].Name
	}
	for _, k := range keys {
		ways[0].Many += one(k.Revoked.IsZero())
	}
	for _, h := range hooks {
		ways[1].Many++
		ways[1].Bad += one(!h.Failing.IsZero() || !h.Disabled.IsZero())
	}
	for _, d := range doors {
		ways[2].Many += one(d.Closed.IsZero())
	}
	ways[3].Many, ways[4].Many = one(s.Post.Server != ""), one(s.Post.Texts != "")
	return s.draw(c, &IntegrationsScreen{Frame: s.frame(c, "integrations"), Ways: ways})
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// SecretScreen shows a secret, this once.
type SecretScreen struct {
	Frame
	What   string // console.secret.<what> says what to do with it
	Secret string
	Back   string
}

func (s *site) showSecret(c *call, what, secret, back string) error {
	return s.draw(c, &SecretScreen{Frame: s.frame(c, "secret"), What: what, Secret: secret, Back: "/console" + back})
}

// stamp is a time in a file; empty for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
