package mail

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"
)

// Receivers believe a sender whose domain says in the DNS who may send for it (SPF, RFC 7208), with what key its mails are
// signed (DKIM, RFC 6376), and what to do with those that are neither (DMARC, RFC 7489).

// Resolver looks TXT records up; a *net.Resolver is one.
type Resolver interface {
	LookupTXT(ctx context.Context, name string) ([]string, error)
}

// RecordState says how a record of the DNS stands to the one that is wanted.
type RecordState string

// The states.
const (
	RecordFits    RecordState = "fits"
	RecordMissing RecordState = "missing"
	RecordDiffers RecordState = "differs"
	RecordUnknown RecordState = "unknown" // the DNS did not answer
)

// Record is one TXT record that a sending domain should have.
type Record struct {
	Kind  string // spf, dkim, dmarc
	Name  string // where it stands
	Want  string // what to publish; of SPF and DMARC an example, which a domain adapts
	Found string
	State RecordState
}

// Sending is what the records of a domain depend on.
type Sending struct {
	Domain   string // of the sender's address
	Host     string // of the mail server; empty: none is set
	Selector string
	DKIM     string // the public key, as a record; empty: the key is somebody else's
	Reports  string // where reports about misuse may go; empty: nowhere
}

// Records looks up what a domain has published.
func Records(ctx context.Context, r Resolver, s Sending) []Record {
	spf, dmarc := "v=spf1 mx ~all", "v=DMARC1; p=none"
	if s.Host != "" && net.ParseIP(s.Host) == nil {
		spf = "v=spf1 a:" + s.Host + " ~all"
	}
	if s.Reports != "" {
		dmarc += "; rua=mailto:" + s.Reports
	}
	out := []Record{lookUp(ctx, r, Record{Kind: "spf", Name: s.Domain, Want: spf}, "v=spf1", func(string) bool { return true })}
	if s.DKIM != "" {
		out = append(out, lookUp(ctx, r, Record{Kind: "dkim", Name: s.Selector + "._domainkey." + s.Domain, Want: s.DKIM}, "", func(found string) bool {
			return tags(found)["p"] == tags(s.DKIM)["p"]
		}))
	}
	return append(out, lookUp(ctx, r, Record{Kind: "dmarc", Name: "_dmarc." + s.Domain, Want: dmarc}, "v=DMARC1", func(found string) bool {
		return slices.Contains([]string{"none", "quarantine", "reject"}, strings.ToLower(tags(found)["p"]))
	}))
}

// lookUp finds the records that begin as one of their kind does. More than one is as bad as a wrong one (RFC 7208 §4.5, RFC 7489 §6.6.3).
func lookUp(ctx context.Context, r Resolver, out Record, begins string, fits func(string) bool) Record {
	all, err := r.LookupTXT(ctx, out.Name)
	var dns *net.DNSError
	if err != nil && !(errors.As(err, &dns) && dns.IsNotFound) {
		out.State = RecordUnknown
		return out
	}
	all = slices.DeleteFunc(all, func(text string) bool { return !strings.HasPrefix(text, begins) })
	out.Found = strings.Join(all, "\n")
	switch {
	case len(all) == 0:
		out.State = RecordMissing
	case len(all) == 1 && fits(all[0]):
		out.State = RecordFits
	default:
		out.State = RecordDiffers
	}
	return out
}

// tags reads a tag list (RFC 6376 §3.2): "v=DKIM1; k=rsa; p=…". White space in a value does not count.
func tags(record string) map[string]string {
	out := map[string]string{}
	for part := range strings.SplitSeq(record, ";") {
		if name, value, ok := strings.Cut(part, "="); ok {
			out[strings.TrimSpace(name)] = strings.Join(strings.Fields(value), "")
		}
	}
	return out
}
