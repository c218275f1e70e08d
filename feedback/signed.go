package feedback

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// mac is an HMAC-SHA-256.
func mac(key string, parts ...string) []byte {
	m := hmac.New(sha256.New, []byte(key))
	for _, p := range parts {
		m.Write([]byte(p))
	}
	return m.Sum(nil)
}

// hubspotSigned checks version 3: Base64 of an HMAC over method, address, body and time in milliseconds; or version 2, which
// workflows use: the hexadecimal SHA-256 of key, method, address and body.
func hubspotSigned(now time.Time, key string, d Delivery) bool {
	body := string(d.Body)
	if given := d.Header.Get("X-HubSpot-Signature-v3"); given != "" {
		timestamp := d.Header.Get("X-HubSpot-Request-Timestamp")
		ms, err := strconv.ParseInt(timestamp, 10, 64)
		want := base64.StdEncoding.EncodeToString(mac(key, d.Method, d.URL, body, timestamp))
		return err == nil && near(now, time.UnixMilli(ms)) && hmac.Equal([]byte(given), []byte(want))
	}
	sum := sha256.Sum256([]byte(key + d.Method + d.URL + body))
	return hmac.Equal([]byte(d.Header.Get("X-HubSpot-Signature")), []byte(hex.EncodeToString(sum[:])))
}

// klaviyoSigned checks Klaviyo-Signature: the hexadecimal HMAC over body and the text of Klaviyo-Timestamp.
func klaviyoSigned(_ time.Time, key string, d Delivery) bool {
	want := hex.EncodeToString(mac(key, string(d.Body), d.Header.Get("Klaviyo-Timestamp")))
	return hmac.Equal([]byte(d.Header.Get("Klaviyo-Signature")), []byte(want))
}

// readKlaviyo reads a system webhook. Each payload is an event as the API gives it, with the profile included.
func readKlaviyo(d Delivery) ([]Report, error) {
	var body struct {
		Data []struct {
			ID      string `json:"external_id"`
			Topic   string
			Payload struct {
				Data     struct{ Attributes struct{ Datetime string } }
				Included []struct {
					Type       string
					Attributes struct {
						Email string
						Phone string `json:"phone_number"`
					}
				}
			}
		}
	}
	if json.Unmarshal(d.Body, &body) != nil || body.Data == nil {
		return nil, errUnreadable
	}
	var out []Report
	for _, e := range body.Data {
		kind, text := klaviyoKind(e.Topic)
		for _, i := range e.Payload.Included {
			if kind == "" || i.Type != "profile" {
				continue
			}
			r := Report{Kind: kind, Email: i.Attributes.Email, At: instant(e.Payload.Data.Attributes.Datetime), ID: e.ID}
			if text {
				r.Email, r.Phone = "", i.Attributes.Phone
			}
			out = append(out, r)
		}
	}
	return out, nil
}

// klaviyoKind reads a topic such as event:klaviyo.unsubscribed_from_email_marketing. Topics depend on the account.
func klaviyoKind(topic string) (kind Kind, text bool) {
	name := word(strings.TrimPrefix(topic, "event:klaviyo."))
	switch {
	case strings.HasPrefix(name, "unsubscribedfromsms"):
		return Unsubscribed, true
	case strings.HasPrefix(name, "unsubscribed"):
		return Unsubscribed, false
	case name == "markedemailasspam":
		return Complained, false
	case name == "bouncedemail":
		return Bounced, false
	}
	return "", false
}

// mailgunBody is what Mailgun posts.
type mailgunBody struct {
	Signature struct {
		Timestamp loose
		Token     string
		Signature string
	}
	Event struct {
		ID        string
		Event     string
		Severity  string
		Recipient string
		Timestamp loose
	} `json:"event-data"`
}

// mailgunSigned checks the signature that stands in the body: the hexadecimal HMAC over time and token. It does not cover the
// event; the secret of the address and TLS do what it leaves open.
func mailgunSigned(now time.Time, key string, d Delivery) bool {
	var b mailgunBody
	if json.Unmarshal(d.Body, &b) != nil {
		return false
	}
	s := b.Signature
	want := hex.EncodeToString(mac(key, string(s.Timestamp), s.Token))
	return hmac.Equal([]byte(s.Signature), []byte(want)) && now.Sub(s.Timestamp.seconds()).Abs() <= mailgunRepeats
}

// mailgunRepeats is for how long Mailgun repeats what was not taken: eight hours, under the first time.
const mailgunRepeats = 9 * time.Hour

// readMailgun reads one event. Only failures for good are bounces.
func readMailgun(d Delivery) ([]Report, error) {
	var b mailgunBody
	if json.Unmarshal(d.Body, &b) != nil || b.Event.Event == "" {
		return nil, errUnreadable
	}
	r := Report{Email: b.Event.Recipient, At: b.Event.Timestamp.seconds(), ID: b.Event.ID}
	switch {
	case b.Event.Event == "unsubscribed":
		r.Kind = Unsubscribed
	case b.Event.Event == "complained":
		r.Kind = Complained
	case b.Event.Event == "failed" && b.Event.Severity == "permanent":
		r.Kind = Bounced
	default:
		return nil, nil
	}
	return []Report{r}, nil
}
