package auth

import (
	"slices"

	"assent"
)

// Role is what an operator is here for. A role is a set of capabilities, by one table.
type Role string

// The roles.
const (
	Viewer     Role = "viewer"     // looks at numbers and, masked, at people
	Agent      Role = "agent"      // speaks with people and notes what they say
	Campaigner Role = "campaigner" // asks: purposes, notices, forms, campaigns, imports
	DPO        Role = "dpo"        // answers for the data: exports, erasures, the trail
	Admin      Role = "admin"      // all of it, and who else may sign in
)

// Roles lists every role, the one with the fewest rights first.
func Roles() []Role { return []Role{Viewer, Agent, Campaigner, DPO, Admin} }

// Capability is one thing that an operator may do.
type Capability string

// The capabilities.
const (
	SeeNumbers    Capability = "see_numbers"   // dashboards, counts, forecasts
	SeePeople     Capability = "see_people"    // find a person; addresses stay masked
	SeeAddresses  Capability = "see_addresses" // addresses, names and notes in clear
	RecordActs    Capability = "record_acts"   // note what a person said, with its proof
	ExportPeople  Capability = "export_people" // take data of people out: lists, proofs, a person's file
	ErasePeople   Capability = "erase_people"
	AnswerRights  Capability = "answer_rights"  // the log of requests of data subjects
	SeeCatalogue  Capability = "see_catalogue"  // purposes, notices, forms, campaigns, law
	EditCatalogue Capability = "edit_catalogue" // publish them
	RunCampaigns  Capability = "run_campaigns"  // send consent requests
	RunImports    Capability = "run_imports"
	SeeSettings   Capability = "see_settings" // integrations, mail settings, delivery logs
	EditSettings  Capability = "edit_settings"
	ManageKeys    Capability = "manage_keys" // API keys and signing secrets
	SeeTeam       Capability = "see_team"    // operators and their sessions
	ManageTeam    Capability = "manage_team" // invite, give roles, end sessions
	SeeTrail      Capability = "see_trail"   // who looked at what
	OwnAccount    Capability = "own_account" // one's own password, factors, sessions
)

// grants is the table. Every capability stands in it once, with all roles that have it.
var grants = []struct {
	Capability
	roles []Role
	fresh bool // only within five minutes of having shown who one is
}{
	{OwnAccount, []Role{Viewer, Agent, Campaigner, DPO, Admin}, false},
	{SeeNumbers, []Role{Viewer, Agent, Campaigner, DPO, Admin}, false},
	{SeePeople, []Role{Viewer, Agent, Campaigner, DPO, Admin}, false},
	{SeeCatalogue, []Role{Viewer, Agent, Campaigner, DPO, Admin}, false},
	{SeeAddresses, []Role{Agent, DPO, Admin}, false},
	{RecordActs, []Role{Agent, DPO, Admin}, false},
	{EditCatalogue, []Role{Campaigner, Admin}, false},
	{RunCampaigns, []Role{Campaigner, Admin}, false},
	{RunImports, []Role{Campaigner, Admin}, false},
	{SeeSettings, []Role{Campaigner, DPO, Admin}, false},
	{EditSettings, []Role{Admin}, false},
	{AnswerRights, []Role{DPO, Admin}, false},
	{SeeTrail, []Role{DPO, Admin}, false},
	{SeeTeam, []Role{DPO, Admin}, false},
	{ExportPeople, []Role{DPO, Admin}, true},
	{ErasePeople, []Role{DPO, Admin}, true},
	{ManageKeys, []Role{Admin}, true},
	{ManageTeam, []Role{Admin}, true},
}

// Capabilities lists every capability, those that more roles have first.
func Capabilities() []Capability {
	out := make([]Capability, len(grants))
	for i, g := range grants {
		out[i] = g.Capability
	}
	return out
}

// May reports whether the role has the capability. An unknown role or capability has none.
func (r Role) May(c Capability) bool {
	for _, g := range grants {
		if g.Capability == c {
			return slices.Contains(g.roles, r)
		}
	}
	return false
}

// Fresh reports whether the capability is only good within [FreshFor] of having shown, by password or second
// factor, who one is: a browser left open must not be enough.
func (c Capability) Fresh() bool {
	for _, g := range grants {
		if g.Capability == c {
			return g.fresh
		}
	}
	return true
}

// ParseRole reads a role; a Problem of code BAD_ROLE names the ones that exist.
func ParseRole(s string) (Role, error) {
	if r := Role(s); slices.Contains(Roles(), r) {
		return r, nil
	}
	return "", assent.Problemf("BAD_ROLE", "%q is no role. The roles are viewer, agent, campaigner, dpo and admin.", s).In("role")
}
