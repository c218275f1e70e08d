package law

import "assent"

// packFile is what one YAML file of a pack may say; the files of a directory add up to one
// pack. A name that the pack extends is taken over unless it is defined again, and then it
// is replaced as a whole. See schema.json for the same in JSON Schema.
type packFile struct {
	Jurisdiction string            `yaml:"jurisdiction,omitempty"`
	Name         string            `yaml:"name,omitempty"`
	Aliases      []string          `yaml:"aliases,omitempty"`
	Extends      string            `yaml:"extends,omitempty"`
	State        Date              `yaml:"state,omitempty"` // the day whose law the pack tells
	Sources      map[string]Source `yaml:"sources,omitempty"`
	Windows      map[string]Window `yaml:"windows,omitempty"`
	Holidays     []Holiday         `yaml:"holidays,omitempty"`
	StopWords    *StopWords        `yaml:"stop_words,omitempty"`

	Cells       []CellRow                 `yaml:"cells,omitempty"`
	Bases       map[string]BasisRule      `yaml:"bases,omitempty"`
	Conditions  map[string]ConditionRule  `yaml:"conditions,omitempty"`
	Gates       map[string]GateRule       `yaml:"gates,omitempty"`
	Obligations map[string]ObligationRule `yaml:"obligations,omitempty"`
	Judged      []Judgement               `yaml:"judged,omitempty"`
	Headline    *Headline                 `yaml:"headline,omitempty"`

	key         string       // the jurisdiction in lower case
	cases       []byte       // the pack's own worked cases
	equivalents []equivalent // its mutants that change no answer
}

// Source is one norm that rules cite by its key. Where a norm was renumbered or reworded
// while the rule stayed, the rule cites both, and each answers for its own time.
type Source struct {
	Law     string `yaml:"law"`
	Article string `yaml:"article,omitempty"`
	Quote   string `yaml:"quote,omitempty"`
	URL     string `yaml:"url,omitempty"`
	Note    string `yaml:"note,omitempty"` // where it was read, what is doubtful
	From    Date   `yaml:"from,omitempty"`
	Until   Date   `yaml:"until,omitempty"`
}

func (s Source) in(day Date) bool { return Force{From: s.From, Until: s.Until}.in(day, "") }

func (s Source) citation() Citation {
	return Citation{Law: s.Law, Article: s.Article, Quote: s.Quote, URL: s.URL}
}

// Force says when a rule is in force (from 00:00 of From, through Until) and in which profile.
type Force struct {
	From    Date    `yaml:"from,omitempty"`
	Until   Date    `yaml:"until,omitempty"`
	Profile Profile `yaml:"profile,omitempty"` // empty: both
}

func (f Force) in(day Date, profile Profile) bool {
	return day >= f.From && (f.Until == 0 || day <= f.Until) && (f.Profile == "" || f.Profile == profile)
}

// Reach says which questions a rule concerns; an empty list is no limit.
type Reach struct {
	Channels   []assent.Channel       `yaml:"channels,omitempty"`
	Recipients []assent.RecipientKind `yaml:"recipients,omitempty"`
	Kinds      []assent.MessageKind   `yaml:"kinds,omitempty"`
}

// CellRow gives the admissible bases of a block of cells, the first that holds being named.
type CellRow struct {
	Reach     `yaml:",inline"`
	Force     `yaml:",inline"`
	Bases     []string      `yaml:"bases"`
	Otherwise assent.Reason `yaml:"otherwise,omitempty"` // for want of a basis; NO_BASIS if empty
	Cite      []string      `yaml:"cite"`
	Certainty Certainty     `yaml:"certainty,omitempty"`
	Text      string        `yaml:"text,omitempty"`
}

// BasisRule is one basis: conditions that must all hold, for one and the same consent or
// relationship if the rule is over one.
type BasisRule struct {
	Force     `yaml:",inline"`
	Basis     assent.Basis  `yaml:"basis"`
	Over      string        `yaml:"over,omitempty"`  // consent, relationship
	About     string        `yaml:"about,omitempty"` // condition without which the facts do not speak of this basis at all
	Needs     []string      `yaml:"needs"`
	Reason    assent.Reason `yaml:"reason"`
	Reasons   []NamedWhen   `yaml:"reasons,omitempty"` // finer reasons, the first that applies
	Cite      []string      `yaml:"cite"`
	Certainty Certainty     `yaml:"certainty,omitempty"`
	Text      string        `yaml:"text"`
}

