package assent

import "slices"

// Method says how an act was done or how it reached us. It decides the strength of a yes
// and the grade of its evidence, by one table.
type Method string

// The methods. Those of the first group happen on our own pages or in answer to us.
const (
	WebForm            Method = "web_form"             // our sign-up form, unconfirmed
	ConfirmSameBrowser Method = "confirm_same_browser" // confirmed in the browser that signed up
	ConfirmButton      Method = "confirm_button"       // confirmed by button elsewhere
	ConfirmCode        Method = "confirm_code"         // confirmed by a typed code
	PreferencePage     Method = "preference_page"      // behind a mailed code
	Portal             Method = "portal"               // our page, opened from the customer area of the sender, who vouches for her
	ConsentRequest     Method = "consent_request"      // the answer page of a mailed question
	UnsubscribePage    Method = "unsubscribe_page"
	OneClick           Method = "one_click"  // RFC 8058
	ReplyStop          Method = "reply_stop" // STOP by text
	MailtoUnsub        Method = "mailto"     // the mail address of List-Unsubscribe (RFC 2369)
	NotMe              Method = "not_me"     // "this wasn't me"
	Automatic          Method = "automatic"  // the house itself: expiry, cascade, catalogue

	CallRecorded Method = "call_recorded" // a spoken yes with a recording
	CallNoted    Method = "call_noted"    // a spoken yes without one
	Paper        Method = "paper"         // signed on paper
	ViaAPI       Method = "api"
	ViaImport    Method = "import"
	PreTicked    Method = "pre_ticked" // a box ticked beforehand, silence
)

// Grade is the grade of evidence of an event, from A (confirmed in the browser that signed
// up) to F (claimed, with evidence) and U (unproven).
type Grade string

// The grades of evidence.
const (
	GradeA Grade = "A" // confirmed in the browser that signed up
	GradeB Grade = "B" // confirmed by button elsewhere
	GradeC Grade = "C" // confirmed by typed code
	GradeD Grade = "D" // own form, unconfirmed
	GradeE Grade = "E" // recorded by an agent, with proof
	GradeF Grade = "F" // claimed by API or import, with evidence
	GradeU Grade = "U" // unproven
)

// proof is one row of the table method → strength → grade.
type proof struct {
	own       bool     // done by the person towards us
	confirmed bool     // done from the contact point
	strength  Strength // of a yes given in this way
	grade     Grade
}

// proofs is the table. A claim's strength is what the claim says, up to the bound given here.
var proofs = map[Method]proof{
	WebForm:            {own: true, strength: SingleOptIn, grade: GradeD},
	ConfirmSameBrowser: {own: true, confirmed: true, strength: DoubleOptIn, grade: GradeA},
	ConfirmButton:      {own: true, confirmed: true, strength: DoubleOptIn, grade: GradeB},
	ConfirmCode:        {own: true, confirmed: true, strength: DoubleOptIn, grade: GradeC},
	PreferencePage:     {own: true, confirmed: true, strength: DoubleOptIn, grade: GradeC},
	Portal:             {own: true, strength: SingleOptIn, grade: GradeD},
	ConsentRequest:     {own: true, confirmed: true, strength: DoubleOptIn, grade: GradeB},
	UnsubscribePage:    {own: true, confirmed: true, strength: DoubleOptIn, grade: GradeB},
	OneClick:           {own: true, confirmed: true, strength: DoubleOptIn, grade: GradeB},
	ReplyStop:          {own: true, confirmed: true, strength: DoubleOptIn, grade: GradeB},
	MailtoUnsub:        {own: true, confirmed: true, strength: DoubleOptIn, grade: GradeB},
	NotMe:              {own: true, confirmed: true, strength: DoubleOptIn, grade: GradeB},
	Automatic:          {own: true, strength: Passive, grade: GradeD},
	CallRecorded:       {strength: VerbalRecorded, grade: GradeE},
	CallNoted:          {strength: VerbalUnrecorded, grade: GradeU},
	Paper:              {strength: WrittenSigned, grade: GradeE},
	ViaAPI:             {strength: WrittenSigned, grade: GradeF},
	ViaImport:          {strength: WrittenSigned, grade: GradeF},
	PreTicked:          {strength: Passive, grade: GradeU},
}

// Known reports whether m is a method of the table.
func (m Method) Known() bool { _, ok := proofs[m]; return ok }

// Source returns whose word an act done in this way rests on.
func (m Method) Source() Source {
	if proofs[m].own {
		return Own
	}
	return Claimed
}

// Confirms reports whether an act done in this way comes from the contact point itself.
func (m Method) Confirms() bool { return proofs[m].confirmed }

// Prove returns the strength and grade of a yes given by method m when the caller claims
// the strength claimed ("" claims none) with evidence or without. On our own pages the
// method alone decides. A claim without evidence is unproven, whatever it says.
func Prove(m Method, claimed Strength, evidenced bool) (Strength, Grade) {
	p, ok := proofs[m]
	switch {
	case !ok:
		return Passive, GradeU
	case p.own, m == PreTicked, m == CallNoted:
		return p.strength, p.grade
	case m == CallRecorded || m == Paper:
		if evidenced {
			return p.strength, p.grade
		}
		return p.bound(claimed, p.strength), GradeU
	case !evidenced:
		return p.bound(claimed, SingleOptIn), GradeU
	}
	return p.bound(claimed, SingleOptIn), p.grade
}

// bound returns the strength claimed, or otherwise if none is, and never more than the
// method can give.
func (p proof) bound(claimed, otherwise Strength) Strength {
	if claimed == "" {
		claimed = otherwise
	}
	order := Strengths()
	if slices.Index(order, claimed) > slices.Index(order, p.strength) {
		return p.strength
	}
	return claimed
}
