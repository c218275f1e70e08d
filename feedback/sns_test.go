package feedback

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const topic = "arn:aws:sns:eu-west-1:123456789012:ses-feedback"

func snsFile(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "sns", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The signatures were made outside of this program, with OpenSSL.
func TestOnlyWhatTheTopicHasSignedIsGenuine(t *testing.T) {
	cert, otherCert := snsFile(t, "cert.pem"), snsFile(t, "other.pem")
	oneLine := strings.ReplaceAll(cert, "\n", "") // as a field of one line keeps it
	valid := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	second, first, asked := snsFile(t, "notification2.json"), snsFile(t, "notification1.json"), snsFile(t, "confirmation.json")
	for name, c := range map[string]struct {
		key, body string
		at        time.Time
		want      bool
	}{
		"version 2":                   {topic + "\n" + cert, second, valid, true},
		"version 1":                   {topic + "\n" + cert, first, valid, true},
		"a question":                  {topic + "\n" + cert, asked, valid, true},
		"the key in one line":         {topic + oneLine, second, valid, true},
		"one of two certificates":     {topic + "\n" + otherCert + cert, second, valid, true},
		"another's certificate":       {topic + "\n" + otherCert, second, valid, false},
		"another topic of the region": {topic + "-2\n" + cert, second, valid, false},
		"a certificate that is over":  {topic + "\n" + cert, second, valid.AddDate(20, 0, 0), false},
		"one word changed":            {topic + "\n" + cert, strings.Replace(second, "ana@", "eve@", 1), valid, false},
		"a time changed":              {topic + "\n" + cert, strings.Replace(second, "10:00:01", "11:00:01", 1), valid, false},
		"a version that does not fit": {topic + "\n" + cert, strings.Replace(second, `"SignatureVersion": "2"`, `"SignatureVersion": "1"`, 1), valid, false},
		"a question made of a notice": {topic + "\n" + cert, strings.Replace(second, `"Notification"`, `"SubscriptionConfirmation"`, 1), valid, false},
		"no topic":                    {cert, second, valid, false},
		"no signature":                {topic + "\n" + cert, `{"Type":"Notification","TopicArn":"` + topic + `"}`, valid, false},
		"a certificate that is none":  {topic + "\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", second, valid, false},
	} {
		if got := snsSigned(c.at, c.key, Delivery{Body: []byte(c.body)}); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestASubscriptionIsConfirmedAtAmazonAlone(t *testing.T) {
	asked := snsFile(t, "confirmation.json")
	for name, c := range map[string]struct{ body, want string }{
		"the question":      {asked, "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=" + topic + "&Token=2336"},
		"another's address": {strings.Replace(asked, "sns.eu-west-1.amazonaws.com", "sns.eu-west-1.amazonaws.com.evil.example", 1), ""},
		"without TLS":       {strings.Replace(asked, "https://sns", "http://sns", 1), ""},
		"a notice":          {snsFile(t, "notification2.json"), ""},
		"nothing":           {"", ""},
	} {
		if got := snsAsks(Delivery{Body: []byte(c.body)}); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
