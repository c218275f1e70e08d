package law

import (
	"assent"
)

// Expr is an expression over facts, true, false or not known. It is a closed language: a
// bare string is a flag that must be true ("always" and "never" are constants), everything
// else is a mapping with exactly one of the forms below.
type Expr struct {
	Flag string `yaml:"-"`

	Not    *Expr  `yaml:"not,omitempty"`
	All    []Expr `yaml:"all,omitempty"`
	Any    []Expr `yaml:"any,omitempty"`
	Denied string `yaml:"denied,omitempty"` // the flag is known to be false
	Known  string `yaml:"known,omitempty"`  // the fact is known

	Fact      string   `yaml:"fact,omitempty"`       // with one of:
	Is        []string `yaml:"is,omitempty"`         // the word is one of these
	Within    *Period  `yaml:"within,omitempty"`     // the day and the period after it are not over; sets expires_on
	Fresh     *Period  `yaml:"fresh,omitempty"`      // the same, but does not set expires_on
	Since     Date     `yaml:"since,omitempty"`      // the day is this one or later
	Before    Date     `yaml:"before,omitempty"`     // the day is earlier
	LaterThan string   `yaml:"later_than,omitempty"` // the day is later than another day fact
	AtLeast   *int     `yaml:"at_least,omitempty"`   // the number is this or more
	Below     *int     `yaml:"below,omitempty"`      // the number is less

	Attempts     *Attempts            `yaml:"attempts,omitempty"`
	Outside      string               `yaml:"outside,omitempty"`      // the moment lies outside this window
	Profile      Profile              `yaml:"profile,omitempty"`      // the law is read in this profile
	Relationship *Expr                `yaml:"relationship,omitempty"` // true of some relationship
	Unmet        []assent.Reason      `yaml:"unmet,omitempty"`        // headlines: a condition with such a reason is not met, or a gate with it only spared
	Spared       string               `yaml:"spared,omitempty"`       // headlines: this gate would be closed but for its exception
	Basis        []assent.Basis       `yaml:"basis,omitempty"`        // headlines, obligations: the used basis is one of these
	Kind         []assent.MessageKind `yaml:"kind,omitempty"`         // the message, as asked about, is of this kind
}

// Attempts counts the attempts before this one in a period that ends today.
type Attempts struct {
	Within  Period `yaml:"within"`
	AtLeast int    `yaml:"at_least"`
}

// UnmarshalYAML reads a bare string or one of the mappings.
func (e *Expr) UnmarshalYAML(decode func(any) error) error {
	var flag string
	if decode(&flag) == nil {
		e.Flag = flag
		return nil
	}
	type plain Expr
	return decode((*plain)(e))
}

// children lists the parts of a composed expression.
func (e *Expr) children() []*Expr {
	var out []*Expr
	for _, one := range []*Expr{e.Not, e.Relationship} {
		if one != nil {
			out = append(out, one)
		}
	}
	for _, list := range [][]Expr{e.All, e.Any} {
		for i := range list {
			out = append(out, &list[i])
		}
	}
	return out
}

// wellFormed reports a Problem unless exactly one form is given, and a fact is compared in
// exactly one way.
func (e *Expr) wellFormed() error {
	forms := count(e.Flag != "", e.Not != nil, e.All != nil, e.Any != nil, e.Denied != "", e.Known != "", e.Fact != "",
		e.Attempts != nil, e.Outside != "", e.Relationship != nil, len(e.Unmet) > 0, e.Spared != "", len(e.Basis) > 0, len(e.Kind) > 0, e.Profile != "")
	compared := count(len(e.Is) > 0, e.Within != nil, e.Fresh != nil, e.Since != 0, e.Before != 0, e.LaterThan != "", e.AtLeast != nil, e.Below != nil)
	switch {
	case forms == 0 && compared == 0:
		return assent.Problemf("LAW_PACK", "An expression is empty; see schema.json.")
	case forms > 1:
		return assent.Problemf("LAW_PACK", "An expression says several things at once; join them by \"all\" or \"any\".")
	case e.Fact != "" && compared != 1:
		return assent.Problemf("LAW_PACK", "The fact %q must be compared in exactly one way; see schema.json.", e.Fact)
	case e.Fact == "" && compared > 0:
		return assent.Problemf("LAW_PACK", "An expression compares, but does not say which fact.")
	}
	return nil
}

func count(set ...bool) int {
	n := 0
	for _, one := range set {
		if one {
			n++
		}
	}
	return n
}
