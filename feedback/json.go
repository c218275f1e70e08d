package feedback

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// oneOrMany reads a JSON object, or an array of them.
func oneOrMany[T any](body []byte) ([]T, error) {
	var many []T
	if trimmed := bytes.TrimSpace(body); len(trimmed) > 0 && trimmed[0] == '[' {
		if json.Unmarshal(body, &many) != nil {
			return nil, errUnreadable
		}
		return many, nil
	}
	var one T
	if json.Unmarshal(body, &one) != nil {
		return nil, errUnreadable
	}
	return []T{one}, nil
}

// loose is a JSON value that products write as a string or as a number or boolean.
type loose string

// UnmarshalJSON takes any scalar; what is none is empty.
func (l *loose) UnmarshalJSON(b []byte) error {
	var s string
	switch {
	case json.Unmarshal(b, &s) == nil:
		*l = loose(s)
	case len(b) > 0 && b[0] != '{' && b[0] != '[' && string(b) != "null":
		*l = loose(b)
	}
	return nil
}

// seconds reads Unix seconds, also with a fraction; the zero time if it is none.
func (l loose) seconds() time.Time {
	f, err := strconv.ParseFloat(string(l), 64)
	if err != nil || f <= 0 || f > 1e11 {
		return time.Time{}
	}
	return time.UnixMilli(int64(f * 1000)).UTC()
}

// instant reads a time of RFC 3339; the zero time if it is none.
func instant(s string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// readGeneric reads our own form: {"event": "unsubscribed", "email" or "phone", "at"?, "id"?}, or an array of such.
func readGeneric(d Delivery) ([]Report, error) {
	type report struct {
		Event, Email, Phone, At string
		ID                      loose
	}
	list, err := oneOrMany[report](d.Body)
	if err != nil {
		return nil, err
	}
	var out []Report
	for _, r := range list {
		kind := Kind(r.Event)
		if kind != Unsubscribed && kind != Complained && kind != Bounced || r.Email == "" && r.Phone == "" {
			return nil, errUnreadable
		}
		out = append(out, Report{Kind: kind, Email: r.Email, Phone: r.Phone, At: instant(r.At), ID: string(r.ID)})
	}
	return out, nil
}

// readBrevo reads events of campaigns and of transactional mails. Its soft bounces pass by themselves.
func readBrevo(d Delivery) ([]Report, error) {
	type event struct {
		Event, Email string
		Message      string `json:"message-id"`
		TSEvent      loose  `json:"ts_event"`
		TS           loose  `json:"ts"`
	}
	list, err := oneOrMany[event](d.Body)
	if err != nil {
		return nil, err
	}
	kinds := map[string]Kind{
		"unsubscribe": Unsubscribed, "unsubscribed": Unsubscribed, "spam": Complained, "complaint": Complained,
		"hardbounce": Bounced, "invalidemail": Bounced, "invalid": Bounced,
	}
	var out []Report
	for _, e := range list {
		if e.Event == "" {
			return nil, errUnreadable
		}
		at := e.TSEvent.seconds()
		if at.IsZero() {
			at = e.TS.seconds()
		}
		if kind, known := kinds[word(e.Event)]; known {
			out = append(out, Report{Kind: kind, Email: e.Email, At: at, ID: e.Message})
		}
	}
	return out, nil
}

// readPostmark reads bounces, complaints and changes of subscription. Of the bounces only those count after which
// Postmark itself stops sending (Inactive).
func readPostmark(d Delivery) ([]Report, error) {
	list, err := oneOrMany[struct {
		RecordType, Email, Recipient, Type, BouncedAt, ChangedAt, SuppressionReason, Origin, MessageID string

		Inactive, SuppressSending bool
	}](d.Body)
	if err != nil {
		return nil, err
	}
	var out []Report
	for _, e := range list {
		switch {
		case e.RecordType == "":
			return nil, errUnreadable
		case e.RecordType == "Bounce" && (e.Type == "HardBounce" || e.Type == "BadEmailAddress"):
			out = append(out, Report{Kind: Bounced, Email: e.Email, At: instant(e.BouncedAt), ID: e.MessageID})
		case e.RecordType == "SpamComplaint":
			out = append(out, Report{Kind: Complained, Email: e.Email, At: instant(e.BouncedAt), ID: e.MessageID})
		case e.RecordType == "SubscriptionChange" && e.SuppressSending:
			kind, known := map[string]Kind{"HardBounce": Bounced, "SpamComplaint": Complained}[e.SuppressionReason]
			if !known && e.Origin == "Recipient" { // a manual suppression by herself; by staff she has said nothing
				kind = Unsubscribed
			}
			if kind != "" {
				out = append(out, Report{Kind: kind, Email: e.Recipient, At: instant(e.ChangedAt), ID: e.MessageID})
			}
		}
	}
	return out, nil
}

// readHubSpot reads what a workflow posts of a contact: properties by their internal names, in the object itself or
// below "properties", each a value or an object with one.
func readHubSpot(d Delivery) ([]Report, error) {
	list, err := oneOrMany[map[string]json.RawMessage](d.Body)
	if err != nil {
		return nil, err
	}
	var out []Report
	for _, o := range list {
		var below map[string]json.RawMessage
		if json.Unmarshal(o["properties"], &below) == nil {
			o = below
		}
		r := Report{Email: property(o, "email")}
		switch {
		case property(o, "hs_email_hard_bounce_reason") != "" || property(o, "hs_email_hard_bounce_reason_enum") != "" || yes(property(o, "hs_email_bad_address")):
			out = append(out, Report{Kind: Bounced, Email: r.Email})
		}
		if yes(property(o, "hs_email_optout")) {
			out = append(out, Report{Kind: Unsubscribed, Email: r.Email})
		}
	}
	return out, nil
}

func property(o map[string]json.RawMessage, name string) string {
	var value loose
	var wrapped struct{ Value loose }
	if json.Unmarshal(o[name], &wrapped) == nil {
		return string(wrapped.Value)
	}
	_ = json.Unmarshal(o[name], &value) // what is missing is empty
	return string(value)
}

func yes(s string) bool { return strings.EqualFold(s, "true") || strings.EqualFold(s, "yes") }
