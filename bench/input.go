package main

import (
	"math/rand/v2"

	"assent"
	"assent/law"
)

// Input is one question with its facts laid flat, as a policy engine likes them: one consent, one
// relationship and one no at most. What the law derives from many facts (whether a contract runs, from
// when an address ages, whether it is an hour for calls) is derived beforehand; that favours the rivals.
type Input struct {
	Channel   string `fact:"channel"`
	Recipient string `fact:"recipient"`
	Day       int    `fact:"day"`
	OpenHour  bool   `fact:"open_hour"`

	HasConsent    bool   `fact:"has_consent"`
	ConsentOn     int    `fact:"consent_on"`
	Pending       bool   `fact:"pending"`
	Stands        bool   `fact:"stands"`
	Strength      string `fact:"strength"`
	PreTicked     bool   `fact:"pre_ticked"`
	Bundled       bool   `fact:"bundled"`
	ForOwn        bool   `fact:"for_own"`
	CoversChannel bool   `fact:"covers_channel"`
	CoversPurpose bool   `fact:"covers_purpose"`
	DatedProof    bool   `fact:"dated_proof"`
	OutsideHours  bool   `fact:"outside_hours"`

	No                  string `fact:"no"` // "", all, scope, widened, other_channel, withdrawn, refused
	Suppressed          bool   `fact:"suppressed"`
	StopText            bool   `fact:"stop_text"`
	RefusedInCallOn     int    `fact:"refused_in_call_on"`
	RefusedAtCollection bool   `fact:"refused_at_collection"`

	Relationship    string `fact:"relationship"`
	Runs            bool   `fact:"runs"`
	DetailsInSale   bool   `fact:"details_in_sale"`
	Similar         bool   `fact:"similar"`
	OptOutOffered   bool   `fact:"opt_out_offered"`
	OptOutInMessage bool   `fact:"opt_out_in_message"`
	ObjectRelated   bool   `fact:"object_related"`

	AddressKnown     bool   `fact:"address_known"`
	Related          string `fact:"related"` // yes, no, unknown
	Informed         bool   `fact:"informed"`
	Sector           string `fact:"sector"`
	BloctelListed    string `fact:"bloctel_listed"`
	BloctelCheckedOn int    `fact:"bloctel_checked_on"`
	RetentionFrom    int    `fact:"retention_from"`
	OnlineService    bool   `fact:"online_service"`
	Age              int    `fact:"age"`
	Attempts         int    `fact:"attempts"`
	CallerNumber     string `fact:"caller_number"`

	minute, lastContact int // of which OpenHour and RetentionFrom are derived
}

// changed is the first day of the new law of calls (Loi n° 2025-594).
var changed = date("2026-08-11")

func date(s string) int {
	d, err := law.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return int(d)
}

// draw makes questions that are near to the lines that the law draws: most consents are good, and something is
// wrong with most people.
func draw(n int) []*Input {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]*Input, n)
	for i := range out {
		out[i] = drawOne(r)
	}
	return out
}

func drawOne(r *rand.Rand) *Input {
	often, rarely := func() bool { return r.IntN(8) > 0 }, func() bool { return r.IntN(24) == 0 }
	in := &Input{
		Channel: pick(r, "email", "sms", "live_call", "post"), Recipient: pick(r, "consumer", "consumer", "sole_trader", "employee", "role_address"),
		Day: changed - 20 + r.IntN(40), minute: 9*60 + r.IntN(12*60),
		HasConsent: r.IntN(3) > 0, No: pick(r, "", "", "", "", "", "", "", "all", "scope", "widened", "other_channel", "withdrawn", "refused"),
		Suppressed: rarely(), RefusedAtCollection: rarely(), Relationship: pick(r, "", "purchase", "enquiry", "contract_running", "contract_ended"),
		DetailsInSale: often(), Similar: often(), OptOutOffered: often(), OptOutInMessage: often(), ObjectRelated: often(),
		AddressKnown: often(), Related: pick(r, "yes", "yes", "no", "unknown"), Informed: often(), Sector: pick(r, "", "", "", "press", "energy_renovation"),
		BloctelListed: pick(r, "no", "no", "yes", "unknown"), OnlineService: rarely(), CallerNumber: pick(r, "", "", "", "", "", "mobile"),
		Attempts: r.IntN(6),
	}
	if in.HasConsent {
		in.ConsentOn = in.Day - 345 - r.IntN(40)
		in.Pending, in.PreTicked, in.Bundled = rarely(), rarely(), rarely()
		in.Strength = pick(r, "double_opt_in", "single_opt_in", "verbal_recorded", "written_signed", "double_opt_in", "verbal_unrecorded", "passive")
		in.ForOwn, in.CoversChannel, in.CoversPurpose, in.DatedProof, in.OutsideHours = often(), often(), often(), often(), rarely()
	}
	if in.Channel == "sms" {
		in.StopText = rarely()
	}
	if in.Channel == "live_call" && r.IntN(4) == 0 {
		in.RefusedInCallOn = in.Day - 45 - r.IntN(30)
	}
	if in.BloctelListed != "unknown" && often() {
		in.BloctelCheckedOn = in.Day - 15 - r.IntN(20)
	}
	if in.OnlineService {
		in.Age = 12 + r.IntN(7)
	}
	if often() {
		in.lastContact = in.Day - 1066 - r.IntN(40)
	}
	in.derive()
	return in
}

