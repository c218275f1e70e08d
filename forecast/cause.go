package forecast

import (
	"assent"
	"assent/decide"
)

// Cause is why an answer turns by itself.
type Cause string

// The causes.
const (
	LawChanged      Cause = "law_changed"          // the same facts would be answered as before under the law of the day before
	ConsentExpired  Cause = "consent_expired"      // by law, or by the purpose's own limit
	Retention       Cause = "retention_elapsed"    // silent for longer than an address may be kept
	CustomerAgedOut Cause = "customer_aged_out"    // the sale, enquiry or contract lies too far back
	RegisterStale   Cause = "register_check_stale" // an opposition list was asked too long ago
	PauseEnded      Cause = "pause_ended"
	StopEnded       Cause = "stop_ended" // a no that the law limits in time
	Other           Cause = "other"
)

// byReason are the reasons that name their cause.
var byReason = map[assent.Reason]Cause{
	assent.ReasonConsentExpired:         ConsentExpired,
	assent.ReasonRetentionElapsed:       Retention,
	assent.ReasonSoftOptInExpired:       CustomerAgedOut,
	assent.ReasonImpliedExpired:         CustomerAgedOut,
	assent.ReasonRelationshipTooOld:     CustomerAgedOut,
	assent.ReasonRelationshipNotCurrent: CustomerAgedOut,
	assent.ReasonNotACustomer:           CustomerAgedOut,
	assent.ReasonRegisterCheckStale:     RegisterStale,
	assent.ReasonPaused:                 PauseEnded,
	assent.ReasonRefusedInCall:          StopEnded,
	assent.ReasonSuppressed:             StopEnded,
}

// byBasis are the bases whose end is the cause, where the reason does not say more.
var byBasis = map[assent.Basis]Cause{
	assent.ConsentBasis:             ConsentExpired,
	assent.PewcBasis:                ConsentExpired,
	assent.SoftOptInBasis:           CustomerAgedOut,
	assent.ImpliedConsentBasis:      CustomerAgedOut,
	assent.EbrBasis:                 CustomerAgedOut,
	assent.RecentContractBasis:      CustomerAgedOut,
	assent.ContractRunningBasis:     CustomerAgedOut,
	assent.CustomerExceptionBasis:   CustomerAgedOut,
	assent.CurrentRelationshipBasis: CustomerAgedOut,
}

func causeOf(t decide.Turn) Cause {
	if t.ByLaw {
		return LawChanged
	}
	if c, ok := byReason[t.Reason]; ok {
		return c
	}
	if c, ok := byBasis[t.Basis]; ok {
		return c
	}
	return Other
}
