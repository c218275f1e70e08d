package webhook_test

import (
	"testing"
	"time"

	"assent/webhook"
)

// The example of the Standard Webhooks specification's reference implementations.
func TestTheSignatureIsThatOfTheSpecification(t *testing.T) {
	secret, err := webhook.ParseSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	must(t, err)
	body, at := []byte(`{"test": 2432232314}`), time.Unix(1614265330, 0)
	const id, want = "msg_p5jXN8AQM9LWM0D4loKWxJek", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
	if got := webhook.Sign(id, at, body, secret); got != want {
		t.Errorf("got %s", got)
	}
	for name, ok := range map[string]bool{
		want:                    true,
		"v1a,xxxx v2,! " + want: true,
		"":                      false,
		"v1,":                   false,
		want[3:]:                false,
	} {
		if webhook.Verify(at, id, "1614265330", name, body, secret) != ok {
			t.Errorf("%q: want %v", name, ok)
		}
	}
	if webhook.Verify(at.Add(6*time.Minute), id, "1614265330", want, body, secret) || webhook.Verify(at.Add(-6*time.Minute), id, "1614265330", want, body, secret) {
		t.Error("an old message is believed")
	}
}

func FuzzVerifyBelievesOnlyWhatWasSigned(f *testing.F) {
	f.Add("msg_1", "1614265330", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", []byte("{}"))
	f.Add("", "x", "v1, v1,== v2,AAAA", []byte(nil))
	f.Add("a.b", "-9223372036854775808", "v1,\x00", []byte("."))
	secret := webhook.Secret("0123456789abcdef01234567")
	f.Fuzz(func(t *testing.T, id, timestamp, signature string, body []byte) {
		if webhook.Verify(time.Unix(1614265330, 0), id, timestamp, signature, body, secret) {
			t.Errorf("believed %q", signature)
		}
	})
}

func FuzzASecretReadIsWrittenTheSame(f *testing.F) {
	f.Add("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	f.Add("whsec_")
	f.Add("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := webhook.ParseSecret(text)
		if err != nil {
			return
		}
		if again, err := webhook.ParseSecret(s.Text()); err != nil || string(again) != string(s) {
			t.Errorf("%q became %q", text, s.Text())
		}
	})
}
