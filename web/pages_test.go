package web_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/locale"
	"assent/web"
)

// states are pages as they can look, drawn from structs alone: nothing of this needs a database.
func states(p *locale.Printer) map[string]web.Page {
	frame := func(title string) web.Frame {
		return web.Frame{
			Printer: p, Title: p.Text(title), Brand: web.Look{Name: "Alpenglow"}, Org: "Alpenglow SAS",
			Privacy: "https://alpenglow.example/privacy", Access: "privacy@alpenglow.example",
			Tongues: []web.Tongue{{Language: locale.Language{Code: "en", Name: "English"}, URL: "?lang=en", Current: true}},
		}
	}
	boxes := []web.Box{{
		Key: "newsletter:email", Name: "Newsletter", By: p.Text("by_channel.email"), Sentence: "Yes.", Description: "Monthly.",
		Topics: []web.TopicBox{{Key: "newsletter:email:skis", Name: "Skis"}}, Partners: []string{"Rope & Co"}, Picked: []string{"Skis"},
	}}
	form := &web.FormPage{
		Frame: frame("page.home.title"), Intro: "Hello", Action: "/f/x", AskEmail: true, AskPhone: true, Countries: p.Countries(),
		Kinds: []web.Option{{Code: "consumer", Name: p.Text("kind.consumer")}}, Boxes: boxes, Confirms: true,
		Notice: &web.Notice{Text: "We write.", Version: "1.0", Language: "en"},
		Typed:  web.Typed{Email: "ana@", Ticked: []string{"newsletter:email"}},
	}
	for _, field := range []string{"email", "phone", "country", "kind", "choice", ""} {
		form.Wrong = append(form.Wrong, web.Wrong{Field: field, Sentence: "Wrong " + field})
	}
	asked := *form
	asked.Asked, asked.Wrong = true, nil
	mail := web.Mail{Number: 1, To: "ana@example.org", Subject: "Hello", Text: "Hi", Links: []string{"https://x.example"}, At: time.Unix(0, 0)}
	own := web.OwnFrame{
		Frame: frame("page.own.choices_title"), Address: "ana@example.org", Until: "14:05 UTC", Close: "/p/close",
		Tabs: []web.Tab{{URL: "/p/choices", Text: "a", Current: true}, {URL: "/p/history", Text: "b"}},
	}
	act := web.Entry{
		When: "now", What: p.Text("page.own.act.consent_granted"), How: p.Text("page.own.method.web_form"), Code: "7K2M-9QXD-3FTA",
		Yes: []string{"Newsletter"}, No: []web.Lost{{What: "Offers", Why: "because"}}, Note: "note", URL: "/p/receipt/0",
	}
	squares := []web.Square{{Box: boxes[0], State: p.Text("page.own.state.granted"), Also: "also"}, {Box: web.Box{By: "by"}, State: "no", Also: "why", Fixed: true}}
	return map[string]web.Page{
		"door": &web.DoorPage{Frame: frame("page.own.door_title"), Action: "/p/x", Address: "a•••@e•••.org", Leave: "/u/x", Wrong: "wrong"},
		"choices": &web.ChoicesPage{
			OwnFrame: own, Action: "/p/choices", Ticked: []string{"newsletter:email"}, Done: &act, Wrong: []string{"wrong"},
			Sections: []web.Section{{Name: "Alpenglow", Purposes: []web.Row{{
				Name: "Newsletter", Sentence: "Yes.", Description: "Monthly.", Partners: []string{"Rope & Co"},
				Ends: []string{"Offers"}, Needs: []string{"Club"}, Squares: squares,
			}}}},
			Notice: &web.Notice{Text: "We write.", Version: "1.0", Language: "en"}, Paused: "16 December 2026",
			Pauses: []web.Option{{Code: "one_month", Name: p.Text("page.own.pause.one_month")}}, Pause: "/p/pause", Stop: "/p/stop",
		},
		"stopped": &web.ChoicesPage{OwnFrame: own, Moved: true, Action: "/p/choices", Stopped: true, Pause: "/p/pause"},
		"data": &web.DataPage{
			OwnFrame: own, Action: "/p/data", Facts: []web.Fact{{Name: "a", Value: "b"}}, Others: []web.Fact{{Name: "a", Value: "b"}}, Shared: true,
			Languages: []web.Option{{Code: "fr", Name: "Français"}}, Speaks: "fr", Countries: p.Countries(), Country: "FR", Done: true, Wrong: "wrong",
			JSON: "/p/data/json", CSV: "/p/data/csv", Erase: "/p/erase", Erased: "tomorrow", Move: "/p/address",
		},
		"address": &web.AddressPage{OwnFrame: own, Action: "/p/address", Email: "x", Wrong: "wrong"},
		"codes":   &web.AddressPage{OwnFrame: own, Action: "/p/address/codes", Codes: true, Wrong: "wrong"},
		"erase":   &web.ErasePage{OwnFrame: own, Action: "/p/erase", Back: "/p/data"},
		"erasing": &web.ErasePage{OwnFrame: own, Action: "/p/erase", Erased: "tomorrow", Back: "/p/data"},
		"stay":    &web.StayPage{Frame: frame("page.own.stay_title"), Action: "/p/stay/x", Address: "a•••@e•••.org"},
		"why": &web.WhyPage{
			Frame: frame("page.why.title"), Address: "a•••@e•••.org", What: "Newsletter", On: "now", Known: true, Basis: "consent", Reason: "because",
			Acts:  []web.Ground{{What: "You agreed", When: "now", How: "here", Wording: []web.Quotation{{Title: "a", Text: "b", Language: "en"}}}},
			Norms: []assent.Citation{{Law: "GDPR", Article: "art. 6", Quote: "q", URL: "https://x.example"}, {Law: "CPCE"}}, Leave: "/u/x", Choose: "/p/x",
		},
		"why not": &web.WhyPage{Frame: frame("page.why.title"), Leave: "/u/x"},
		"history": &web.HistoryPage{OwnFrame: own, Entries: []web.Entry{act}},
		"own receipt": &web.ReceiptPage{
			OwnFrame: own, Entry: act, Event: "id", Received: "now", Proves: p.Text("page.own.grade.A"),
			Wording: []web.Quotation{{Title: "Newsletter", Text: "Yes.", Language: "en"}}, Data: "/p/receipt/0/json", Back: "/p/history",
		},
		"form":    form,
		"landing": &asked,
		"said":    &web.SaidPage{Frame: frame("page.thanks.title"), Good: true, Lead: "Thanks", More: []string{"a"}, Next: &web.Link{URL: "/", Text: "on"}},
		"confirm": &web.ConfirmPage{Frame: frame("page.confirm.title"), Action: "/c/x", Address: "a•••@e•••.org", Boxes: boxes},
		"code":    &web.CodePage{Frame: frame("page.confirm.code_title"), Action: "/c/x", Lead: "Type it", Button: "Go", Again: "Again", Wrong: p.Text("page.confirm.code_wrong")},
		"leave": &web.LeavePage{
			Frame: frame("page.leave.title"), Action: "/u/x", Address: "a•••@e•••.org", Question: p.Text("page.leave.question"),
			Already: "done", Wrong: "wrong", Ways: []web.Way{{Field: "scope", Value: "everything", Label: "Stop", Hint: "All"}}, Adapt: "/o/x", Remains: "Orders still come", Intro: "Hi",
			Oftens: []web.Option{{Code: "weekly", Name: "Weekly"}}, Often: "Of the newsletter",
			Reasons: []web.Option{{Code: "other", Name: "Other"}}, Pauses: []web.Option{{Code: "one_month", Name: "1 month"}},
		},
		"find":   &web.FindPage{Frame: frame("page.find.title"), Action: "/o/x", Why: p.Text("page.find.unreadable"), Wrong: "wrong"},
		"home":   &web.HomePage{Frame: frame("page.home.title"), Forms: []web.FormTile{{Brand: "Alpenglow", Title: "News", Intro: "Hi", URL: "/f/x"}}, Find: "/o/x", Demo: true, Docs: "/openapi.json", Laws: "/laws"},
		"empty":  &web.HomePage{Frame: frame("page.home.title")},
		"embed":  &web.EmbedPage{Frame: frame("page.embed.title"), Snippet: "<form>", Script: "<script>", Origins: []string{"https://shop.example"}},
		"laws":   &web.LawsPage{Frame: frame("page.laws.title"), Laws: []web.LawTile{{URL: "/laws/FR", Code: "FR", Name: "France", State: "today", Next: "tomorrow"}}},
		"law":    ruritania(frame("page.laws.title")),
		"outbox": &web.OutboxPage{Frame: frame("page.outbox.title"), Mails: []web.MailLine{{Mail: mail, URL: "/outbox/1"}}},
		"letter": &web.LetterPage{Frame: frame("page.outbox.title"), Mail: mail, At: "now", Look: "/outbox/1/look", Headers: []web.Header{{Name: "A", Value: "b"}}},
	}
}

