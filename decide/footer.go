package decide

import (
	"strings"

	"assent"
	"assent/catalogue"
	"assent/law"
	"assent/locale"
	"assent/store"
)

// origin says where the data come from (GDPR art. 14(2)(f)): as the collection point says where
// the yes or the dealing was recorded that the message rests on, else as the basis suggests.
func (e *enquiry) origin(v *store.View, r *ruling) (string, error) {
	for _, id := range r.evidence() {
		stored, found, err := v.Event(id)
		if err != nil {
			return "", err
		}
		if !found {
			continue
		}
		if cp, ok := e.cat.CollectionPoint(stored.Event.CollectionPoint); ok && cp.Origin != "" {
			return cp.Origin, nil
		}
	}
	return originOf(r.Basis), nil
}

func originOf(b assent.Basis) string {
	switch b {
	case assent.ConsentBasis, assent.PewcBasis:
		return catalogue.OriginSubscribed
	case assent.SoftOptInBasis, assent.CustomerExceptionBasis, assent.ContractRunningBasis,
		assent.CurrentRelationshipBasis, assent.RecentContractBasis, assent.EbrBasis:
		return catalogue.OriginCustomer
	case assent.PublishedForPurposeBasis:
		return catalogue.OriginPublic
	case assent.NotMarketingBasis:
		return "origin.service"
	}
	return "origin.unknown"
}

// obligations are what must accompany the message, with the text to print where one discharges it.
func (e *enquiry) obligations(words *locale.Printer, list []law.Obligation, origin string) []assent.Obligation {
	out := make([]assent.Obligation, len(list))
	for i, o := range list {
		out[i] = assent.Obligation{Code: o.Code, Value: o.Value, Text: e.text(words, o, origin)}
	}
	return out
}

// text is ready to print; empty when the obligation is met otherwise, or a value for it is not set.
func (e *enquiry) text(words *locale.Printer, o law.Obligation, origin string) string {
	args := e.sender()
	own := filled(words, "obligation."+string(o.Code), append(args, "value", o.Value))
	switch o.Code {
	case assent.MustIdentifySender: // every footer says why she gets the message, then who writes
		return strings.TrimSpace(filled(words, origin, args) + " " + own)
	case assent.MustStateDataOrigin:
		return filled(words, origin, args)
	}
	return own
}

// filled is the text of a key, unless a value that it needs is not set.
func filled(words *locale.Printer, key string, args []any) string {
	var set []any
	for i := 0; i+1 < len(args); i += 2 {
		if args[i+1] != "" {
			set = append(set, args[i], args[i+1])
		}
	}
	text := words.Text(key, set...)
	if strings.Contains(text, "{") {
		return ""
	}
	return text
}

// sender is what the footer says of who writes: the brand's own words, else the organisation's.
func (e *enquiry) sender() []any {
	s := e.cat.Settings()
	b, ok := e.cat.Brand(e.brand)
	if !ok {
		b = &catalogue.Brand{}
	}
	name := first(s.Name, b.Name)
	return []any{
		"sender", name,
		"brand", first(b.Name, s.Name),
		"postal_address", catalogue.Premises(first(b.PostalAddress, s.PostalAddress), name),
		"access_email", first(b.AccessEmail, s.AccessEmail),
		"privacy_url", first(b.PrivacyURL, s.PrivacyURL),
	}
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
