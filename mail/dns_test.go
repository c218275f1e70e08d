package mail_test

import (
	"context"
	"net"
	"testing"

	"assent/mail"
)

// zone is what the DNS says; a name that is not in it does not exist, an empty one does not answer.
type zone map[string][]string

func (z zone) LookupTXT(_ context.Context, name string) ([]string, error) {
	list, ok := z[name]
	if !ok {
		return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	}
	if list == nil {
		return nil, &net.DNSError{Err: "timeout", Name: name, IsTimeout: true}
	}
	return list, nil
}

func TestTheRecordsOfASendingDomain(t *testing.T) {
	s := mail.Sending{Domain: "shop.example", Host: "smtp.shop.example", Selector: "assent", DKIM: "v=DKIM1; k=rsa; p=ABC", Reports: "it@shop.example"}
	for name, c := range map[string]struct {
		zone zone
		want [3]mail.RecordState
	}{
		"nothing is there": {zone{}, [3]mail.RecordState{"missing", "missing", "missing"}},
		"all fit": {zone{
			"shop.example": {"google-site=1", "v=spf1 include:_spf.mail.example -all"}, "assent._domainkey.shop.example": {"v=DKIM1; p=AB C"}, "_dmarc.shop.example": {"v=DMARC1; p=reject"},
		}, [3]mail.RecordState{"fits", "fits", "fits"}},
		"all are wrong": {zone{
			"shop.example": {"v=spf1 a -all", "v=spf1 mx -all"}, "assent._domainkey.shop.example": {"v=DKIM1; k=rsa; p=old"}, "_dmarc.shop.example": {"v=DMARC1; sp=none"},
		}, [3]mail.RecordState{"differs", "differs", "differs"}},
		"no answer": {zone{"shop.example": nil, "assent._domainkey.shop.example": nil, "_dmarc.shop.example": nil}, [3]mail.RecordState{"unknown", "unknown", "unknown"}},
	} {
		for i, r := range mail.Records(t.Context(), c.zone, s) {
			if r.State != c.want[i] {
				t.Errorf("%s: %s is %s (%q), want %s", name, r.Kind, r.State, r.Found, c.want[i])
			}
		}
	}
	s.DKIM = "" // the relay's key stands where the relay says
	if unsigned := mail.Records(t.Context(), zone{}, s); len(unsigned) != 2 || unsigned[0].Kind != "spf" || unsigned[1].Kind != "dmarc" {
		t.Errorf("with a key of somebody else: %+v", unsigned)
	}
	s.DKIM = "v=DKIM1; k=rsa; p=ABC"
	wants := mail.Records(t.Context(), zone{}, s)
	if wants[0].Want != "v=spf1 a:smtp.shop.example ~all" || wants[2].Want != "v=DMARC1; p=none; rua=mailto:it@shop.example" {
		t.Errorf("wants %+v", wants)
	}
}
