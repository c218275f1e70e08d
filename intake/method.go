package intake

import (
	"slices"

	"assent"
)

// Who may say how an act was done. An own-page method rests on our own eyes: only our pages, which
// act for the person, may use one. What others report is a claim, by whatever name it goes.

// claims are the methods of those who report: programs, operators, imports.
var claims = []assent.Method{
	assent.ViaAPI, assent.ViaImport, assent.Paper, assent.CallRecorded, assent.CallNoted, assent.PreTicked,
}

// methodOf is the method of an act that names none.
func methodOf(a Act) assent.Method {
	if a.Method != "" {
		return a.Method
	}
	switch a.Actor.Kind {
	case assent.ActorKey, assent.ActorOperator:
		return assent.ViaAPI
	case assent.ActorImport:
		return assent.ViaImport
	case assent.ActorHouse:
		return assent.Automatic
	}
	return ""
}

func checkMethod(a *Act) error {
	if !a.Method.Known() {
		return unknownWord("method", a.Method, claims)
	}
	own := a.Method.Source() == assent.Own && a.Method != assent.Automatic
	switch a.Actor.Kind {
	case assent.ActorPerson:
		if own {
			return nil
		}
	case assent.ActorHouse:
		if saysYes(a.Type) {
			return assent.Problemf("METHOD_NOT_ALLOWED", "Only a person says yes; the house cannot say it for her.").In("method").OfKind(assent.Forbidden)
		}
		if !own {
			return nil
		}
	case assent.ActorKey, assent.ActorOperator, assent.ActorImport:
		if slices.Contains(claims, a.Method) {
			return nil
		}
	}
	return assent.Problemf("METHOD_NOT_ALLOWED", "The method %s is for acts on our own pages. What you report from elsewhere is one of api, import, paper, call_recorded, call_noted, pre_ticked; put how it was done into evidence.", a.Method).
		In("method").OfKind(assent.Forbidden)
}

func saysYes(t assent.EventType) bool {
	return t == assent.ConsentGranted || t == assent.ConsentRequested || t == assent.ConsentConfirmed
}