// NamedWhen is a reason that applies when an expression is true.
type NamedWhen struct {
	Reason assent.Reason `yaml:"reason"`
	When   Expr          `yaml:"when"`
}

// ConditionRule is one condition of bases.
type ConditionRule struct {
	Force     `yaml:",inline"`
	Needs     Expr                  `yaml:"needs"`
	Reason    assent.Reason         `yaml:"reason"`
	Rank      string                `yaml:"rank,omitempty"`    // its place in the headline list; the reason if empty
	Unnamed   bool                  `yaml:"unnamed,omitempty"` // never the headline
	Final     bool                  `yaml:"final,omitempty"`   // nothing can be done to meet it
	Oblige    assent.ObligationCode `yaml:"oblige,omitempty"`  // what a denial for this condition asks for
	Cite      []string              `yaml:"cite"`
	Certainty Certainty             `yaml:"certainty,omitempty"`
	Text      string                `yaml:"text"`
}

// GateRule closes whatever the basis. It is closed when Closed is not false, or Open is not
// true, and Unless is not true. Without kinds it concerns marketing only.
type GateRule struct {
	Force     `yaml:",inline"`
	Reach     `yaml:",inline"`
	Drop      bool                  `yaml:"drop,omitempty"` // take a gate of the extended pack away
	Closed    *Expr                 `yaml:"closed,omitempty"`
	Open      *Expr                 `yaml:"open,omitempty"`
	Unless    *Expr                 `yaml:"unless,omitempty"`
	Timing    bool                  `yaml:"timing,omitempty"` // the basis stays named
	Reason    assent.Reason         `yaml:"reason,omitempty"`
	Rank      string                `yaml:"rank,omitempty"`
	Final     bool                  `yaml:"final,omitempty"`
	Oblige    assent.ObligationCode `yaml:"oblige,omitempty"`
	Cite      []string              `yaml:"cite,omitempty"`
	Certainty Certainty             `yaml:"certainty,omitempty"`
	Text      string                `yaml:"text,omitempty"`
}

// ObligationRule says what must accompany a permitted message.
type ObligationRule struct {
	Force `yaml:",inline"`
	Reach `yaml:",inline"`
	Drop  bool                  `yaml:"drop,omitempty"`
	Code  assent.ObligationCode `yaml:"code,omitempty"`
	Bases []assent.Basis        `yaml:"bases,omitempty"`
	When  *Expr                 `yaml:"when,omitempty"`
	Value *Value                `yaml:"value,omitempty"`
	Cite  []string              `yaml:"cite,omitempty"`
}

// Value is what stands behind the colon of an obligation: a fixed text, or a day.
// An obligation with an unknown day is left out.
type Value struct {
	Text string  `yaml:"text,omitempty"`
	Day  string  `yaml:"day,omitempty"` // a day fact, expires_on, or as_of
	Plus *Period `yaml:"plus,omitempty"`
}

// Judgement says that one kind of message is judged as another, and how the outcome is then named.
type Judgement struct {
	Kind      assent.MessageKind `yaml:"kind"`
	When      *Expr              `yaml:"when,omitempty"` // always if absent
	As        assent.MessageKind `yaml:"as"`
	Denied    assent.Reason      `yaml:"denied,omitempty"`
	Permitted assent.Reason      `yaml:"permitted,omitempty"`
	Except    []assent.Reason    `yaml:"except,omitempty"` // denials that keep their own name
	Cite      []string           `yaml:"cite"`
}

// Headline is the ordered choice of the one reason shown first.
type Headline struct {
	Deny   []string    `yaml:"deny"`   // ranks, the first that applies; see ConditionRule.Rank
	Permit []NamedWhen `yaml:"permit"` // the first that applies, else the reason of the basis
}