func pick(r *rand.Rand, of ...string) string { return of[r.IntN(len(of))] }

// derive fills in what the law derives by itself.
func (in *Input) derive() {
	weekday := law.Date(in.Day).Weekday()
	in.OpenHour = weekday >= 1 && weekday <= 5 && (in.minute >= 10*60 && in.minute < 13*60 || in.minute >= 14*60 && in.minute < 20*60)
	in.Runs = in.Relationship == "contract_running"
	in.Stands = in.No == "" || in.No == "other_channel"
	in.RetentionFrom = in.lastContact
	if in.HasConsent && !in.Pending && !in.PreTicked && in.Strength != "passive" {
		in.RetentionFrom = max(in.RetentionFrom, in.ConsentOn)
	}
}

// question and facts put the input in the terms of package law.
func (in *Input) question() law.Question {
	return law.Question{
		Jurisdiction: "FR", Recipient: assent.RecipientKind(in.Recipient), Channel: assent.Channel(in.Channel),
		Kind: assent.OwnMarketing, Purpose: "newsletter",
	}
}

func (in *Input) moment() law.Moment { return law.Moment{Day: law.Date(in.Day), Minute: in.minute} }

func (in *Input) facts() *law.Facts {
	f := &law.Facts{
		LastContactOn: law.Date(in.lastContact), RelatedToProfession: truths[in.Related], InformedAtCollection: truth(in.Informed),
		Sector: in.Sector, CallerNumberKind: in.CallerNumber, AttemptsLast30Days: in.Attempts, OnlineServiceToChild: truth(in.OnlineService),
		Registers: []law.Register{{ID: "bloctel", Listed: truths[in.BloctelListed], CheckedOn: law.Date(in.BloctelCheckedOn)}},
	}
	if in.AddressKnown {
		f.AddressKind = "named_professional"
	}
	if in.RefusedAtCollection {
		f.RefusedAtCollection = law.Date(in.Day - 50)
	}
	if in.Age > 0 {
		f.Age = &in.Age
	}
	if in.HasConsent {
		f.Consents = []law.Consent{in.consent()}
	}
	if in.Relationship != "" {
		f.Relationships = []law.Relationship{{
			Kind: in.Relationship, SimilarProducts: truth(in.Similar), DetailsObtainedInSale: truth(in.DetailsInSale),
			OptOutOfferedAtCollection: truth(in.OptOutOffered), OptOutInEveryMessage: truth(in.OptOutInMessage), ObjectRelated: truth(in.ObjectRelated),
		}}
	}
	in.against(f)
	return f
}

func (in *Input) consent() law.Consent {
	c := law.Consent{
		Mark: mark(in.ConsentOn), Pending: in.Pending, Strength: assent.Strength(in.Strength), PreTicked: in.PreTicked, OutsideHours: in.OutsideHours,
		DatedDigitalProof: truth(in.DatedProof), Channels: []assent.Channel{assent.Fax}, Purposes: []string{"events"}, Party: assent.PartyPartners,
	}
	if in.Bundled {
		c.BundledWith = "terms"
	}
	if in.CoversChannel {
		c.Channels = []assent.Channel{assent.Channel(in.Channel)}
	}
	if in.CoversPurpose {
		c.Purposes = []string{"newsletter"}
	}
	if in.ForOwn {
		c.Party = assent.PartyOwn
	}
	return c
}

// against adds what she said against it: today, so later than any yes.
func (in *Input) against(f *law.Facts) {
	everything := assent.Everything()
	scope := assent.Scope{Brand: assent.Any, Purpose: "newsletter", Channel: in.Channel, Party: assent.Any}
	elsewhere := assent.Scope{Brand: assent.Any, Purpose: assent.Any, Channel: "fax", Party: assent.Any}
	offered := in.No == "other_channel"
	noes := map[string]law.No{
		"all":           {Kind: assent.NoObjection, Scope: everything},
		"scope":         {Kind: assent.NoObjection, Scope: scope},
		"widened":       {Kind: assent.NoObjection, Scope: elsewhere, GranularChoiceOffered: &offered},
		"other_channel": {Kind: assent.NoObjection, Scope: elsewhere, GranularChoiceOffered: &offered},
		"withdrawn":     {Kind: assent.NoWithdrawn, Scope: scope},
		"refused":       {Kind: assent.NoRefused, Scope: scope},
	}
	if no, ok := noes[in.No]; ok {
		no.Mark = mark(in.Day)
		f.Noes = []law.No{no}
	}
	if in.Suppressed {
		f.Suppressions = []law.Suppression{{Mark: mark(in.Day), Match: "bounce", Scope: "all"}}
	}
	if in.StopText {
		f.InboundTexts = []law.InboundText{{Mark: mark(in.Day), Text: "STOP"}}
	}
	if in.RefusedInCallOn > 0 {
		m := mark(in.RefusedInCallOn)
		f.RefusedInCall = &m
	}
}

func mark(day int) assent.Mark {
	return assent.Mark{At: law.Midnight(law.Date(day)).Time(), BareDay: true, Source: assent.Claimed, Batch: "drawn"}
}

var truths = map[string]law.Truth{"yes": law.True, "no": law.False, "unknown": law.NotKnown}

func truth(b bool) law.Truth {
	if b {
		return law.True
	}
	return law.False
}
