package main

import "slices"

// The French table of own marketing by e-mail, text message, call and post, in the prudent reading, as a table in the common
// manner: rows lead to bases, bases need conditions, gates close. Each condition and gate is written three
// times over the same inputs: as Go, as CEL, and as Rego, where the lines of a rule must all hold and each string
// is one rule. {change} stands for the first day of the new law of calls.
//
// The noes drawn here are never older than the yes, so what a later yes lifts is left out.

// row says which bases are admissible in some cells.
type row struct {
	channels, recipients []string
	when                 string // "", before or after the change of the law of calls
	bases                []string
}

var rows = []row{
	{list("email", "sms"), list("consumer"), "", list("consent", "soft_opt_in")},
	{list("email", "sms"), list("sole_trader", "employee"), "", list("consent", "professional")},
	{list("email", "sms"), list("role_address"), "", list("consent", "legal_person")},
	{list("live_call"), list("consumer"), "before", list("consent_to_call", "contract_running", "press", "call_unless_listed")},
	{list("live_call"), list("consumer"), "after", list("consent_to_call", "contract_running", "press")},
	{list("live_call"), list("sole_trader", "employee", "role_address"), "", list("consent", "call_to_business")},
	{list("post"), list("consumer", "sole_trader", "employee"), "", list("consent", "letter")},
	{list("post"), list("role_address"), "", list("consent", "legal_person")},
}

// base is a basis with what it needs.
type base struct {
	name  string
	needs []string
}

var bases = []base{
	{"consent", consentNeeds},
	{"consent_to_call", slices.Concat(consentNeeds, list("dated_proof", "within_a_year"))},
	{"soft_opt_in", list("customer", "details_in_sale", "similar", "opt_out_offered", "opt_out_in_message", "not_refused")},
	{"professional", list("address_known", "related", "informed")},
	{"legal_person", nil},
	{"contract_running", list("contract", "object_related")},
	{"press", list("press_offer")},
	{"call_unless_listed", list("not_on_bloctel", "bloctel_checked")},
	{"call_to_business", list("within_profession")},
	{"letter", list("informed")},
}

var consentNeeds = list("has_consent", "confirmed", "stands", "active", "unbundled", "for_own", "covers_channel", "covers_purpose", "proven")

// rule is a condition, in three languages.
type rule struct {
	name  string
	holds func(*Input) bool
	cel   string
	rego  []string
}

var conditions = []rule{
	{"has_consent", func(in *Input) bool { return in.HasConsent }, `has_consent`, list(`input.has_consent`)},
	{"confirmed", func(in *Input) bool { return !in.Pending }, `!pending`, list(`not input.pending`)},
	{"stands", func(in *Input) bool { return in.Stands }, `stands`, list(`input.stands`)},
	{"active", func(in *Input) bool { return in.Strength != "passive" && !in.PreTicked },
		`strength != "passive" && !pre_ticked`, list("input.strength != \"passive\"\nnot input.pre_ticked")},
	{"unbundled", func(in *Input) bool { return !in.Bundled }, `!bundled`, list(`not input.bundled`)},
	{"for_own", func(in *Input) bool { return in.ForOwn }, `for_own`, list(`input.for_own`)},
	{"covers_channel", func(in *Input) bool { return in.CoversChannel }, `covers_channel`, list(`input.covers_channel`)},
	{"covers_purpose", func(in *Input) bool { return in.CoversPurpose }, `covers_purpose`, list(`input.covers_purpose`)},
	{"proven", func(in *Input) bool {
		return slices.Contains([]string{"verbal_recorded", "single_opt_in", "double_opt_in", "written_signed"}, in.Strength)
	}, `strength in ["verbal_recorded", "single_opt_in", "double_opt_in", "written_signed"]`,
		list(`input.strength in {"verbal_recorded", "single_opt_in", "double_opt_in", "written_signed"}`)},
	{"dated_proof", func(in *Input) bool { return in.Day < changed || in.DatedProof },
		`day < {change} || dated_proof`, list(`input.day < {change}`, `input.dated_proof`)},
	{"within_a_year", func(in *Input) bool { return in.Day < changed || in.Day <= in.ConsentOn+365 },
		`day < {change} || day <= consent_on + 365`, list(`input.day < {change}`, `input.day <= input.consent_on + 365`)},
	{"customer", func(in *Input) bool {
		return slices.Contains([]string{"purchase", "subscription", "contract_running", "contract_ended"}, in.Relationship)
	}, `relationship in ["purchase", "subscription", "contract_running", "contract_ended"]`,
		list(`input.relationship in {"purchase", "subscription", "contract_running", "contract_ended"}`)},
	{"details_in_sale", func(in *Input) bool { return in.DetailsInSale }, `details_in_sale`, list(`input.details_in_sale`)},
	{"similar", func(in *Input) bool { return in.Similar }, `similar`, list(`input.similar`)},
	{"opt_out_offered", func(in *Input) bool { return in.OptOutOffered }, `opt_out_offered`, list(`input.opt_out_offered`)},
	{"opt_out_in_message", func(in *Input) bool { return in.OptOutInMessage }, `opt_out_in_message`, list(`input.opt_out_in_message`)},
	{"not_refused", func(in *Input) bool { return !in.RefusedAtCollection && in.No != "refused" },
		`!refused_at_collection && no != "refused"`, list("not input.refused_at_collection\ninput.no != \"refused\"")},
	{"address_known", func(in *Input) bool { return in.AddressKnown || in.Related != "unknown" },
		`address_known || related != "unknown"`, list(`input.address_known`, `input.related != "unknown"`)},
	{"related", func(in *Input) bool { return in.Related == "yes" }, `related == "yes"`, list(`input.related == "yes"`)},
	{"informed", func(in *Input) bool { return in.Informed }, `informed`, list(`input.informed`)},
	{"contract", func(in *Input) bool { return in.Relationship == "contract_running" && in.Runs },
		`relationship == "contract_running" && runs`, list("input.relationship == \"contract_running\"\ninput.runs")},
	{"object_related", func(in *Input) bool { return in.ObjectRelated }, `object_related`, list(`input.object_related`)},
	{"press_offer", func(in *Input) bool { return in.Sector == "press" }, `sector == "press"`, list(`input.sector == "press"`)},
	{"not_on_bloctel", func(in *Input) bool { return in.BloctelListed != "yes" }, `bloctel_listed != "yes"`, list(`input.bloctel_listed != "yes"`)},
	{"bloctel_checked", func(in *Input) bool { return in.BloctelCheckedOn > 0 && in.Day <= in.BloctelCheckedOn+31 },
		`bloctel_checked_on > 0 && day <= bloctel_checked_on + 31`, list("input.bloctel_checked_on > 0\ninput.day <= input.bloctel_checked_on + 31")},
	{"within_profession", func(in *Input) bool { return in.Related != "no" }, `related != "no"`, list(`input.related != "no"`)},
}

