package feedback

import (
	"encoding/json"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
)

// A case is a body as the product's documentation shows it, and what is read in it.
type readCase struct {
	Name    string `yaml:"name"`
	Product string `yaml:"product"`
	Body    string `yaml:"body"`
	Want    []struct {
		Kind, Email, Phone, At, ID string
	} `yaml:"want"`
	Refused bool `yaml:"refused"`
}

func cases(t testing.TB) []readCase {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "reports.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var all []readCase
	if err := yaml.UnmarshalWithOptions(text, &all, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestWhatEachProductReportsIsRead(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range cases(t) {
		t.Run(c.Product+" "+c.Name, func(t *testing.T) {
			seen[c.Product] = true
			p, ok := productNamed(c.Product)
			if !ok {
				t.Fatal("no such product")
			}
			got, err := p.read(Delivery{Body: []byte(strings.TrimSpace(c.Body))})
			got = addressed(got)
			if (err != nil) != c.Refused || len(got) != len(c.Want) {
				t.Fatalf("read %+v, %v", got, err)
			}
			for i, want := range c.Want {
				at := ""
				if !got[i].At.IsZero() {
					at = got[i].At.Format(time.RFC3339)
				}
				if g := got[i]; string(g.Kind) != want.Kind || g.Email != want.Email || g.Phone != want.Phone || at != want.At || g.ID != want.ID {
					t.Errorf("read %+v, want %+v", g, want)
				}
			}
		})
	}
	for _, p := range Products() {
		if !seen[p.Name] {
			t.Errorf("no case for %s", p.Name)
		}
	}
}

var now = time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)

func header(pairs ...string) textproto.MIMEHeader {
	h := textproto.MIMEHeader{}
	for i := 0; i < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}

// The numbers were computed outside of this program, with OpenSSL.
func TestOnlyWhatTheProductHasSignedIsGenuine(t *testing.T) {
	const url, body = "https://choices.example.org/in/hubspot/s", `[{"email":"ana@example.org"}]`
	hubspot := func(pairs ...string) Delivery {
		return Delivery{Method: "POST", URL: url, Body: []byte(body), Header: header(pairs...)}
	}
	klaviyo := Delivery{Body: []byte(`{"data":[]}`), Header: header("Klaviyo-Timestamp", "2026-11-16T09:00:00Z", "Klaviyo-Signature", klaviyoMAC)}
	mailgun := Delivery{Body: []byte(`{"signature":{"timestamp":"1794819600","token":"a8ce0edb","signature":"` + mailgunMAC + `"},"event-data":{"event":"unsubscribed"}}`)}
	v3 := hubspot("X-HubSpot-Signature-v3", hubspotV3, "X-HubSpot-Request-Timestamp", "1794819600000")
	for name, c := range map[string]struct {
		check func(time.Time, string, Delivery) bool
		key   string
		at    time.Time
		in    Delivery
		want  bool
	}{
		"hubspot 3":             {hubspotSigned, "secret", now, v3, true},
		"hubspot 3, late":       {hubspotSigned, "secret", now.Add(time.Hour), v3, false},
		"hubspot 3, other key":  {hubspotSigned, "other", now, v3, false},
		"hubspot 2":             {hubspotSigned, "secret", now, hubspot("X-HubSpot-Signature", hubspotV2), true},
		"hubspot 2, other key":  {hubspotSigned, "other", now, hubspot("X-HubSpot-Signature", hubspotV2), false},
		"hubspot, none":         {hubspotSigned, "secret", now, hubspot(), false},
		"klaviyo":               {klaviyoSigned, "secret", now, klaviyo, true},
		"klaviyo, other key":    {klaviyoSigned, "other", now, klaviyo, false},
		"mailgun":               {mailgunSigned, "secret", now, mailgun, true},
		"mailgun, repeated":     {mailgunSigned, "secret", now.Add(8 * time.Hour), mailgun, true},
		"mailgun, the next day": {mailgunSigned, "secret", now.Add(24 * time.Hour), mailgun, false},
		"mailgun, other key":    {mailgunSigned, "other", now, mailgun, false},
		"mailgun, nothing":      {mailgunSigned, "secret", now, Delivery{}, false},
	} {
		if c.check(c.at, c.key, c.in) != c.want {
			t.Errorf("%s: want %v", name, c.want)
		}
	}
}

func FuzzNoReportBringsAReaderDown(f *testing.F) {
	for _, c := range cases(f) {
		f.Add(c.Body)
	}
	f.Add(`{"Payload":{"Included":null}}`)
	f.Fuzz(func(t *testing.T, body string) {
		for _, p := range products() {
			d := Delivery{Method: "POST", Body: []byte(body), Header: header("Klaviyo-Timestamp", body)}
			all, err := p.read(d)
			if err != nil && len(all) > 0 {
				t.Errorf("%s: both an error and reports", p.name)
			}
			for _, r := range addressed(all) {
				if r.Kind == "" || r.Email == "" && r.Phone == "" {
					t.Errorf("%s read %+v", p.name, r)
				}
			}
			if p.genuine != nil && p.genuine(now, "secret", d) {
				t.Errorf("%s: believed without a signature", p.name)
			}
		}
		var l loose
		_ = json.Unmarshal([]byte(body), &l)
		l.seconds()
	})
}

const (
	hubspotV3  = "Z3aMFKnnocmJCb2phrRNXKyiqkD6lRkQkHL/NC7DyUQ="
	hubspotV2  = "fa6682a5e1030fe8d6481101c4b20640768f32312e006d90d7a79f1ac46d092a"
	klaviyoMAC = "d689f368131c5339360ca8c1db283486663f46b85b9523642992fc5ed0955e33"
	mailgunMAC = "179ffd76884a173598bbee67dfdca8126ecc8ca43e70e9f15adf39d1f169883f"
)
