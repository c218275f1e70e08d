package assent

// Any is the value of a scope's part that covers every value.
const Any = "*"

// Scope says what a no reaches: brand, purpose, channel and party, each a value or [Any].
// "Everything" is Any in all four. The zero value of a part is not Any: a scope names
// all four parts.
type Scope struct {
	Brand   string `json:"brand"`
	Purpose string `json:"purpose"`
	Channel string `json:"channel"`
	Party   string `json:"party"`
}

// Everything is the scope of the consolidated opt-out: one act that stops all marketing.
func Everything() Scope { return Scope{Any, Any, Any, Any} }

// Covers reports whether a no of scope s reaches all that o names.
func (s Scope) Covers(o Scope) bool {
	return covers(s.Brand, o.Brand) && covers(s.Purpose, o.Purpose) &&
		covers(s.Channel, o.Channel) && covers(s.Party, o.Party)
}

// Valid reports whether every part is named.
func (s Scope) Valid() bool {
	return s.Brand != "" && s.Purpose != "" && s.Channel != "" && s.Party != ""
}

func covers(part, other string) bool { return part == Any || part == other }