// gate is a rule that closes some cells; spared names a basis and a fact that together keep it open.
type gate struct {
	rule
	channels, recipients []string // nil: every one
	spared               string
}

var (
	people     = list("consumer", "sole_trader", "employee")
	businesses = list("sole_trader", "employee", "role_address")
)

var gates = []gate{
	{rule{"objection_all", func(in *Input) bool { return in.No == "all" }, `no == "all"`, list(`input.no == "all"`)}, nil, nil, ""},
	{rule{"objection_scope", func(in *Input) bool { return in.No == "scope" }, `no == "scope"`, list(`input.no == "scope"`)}, nil, nil, ""},
	{rule{"objection_widened", func(in *Input) bool { return in.No == "widened" }, `no == "widened"`, list(`input.no == "widened"`)}, nil, nil, ""},
	{rule{"withdrawn", func(in *Input) bool { return in.No == "withdrawn" }, `no == "withdrawn"`, list(`input.no == "withdrawn"`)}, nil, nil, ""},
	{rule{"refused", func(in *Input) bool { return in.No == "refused" }, `no == "refused"`, list(`input.no == "refused"`)}, nil, nil, ""},
	{rule{"suppressed", func(in *Input) bool { return in.Suppressed }, `suppressed`, list(`input.suppressed`)}, nil, nil, ""},
	{rule{"child", func(in *Input) bool { return in.OnlineService && in.Age > 0 && in.Age < 15 },
		`online_service && age > 0 && age < 15`, list("input.online_service\ninput.age > 0\ninput.age < 15")}, nil, nil, ""},
	{rule{"stop_text", func(in *Input) bool { return in.StopText }, `stop_text`, list(`input.stop_text`)}, list("sms"), nil, ""},
	{rule{"sector_ban", func(in *Input) bool {
		return in.Sector == "energy_renovation" && !(in.Relationship == "contract_running" && in.Runs && in.ObjectRelated)
	}, `sector == "energy_renovation" && !(relationship == "contract_running" && runs && object_related)`,
		list("input.sector == \"energy_renovation\"\nnot related_contract")}, list("email", "sms", "live_call"), list("consumer"), ""},
	{rule{"refused_in_call", func(in *Input) bool { return in.RefusedInCallOn > 0 }, `refused_in_call_on > 0`,
		list(`input.refused_in_call_on > 0`)}, list("live_call"), businesses, ""},
	{rule{"refused_in_call_by_consumer", func(in *Input) bool {
		return in.RefusedInCallOn > 0 && (in.Day >= changed || in.Day <= in.RefusedInCallOn+60)
	}, `refused_in_call_on > 0 && (day >= {change} || day <= refused_in_call_on + 60)`,
		list("input.refused_in_call_on > 0\ninput.day >= {change}", "input.refused_in_call_on > 0\ninput.day <= input.refused_in_call_on + 60"),
	}, list("live_call"), list("consumer"), ""},
	{rule{"retention", func(in *Input) bool { return !in.Runs && in.RetentionFrom > 0 && in.Day > in.RetentionFrom+1096 },
		`!runs && retention_from > 0 && day > retention_from + 1096`,
		list("not input.runs\ninput.retention_from > 0\ninput.day > input.retention_from + 1096")}, nil, people, ""},
	{rule{"caller_number", func(in *Input) bool { return in.CallerNumber == "mobile" }, `caller_number == "mobile"`,
		list(`input.caller_number == "mobile"`)}, list("live_call"), nil, ""},
	{rule{"four_in_thirty_days", func(in *Input) bool { return in.Attempts >= 4 }, `attempts >= 4`, list(`input.attempts >= 4`)},
		list("live_call"), list("consumer"), ""},
	{rule{"calling_hours", func(in *Input) bool { return !in.OpenHour }, `!open_hour`, list(`not input.open_hour`)},
		list("live_call"), list("consumer"), "consent_to_call"},
}

func conditionNamed(name string) rule {
	return conditions[slices.IndexFunc(conditions, func(r rule) bool { return r.name == name })]
}

func list(of ...string) []string { return of }
