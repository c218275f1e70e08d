package storybook

import (
	"time"

	"assent"
	"assent/catalogue"
	"assent/web"
)

var ownData = []State{
	{"History", "some acts", func(s *scene) web.Page {
		return &web.HistoryPage{OwnFrame: s.ownFrame("page.own.history_title"), Entries: []web.Entry{s.saved(), s.signedUp()}}
	}},
	{"Receipt", "of a yes", func(s *scene) web.Page {
		p := s.receipt(s.signedUp())
		p.Proves = s.t("page.own.grade.A")
		p.Wording = []web.Quotation{
			{Title: s.pick(s.purpose("newsletter").Names), Text: s.pick(s.purpose("newsletter").Sentences), Language: s.p.Language()},
			{Title: s.t("page.own.notice", "version", s.notice().Version), Text: s.notice().Text, Language: s.notice().Language},
		}
		return p
	}},
	{"Receipt", "of a no", func(s *scene) web.Page { return s.receipt(s.saved()) }},
	{"Data", "as held", func(s *scene) web.Page { return s.data() }},
	{"Data", "just corrected", func(s *scene) web.Page {
		p := s.data()
		p.Done = true
		return p
	}},
	{"Data", "corrected wrongly", func(s *scene) web.Page {
		p := s.data()
		p.Wrong = s.t("page.form.error.country")
		return p
	}},
	{"Data", "of a shared address", func(s *scene) web.Page {
		p := s.data()
		p.Shared, p.Others, p.Move, p.Blocks = s.t("page.own.shared_ask", "access", "privacy@verdier.example"), nil, "", []string{catalogue.BlockData}
		return p
	}},
	{"Said", "a shared address shows nobody’s data", func(s *scene) web.Page {
		p := s.sorry("verdier", "page.own.shared", "page.own.choices_title")
		p.More = []string{s.t("page.own.shared_ask", "access", "privacy@verdier.example")}
		return p
	}},
	{"Data", "about to be erased", func(s *scene) web.Page {
		p := s.data()
		p.Erased = s.moment()
		return p
	}},
	{"Address", "a new one", func(s *scene) web.Page { return s.newAddress("") }},
	{"Address", "typed wrong", func(s *scene) web.Page { return s.newAddress("page.form.error.email") }},
	{"Address", "both codes", func(s *scene) web.Page { return s.codes("") }},
	{"Address", "a code typed wrong", func(s *scene) web.Page { return s.codes("page.own.address_wrong") }},
	{"Erase", "before it is asked for", func(s *scene) web.Page { return s.erase("") }},
	{"Erase", "while it waits", func(s *scene) web.Page { return s.erase(s.moment()) }},
	{"Stay", "from the mail", func(s *scene) web.Page {
		return &web.StayPage{Frame: s.frame("verdier", s.t("page.own.stay_title")), Action: "/p/stay/token", Address: masked}
	}},
	{"Said", "a machine would have kept the data", func(s *scene) web.Page {
		return s.sorry("verdier", "page.own.stay_doubt", "page.own.code_button")
	}},
	{"Said", "nothing will be erased", func(s *scene) web.Page { return s.done("page.own.stayed") }},
	{"Said", "nothing is held any more", func(s *scene) web.Page { return s.sorry("", "page.own.nothing", "page.fault.home") }},
}

// moment is a time of day to come, in words.
func (s *scene) moment() string { return s.p.Moment(time.Date(2026, 11, 17, 9, 5, 0, 0, time.UTC)) }

// saved is what she did last on her own page.
func (s *scene) saved() web.Entry {
	return web.Entry{
		When: s.moment(), What: s.t("page.own.act.consent_granted"), How: s.t("page.own.method.preference_page"), Code: "7K2M-9QXD-3FTA",
		Yes: []string{s.name("newsletter", assent.Email)}, URL: "/p/receipt/1", SaysYes: s.t("page.answer.yes"), SaysNo: s.t("page.answer.no"),
		No: []web.Lost{
			{What: s.name("offers", assent.Email)},
			{What: s.name("partner_offers", assent.Email), Why: s.t("page.own.because.requires", "other", s.pick(s.purpose("offers").Names))},
		},
	}
}

// signedUp is how it began.
func (s *scene) signedUp() web.Entry {
	return web.Entry{
		When: s.moment(), What: s.t("page.own.act.consent_confirmed"), How: s.t("page.own.method.confirm_same_browser"), Code: "4TQC-8B1H-W0NE",
		Yes: []string{s.name("newsletter", assent.Email), s.name("offers", assent.Email)}, URL: "/p/receipt/0", SaysYes: s.t("page.answer.yes"), SaysNo: s.t("page.answer.no"),
	}
}

func (s *scene) receipt(e web.Entry) *web.ReceiptPage {
	return &web.ReceiptPage{
		OwnFrame: s.ownFrame("page.own.receipt_title"), Entry: e, Event: "019a8f6e-2c0b-7d44-9a51-6b0f2f3c8e71", Received: s.moment(),
		Data: "/p/receipt/1/json", Back: "/p/history",
	}
}

func (s *scene) data() *web.DataPage {
	p := &web.DataPage{
		OwnFrame: s.ownFrame("page.own.data_title"), Action: "/p/data", Countries: s.p.Countries(), Country: "FR", Speaks: s.p.Language(),
		Facts: []web.Fact{
			{Name: s.t("page.own.receipt_for"), Value: address}, {Name: s.t("page.own.data_since"), Value: s.day("2026-11-03")},
			{Name: s.t("page.form.kind"), Value: s.t("kind.consumer")}, {Name: s.t("page.own.data_timezone"), Value: "Europe/Paris"},
		},
		Others: []web.Fact{
			{Name: s.t("page.own.point.phone"), Value: "+33•••••78"}, {Name: s.t("page.own.point.email"), Value: "a•••@w•••.example"},
		},
		JSON: "/p/data/json", CSV: "/p/data/csv", Move: "/p/address", Erase: "/p/erase",
	}
	for _, l := range s.book.Languages() {
		p.Languages = append(p.Languages, web.Option{Code: l.Code, Name: l.Name})
	}
	return p
}

func (s *scene) newAddress(wrong string) web.Page {
	p := &web.AddressPage{OwnFrame: s.ownFrame("page.own.address_title"), Action: "/p/address"}
	if wrong != "" {
		p.Email, p.Wrong = "ana@", s.t(wrong)
	}
	return p
}

func (s *scene) codes(wrong string) web.Page {
	return &web.AddressPage{OwnFrame: s.ownFrame("page.own.address_title"), Action: "/p/address/codes", Codes: true, Wrong: s.t(wrong)}
}

func (s *scene) erase(on string) *web.ErasePage {
	return &web.ErasePage{OwnFrame: s.ownFrame("page.own.erase_title"), Action: "/p/erase", Erased: on, Back: "/p/data"}
}
