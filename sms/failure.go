package sms

import (
	"errors"
	"fmt"
	"slices"

	"assent"
)

// Refusal is the answer of a provider that does not take a text. The provider's own words are left
// out: they tend to repeat the number.
type Refusal struct {
	Status int // of HTTP
	Code   int // the provider's; 0 if it gives none
}

// Error names the codes.
func (r *Refusal) Error() string {
	return fmt.Sprintf("the provider refused the text with %d (%d)", r.Status, r.Code)
}

// settled are the codes that speak of our own settings, not of this text: the operator can mend
// them, so the text waits. 21212, 21606, 21659: the sender; 21408: a country that the account may not
// write to; 20003, 20404: the account; 21703, 21705: the messaging service.
var settled = []int{20003, 20404, 21212, 21408, 21606, 21659, 21703, 21705}

// Permanent reports whether sending the same text again is useless: the provider refused it for good
// (a number that cannot receive it, or that has stopped us there), or it cannot be a text at all.
func Permanent(err error) bool {
	var r *Refusal
	if errors.As(err, &r) {
		return r.Status >= 400 && r.Status < 500 && r.Status != 429 && r.Status != 408 && !slices.Contains(settled, r.Code)
	}
	p, ok := assent.AsProblem(err)
	return ok && p.Kind == assent.Invalid
}

// answered turns the provider's answer into an error.
func answered(status, code int) error {
	switch {
	case status/100 == 2:
		return nil
	case status == 401 || status == 403:
		return unavailable("TEXT_LOGIN_REFUSED", "The provider of texts does not accept the account; check texts.account and texts.token.")
	case status == 404 || status/100 == 3:
		return unavailable("TEXT_WRONG_ADDRESS", "There is no provider of texts at that address; check texts.url and texts.account.")
	}
	return &Refusal{Status: status, Code: code}
}

func unavailable(code, sentence string) error {
	return assent.Problemf(code, "%s", sentence).OfKind(assent.Unavailable)
}