func TestEveryPageIsDrawnInEveryLanguageWithoutADatabase(t *testing.T) {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	pages, err := web.NewPages()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range words.Languages() {
		for name, page := range states(words.Printer(l.Code)) {
			var b bytes.Buffer
			if err := pages.Draw(&b, page); err != nil {
				t.Errorf("%s in %s: %v", name, l.Code, err)
				continue
			}
			for _, flaw := range []string{"ZgotmplZ", "<no value>", "%!", "{brand}", "{n}"} {
				if strings.Contains(b.String(), flaw) {
					t.Errorf("%s in %s shows %s", name, l.Code, flaw)
				}
			}
			if !strings.Contains(b.String(), `<html lang="`+l.Code+`">`) {
				t.Errorf("%s does not say that it is in %s", name, l.Code)
			}
		}
	}
}

func TestEveryFieldHasItsLabelAndEveryReferenceItsTarget(t *testing.T) {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	pages, err := web.NewPages()
	if err != nil {
		t.Fatal(err)
	}
	for name, state := range states(words.Printer("en")) {
		var b bytes.Buffer
		if err := pages.Draw(&b, state); err != nil {
			t.Fatal(err)
		}
		p := &page{t: t, path: name + " (" + reflect.TypeOf(state).Elem().Name() + ")", body: b.String()}
		p.labelled()
	}
}
