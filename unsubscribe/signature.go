package unsubscribe

import (
	"bytes"
	"errors"
	"net"
	"slices"
	"strings"

	"github.com/emersion/go-msgauth/dkim"
)

// signature is what a DKIM-Signature field says of itself (RFC 6376 §3.5).
type signature struct {
	domain string   // d=
	fields []string // h=, in lower case
}

// covers reports whether the signature covers a field.
func (s signature) covers(field string) bool {
	return slices.Contains(s.fields, strings.ToLower(field))
}

// fits reports whether the signature covers both list fields, as RFC 8058 §4 demands.
func (s signature) fits() bool { return s.covers(listField) && s.covers(postField) }

// signatures reads every DKIM-Signature field, in order.
func (m *Mail) signatures() []signature {
	var all []signature
	for _, value := range m.fields("DKIM-Signature") {
		var s signature
		for tag := range strings.SplitSeq(value, ";") {
			name, content, _ := strings.Cut(tag, "=")
			content = strings.ToLower(strings.Join(strings.Fields(content), ""))
			switch strings.TrimSpace(name) {
			case "d":
				s.domain = content
			case "h":
				s.fields = strings.Split(content, ":")
			}
		}
		all = append(all, s)
	}
	return all
}

// coverage examines which fields are signed, and by whom.
func (m *Mail) coverage() []Finding {
	all := m.signatures()
	if len(all) == 0 {
		return []Finding{SignatureMissing.at("DKIM-Signature")}
	}
	var found []Finding
	if !slices.ContainsFunc(all, signature.fits) {
		found = append(found, SignatureNarrow.at("DKIM-Signature", missed(all)))
	}
	from := m.sender()
	if !slices.ContainsFunc(all, func(s signature) bool { return aligned(from, s.domain) }) {
		found = append(found, SignatureForeign.at("DKIM-Signature", from))
	}
	return found
}

// missed names what no signature covers together with the other.
func missed(all []signature) string {
	list := slices.ContainsFunc(all, func(s signature) bool { return s.covers(listField) })
	post := slices.ContainsFunc(all, func(s signature) bool { return s.covers(postField) })
	switch {
	case list && !post:
		return postField
	case post && !list:
		return listField
	}
	return "both " + listField + " and " + postField
}

// aligned reports whether two domains are the same or one lies within the other. The relaxed
// alignment of RFC 7489 §3.1.1 also takes two branches of one organisation, which needs a list of
// public suffixes; hence a remark only.
func aligned(from, signer string) bool {
	return from == signer || strings.HasSuffix(from, "."+signer) || strings.HasSuffix(signer, "."+from)
}

// signatureLimit bounds how many signatures are verified.
const signatureLimit = 10

// Lookup returns the TXT records of a name, as net.Resolver.LookupTXT does.
type Lookup func(name string) ([]string, error)

// Verify checks whether a signature that covers both list fields is valid. Without a lookup
// (nil) it remarks that it was not checked.
func Verify(m *Mail, lookup Lookup) []Finding {
	all := m.signatures()
	fitting := slices.IndexFunc(all, signature.fits)
	switch {
	case fitting < 0:
		return nil // Inspect has said so
	case lookup == nil:
		return []Finding{SignatureUnknown.at("DKIM-Signature", "the key is in the DNS, which was not asked; --probe does")}
	}
	results, err := dkim.VerifyWithOptions(bytes.NewReader(m.raw), &dkim.VerifyOptions{LookupTXT: patient(lookup), MaxVerifications: signatureLimit})
	if err != nil && !errors.Is(err, dkim.ErrTooManySignatures) {
		return []Finding{SignatureInvalid.at("DKIM-Signature", all[fitting].domain, "a verifier cannot read the mail")}
	}
	return verdict(all, results)
}

// verdict says what is wrong, unless one of the signatures that fit is valid.
func verdict(all []signature, results []*dkim.Verification) []Finding {
	var found []Finding
	for i, r := range results {
		switch s := all[i]; {
		case !s.fits():
		case r.Err == nil:
			return nil
		case dkim.IsTempFail(r.Err):
			found = append(found, SignatureUnknown.at("DKIM-Signature", "the DNS did not answer for the key of "+s.domain))
		default:
			found = append(found, SignatureInvalid.at("DKIM-Signature", s.domain, strings.TrimPrefix(r.Err.Error(), "dkim: ")))
		}
	}
	return found
}

// unanswered is an error of the DNS after which nothing is known; the verifier asks it so.
type unanswered struct{ error }

func (unanswered) Timeout() bool   { return true }
func (unanswered) Temporary() bool { return true }

// patient tells a key that does not exist from a DNS that cannot be asked.
func patient(lookup Lookup) Lookup {
	return func(name string) ([]string, error) {
		records, err := lookup(name)
		if err != nil && !nowhere(err) {
			return nil, unanswered{err}
		}
		if err != nil {
			return nil, errors.New("it is not in the DNS")
		}
		return records, nil
	}
}

// nowhere reports whether the DNS has answered that there is no such name.
func nowhere(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns) && dns.IsNotFound
}
