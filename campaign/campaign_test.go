package campaign_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/campaign"
	"assent/intake"
	"assent/intake/intaketest"
)

func TestACampaignAsksThoseWhomABasisCoversAndListsTheOthers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, name := range []string{"ana", "leaver", "quiet", "gone"} {
			h.customer(name + "@example.org")
		}
		no := assent.Everything()
		h.Record(intake.Act{Type: assent.ConsentWithdrawn, Contact: intaketest.Email("leaver@example.org"), Scope: &no, Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"}})
		h.Record(intake.Act{Type: assent.PauseSet, Contact: intaketest.Email("quiet@example.org"), Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
			Pause: &assent.Pause{Scope: assent.Everything(), Until: assent.DayOf(h.Clock.Now().AddDate(0, 1, 0))}})
		h.Record(intaketest.Confirm(h.Record(intaketest.SignUp("fan@example.org", "newsletter", "club"))))
		h.Record(intake.Act{Type: assent.ContactRecorded, Contact: intaketest.Email("stranger@example.org"), Contacted: &assent.Contact{Kind: assent.ContactClick}, Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"}})
		h.Record(intake.Act{Type: assent.SuppressionAdded, Contact: intaketest.Email("gone@example.org"), Suppression: &assent.Suppression{Kind: "bounce"}, Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"}})

		s := h.create(plan(), "ana@example.org", "leaver@example.org", "quiet@example.org", "fan@example.org",
			"stranger@example.org", "nobody@example.org", "gone@example.org", "no address", "ANA@example.org")
		if s.State != campaign.Checked || s.Counts.Waiting != 1 || s.Counts.LeftOut != 8 {
			t.Fatalf("%s: %+v %+v", s.State, s.Counts, s.LeftOut)
		}
		want := map[int64]string{
			3: campaign.SaidNo, 4: "PAUSED", 5: campaign.Agreed, 6: "REPERMISSION_IS_MARKETING", 7: campaign.NotRecorded, 8: "SUPPRESSED", 9: campaign.Unreadable, 10: campaign.Duplicate,
		}
		for _, l := range s.LeftOut {
			if reason := want[l.Line]; l.Reason != reason {
				t.Errorf("line %d is left out for %q, want %q", l.Line, l.Reason, reason)
			}
		}
		if want := []assent.Reason{campaign.SaidNo, "PAUSED", "REPERMISSION_IS_MARKETING", campaign.NotRecorded, "SUPPRESSED"}; !slices.Equal(h.stopped, want) {
			t.Errorf("counted as stopped: %q, want %q", h.stopped, want)
		}
		if len(h.box.Mails()) != 0 {
			t.Error("a campaign that was only made has sent mails")
		}
		if s = h.start(s.ID); s.State != campaign.Done || s.Counts.Asked != 1 || len(h.box.Mails()) != 1 {
			t.Errorf("%s: %+v, %d mails", s.State, s.Counts, len(h.box.Mails()))
		}
		h.Audit()
	})
}

func TestTheMailIsInHerLanguageAndBearsItsOwnLinkCodeAndWayOut(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		h := open(t, base)
		h.customer("ana@example.org")
		h.start(h.create(plan(), "ana@example.org").ID)
		m := h.mailsTo("ana@example.org")[0]
		token := h.question(m)
		e := h.Event(token.Event)
		if e.Type != assent.MessageSent || e.Message.Kind != assent.Reconfirm || e.Message.Basis == "" || e.Message.Basis == assent.ConsentBasis {
			t.Errorf("recorded as %s %+v", e.Type, e.Message)
		}
		if !slices.Equal(e.Evidence.Shown, []string{"newsletter:email", "club:email"}) || e.Evidence.Wording == "" || e.Notice == nil || e.Notice.Language != "fr" {
			t.Errorf("evidence %+v, notice %+v", e.Evidence, e.Notice)
		}
		for _, want := range []string{"Alpenglow peut-il vous écrire", "Newsletter", "Club", string(e.Code), "/u/"} {
			if !strings.Contains(m.Subject+m.Text, want) {
				t.Errorf("the mail does not say %q:\n%s", want, m.Text)
			}
		}
		if m.Headers["List-Unsubscribe-Post"] == "" || !strings.Contains(m.HTML, "/a/") {
			t.Errorf("headers %v", m.Headers)
		}
	})
}

func TestNobodyIsAskedTheSameTwice(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.customer("ana@example.org")
		h.start(h.create(plan(), "ana@example.org").ID)

		again := plan()
		again.Ask = []campaign.Asking{{Purpose: "newsletter"}}
		if s := h.create(again, "ana@example.org"); len(s.LeftOut) != 1 || s.LeftOut[0].Reason != campaign.AskedBefore {
			t.Errorf("asked again: %+v", s)
		}
		again.AskAgainMonths = 6
		h.Clock.Pass(200 * 24 * time.Hour)
		if s := h.create(again, "ana@example.org"); s.Counts.Waiting != 1 {
			t.Errorf("after the period of the plan: %+v", s)
		}
		other := plan()
		other.Ask = []campaign.Asking{{Purpose: "offers"}, {Purpose: "newsletter"}}
		if s := h.create(other, "ana@example.org"); s.Counts.Waiting != 0 {
			t.Errorf("a question that holds an old one: %+v", s)
		}
	})
}

func TestTwoCampaignsAtOnceAskOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.customer("ana@example.org")
		first, second := h.create(plan(), "ana@example.org"), h.create(plan(), "ana@example.org")
		_, err := h.Start(t.Context(), h.Org, first.ID)
		must(t, err)
		h.start(second.ID) // both are due, and carried together
		h.Clock.Pass(time.Hour)
		h.work()
		if a, b := h.status(first.ID), h.status(second.ID); len(h.box.Mails()) != 1 || a.Counts.Asked+b.Counts.Asked != 1 || a.State != campaign.Done || b.State != campaign.Done {
			t.Errorf("%d mails; %s %+v and %s %+v", len(h.box.Mails()), a.State, a.Counts, b.State, b.Counts)
		}
	})
}

func TestAnswersComeBackFromTheLog(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var all []string
		for _, name := range []string{"yes", "no", "silent", "bounced"} {
			all = append(all, name+"@example.org")
			h.customer(name + "@example.org")
		}
		id := h.create(plan(), all...).ID
		h.start(id)
		h.answers(h.mailsTo("yes@example.org")[0], "newsletter")
		h.answers(h.mailsTo("no@example.org")[0])
		h.Record(intake.Act{Type: assent.SuppressionAdded, Contact: intaketest.Email("bounced@example.org"), Suppression: &assent.Suppression{Kind: "bounce"}, Actor: assent.Actor{Kind: assent.ActorKey, ID: "mailer"}})

		want := campaign.Counts{Audience: 4, Asked: 4, Delivered: 3, Yes: 1, No: 1, Silent: 2}
		if s := h.status(id); s.Counts != want {
			t.Errorf("%+v, want %+v", s.Counts, want)
		}
		if got := h.status(id).Counts; got.Asked != got.Yes+got.No+got.Silent {
			t.Errorf("the counts do not add up: %+v", got)
		}
		state := h.State("yes@example.org")
		for purpose, status := range map[string]assent.Status{"newsletter": assent.Granted, "club": assent.Refused} {
			cell := assent.Scope{Brand: "alpenglow", Purpose: purpose, Channel: "email", Party: "own"}
			for point := range state.Points {
				if s := state.Standing(point, cell, h.Clock.Now()); s.Status != status {
					t.Errorf("%s is %s, want %s", purpose, s.Status, status)
				}
			}
		}
	})
}

func TestMailsLeaveInBatchesAndStopAtAnyTime(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		h := open(t, base)
		var all []string
		for i := range 7 {
			all = append(all, fmt.Sprintf("c%d@example.org", i))
			h.customer(all[i])
		}
		p := plan()
		p.Batch, p.PaceMinutes = 3, 10
		id := h.create(p, all...).ID
		if s := h.start(id); s.State != campaign.Sending || s.Counts.Asked != 3 || s.Counts.Waiting != 4 {
			t.Fatalf("after the first batch: %s %+v", s.State, s.Counts)
		}
		if _, err := h.Start(t.Context(), h.Org, id); problemOf(t, err) != "ALREADY_STARTED" {
			t.Error("started twice")
		}
		_, err := h.Stop(t.Context(), h.Org, id)
		must(t, err)
		h.Clock.Pass(time.Hour)
		h.work()
		if s := h.status(id); s.State != campaign.Stopped || s.Counts.Asked != 3 {
			t.Fatalf("after it was stopped: %s %+v", s.State, s.Counts)
		}
		h.start(id)
		h.Clock.Pass(time.Hour)
		h.work()
		if s := h.status(id); s.State != campaign.Done || s.Counts.Asked != 7 || len(h.box.Mails()) != 7 {
			t.Errorf("after it went on: %s %+v, %d mails", s.State, s.Counts, len(h.box.Mails()))
		}
	})
}

func TestACrashWhileAMailIsHandedOverSendsNoSecondOne(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.customer("ana@example.org")
		id := h.create(plan(), "ana@example.org").ID
		_, err := h.Start(t.Context(), h.Org, id)
		must(t, err)
		h.reopen(&brokenAfter{h.office, func() error { panic("the process dies") }})
		h.work()
		h.reopen(h.office)
		h.Clock.Pass(time.Hour)
		h.work()
		s := h.status(id)
		if len(h.box.Mails()) != 1 || s.Counts.Asked != 1 || s.Counts.Unclear != 1 || s.State != campaign.Done {
			t.Fatalf("%d mails, %s %+v", len(h.box.Mails()), s.State, s.Counts)
		}
		h.answers(h.mailsTo("ana@example.org")[0], "newsletter", "club")
		if s := h.status(id); s.Counts.Yes != 1 {
			t.Errorf("the link of the mail does not work: %+v", s.Counts)
		}
	})
}

func TestAServerThatRefusesForNowIsTriedAgainAndOneThatRefusesForGoodIsNot(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		h := open(t, base)
		for _, name := range []string{"later", "never"} {
			h.customer(name + "@example.org")
		}
		id := h.create(plan(), "later@example.org", "never@example.org").ID
		h.box.Refuse(func(to string) int {
			if strings.HasPrefix(to, "later") {
				return 451
			}
			return 550
		})
		if s := h.start(id); s.Counts.Waiting != 1 || s.Counts.Failed != 1 {
			t.Fatalf("%+v", s.Counts)
		}
		h.box.Refuse(nil)
		h.Clock.Pass(time.Hour)
		h.work()
		if s := h.status(id); s.State != campaign.Done || s.Counts.Asked != 1 || s.LeftOut[0].Reason != "REFUSED_BY_SERVER" {
			t.Errorf("%s %+v %+v", s.State, s.Counts, s.LeftOut)
		}
	})
}

func TestWhoSaysNoBeforeHerMailLeavesIsNotAsked(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		h := open(t, base)
		bought := h.customer("ana@example.org")
		id := h.create(plan(), "ana@example.org").ID
		h.Record(intaketest.OneClick(bought.Point))
		s := h.start(id)
		if len(h.box.Mails()) != 0 || s.Counts.LeftOut != 1 || s.LeftOut[0].Reason != campaign.SaidNo {
			t.Errorf("%+v %+v", s.Counts, s.LeftOut)
		}
	})
}

func TestPreparedMailsAreWrittenOutAndCountAsAsked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.customer("ana@example.org")
		p := plan()
		p.By = campaign.Prepared
		id := h.create(p, "ana@example.org", "nobody@example.org").ID
		if _, err := h.Start(t.Context(), h.Org, id); problemOf(t, err) != "OTHER_SENDER" {
			t.Error("our server sends what is to be prepared")
		}
		for range 2 { // a file that was lost is written again
			letters, s, err := h.Prepare(t.Context(), h.Org, id)
			must(t, err)
			if len(letters) != 1 || s.Counts.Asked != 1 || s.State != campaign.Done {
				t.Fatalf("%d letters, %s %+v", len(letters), s.State, s.Counts)
			}
			l := letters[0]
			if !bytes.HasPrefix(l.File, []byte("X-Unsent: 1\r\n")) || !strings.HasPrefix(l.Mailto, "mailto:ana@example.org?body=") || strings.Contains(l.Mailto, "+") {
				t.Errorf("%s\n%s", l.Mailto, l.File)
			}
			var b bytes.Buffer
			must(t, campaign.Bundle(&b, "A <name>", letters))
			archive, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
			must(t, err)
			index, err := archive.Open("index.html")
			must(t, err)
			page, err := io.ReadAll(index)
			must(t, err)
			if !strings.Contains(string(page), "mailto:ana@example.org") || !strings.Contains(string(page), "A &lt;name&gt;") || archive.File[0].Name != "002.eml" {
				t.Errorf("%s", page)
			}
		}
		if len(h.box.Mails()) != 0 {
			t.Error("the server has sent a mail that was only prepared")
		}
		h.Audit()
	})
}

func TestATextThatPromotesStaysADraft(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		h := open(t, base)
		h.customer("ana@example.org")
		p := plan()
		p.Templates["en"] = campaign.Template{Subject: "Your discount", Body: p.Templates["en"].Body}
		s := h.create(p, "ana@example.org")
		if s.State != campaign.Draft || len(s.Findings) != 1 {
			t.Fatalf("%s %v", s.State, s.Findings)
		}
		if _, err := h.Start(t.Context(), h.Org, s.ID); problemOf(t, err) != "HAS_FINDINGS" {
			t.Error("a draft was started")
		}
	})
}

func TestAPlanThatDoesNotFitTheCatalogueIsRefused(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		h := open(t, base)
		change := func(f func(*campaign.Plan)) campaign.Plan { p := plan(); f(&p); return p }
		ask := func(b ...campaign.Asking) func(*campaign.Plan) { return func(p *campaign.Plan) { p.Ask = b } }
		for want, p := range map[string]campaign.Plan{
			"CAMPAIGN_WITHOUT_NAME": change(func(p *campaign.Plan) { p.Name = " " }),
			"UNKNOWN_SENDER":        change(func(p *campaign.Plan) { p.By = "pigeon" }),
			"BAD_NUMBER":            change(func(p *campaign.Plan) { p.Batch = -1 }),
			"NO_TEMPLATE":           change(func(p *campaign.Plan) { p.Templates = nil }),
			"UNKNOWN_BRAND":         change(func(p *campaign.Plan) { p.Brand = "x" }),
			"UNKNOWN_NOTICE":        change(func(p *campaign.Plan) { p.Notice = "" }),
			"NOTHING_ASKED":         change(ask()),
			"UNKNOWN_PURPOSE":       change(ask(campaign.Asking{Purpose: "x"})),
			"CHANNEL_NOT_ASKABLE":   change(ask(campaign.Asking{Purpose: "newsletter", Channel: assent.SMS})),
			"NOTHING_TO_ASK":        change(ask(campaign.Asking{Purpose: "orders"})),
			"PARTNERS_NOT_ASKABLE":  change(ask(campaign.Asking{Purpose: "partner-offers"})),
			"ASKED_TWICE":           change(ask(campaign.Asking{Purpose: "club"}, campaign.Asking{Purpose: "club"})),
			"WRONG_BRAND":           change(func(p *campaign.Plan) { p.Brand = "" }),
		} {
			if _, err := h.Create(t.Context(), h.Org, operator, p, audience("ana@example.org")); problemOf(t, err) != want {
				t.Errorf("%v, want %s", err, want)
			}
		}
		if _, err := h.Create(t.Context(), h.Org, operator, plan(), make([]campaign.Contact, 51)); problemOf(t, err) != "AUDIENCE_TOO_LARGE" {
			t.Errorf("51 contacts: %v", err)
		}
		if _, err := h.Create(t.Context(), h.Org, operator, plan(), nil); problemOf(t, err) != "NO_AUDIENCE" {
			t.Errorf("none: %v", err)
		}
	})
}

func TestAnAudienceIsAColumnOfAddressesAndFiftyRowsAtMost(t *testing.T) {
	rows := func(n int) string { return "Name;E-Mail\n" + strings.Repeat("Ana;ana@example.org\n", n) }
	got, err := campaign.ReadAudience(strings.NewReader(rows(50)))
	if err != nil || len(got) != 50 || got[0] != (campaign.Contact{Line: 2, Email: "ana@example.org"}) {
		t.Errorf("%d contacts: %v", len(got), err)
	}
	if _, err := campaign.ReadAudience(strings.NewReader(rows(51))); problemOf(t, err) != "AUDIENCE_TOO_LARGE" || !strings.Contains(err.Error(), "50") {
		t.Errorf("51: %v", err)
	}
	if _, err := campaign.ReadAudience(strings.NewReader("name\nAna\n")); problemOf(t, err) != "NO_EMAIL_COLUMN" {
		t.Errorf("no column: %v", err)
	}
}

func TestAPlanThatRefersToItselfIsRefused(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'k'; c++ {
		bomb += fmt.Sprintf("%[1]c: &%[1]c [*%[2]c,*%[2]c,*%[2]c,*%[2]c,*%[2]c,*%[2]c,*%[2]c,*%[2]c,*%[2]c,*%[2]c]\n", c, c-1)
	}
	for _, text := range []string{bomb, strings.Repeat("[", 250_000), strings.Repeat("- ", 100_000), strings.Repeat("x: y\n", 100_000)} {
		if _, err := campaign.ReadPlan(strings.NewReader(text)); err == nil {
			t.Errorf("%.20q is a plan", text)
		} else if _, told := assent.AsProblem(err); !told {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

func FuzzReadPlan(f *testing.F) {
	f.Add("name: x\nask: [{purpose: newsletter}]\ntemplates: {en: {subject: a, body: b}}")
	f.Add(`{"name": 1}`)
	f.Add("a: &a [*a]")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := campaign.ReadPlan(strings.NewReader(text))
		if err == nil {
			campaign.Lint(p.Templates)
		} else if _, told := assent.AsProblem(err); !told {
			t.Errorf("not told: %v", err)
		}
	})
}
