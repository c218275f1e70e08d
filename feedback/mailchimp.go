package feedback

import (
	"net/url"
	"time"
)

// readMailchimp reads the form of an audience webhook. "cleaned" is a bounce, or a complaint if its reason is abuse;
// "upemail", "profile", "subscribe" and "campaign" say nothing that counts here.
func readMailchimp(d Delivery) ([]Report, error) {
	form, err := url.ParseQuery(string(d.Body))
	if err != nil || len(d.Body) > 0 && form.Get("type") == "" {
		return nil, errUnreadable
	}
	at, _ := time.Parse(time.DateTime, form.Get("fired_at")) // UTC; without one it happened when it arrived
	r := Report{Email: form.Get("data[email]"), At: at}
	abuse := form.Get("data[reason]") == "abuse"
	switch kind := form.Get("type"); {
	case kind == "unsubscribe" && abuse, kind == "cleaned" && abuse:
		r.Kind = Complained
	case kind == "unsubscribe" && form.Get("data[action]") != "delete": // deleted by staff: she has said nothing
		r.Kind = Unsubscribed
	case kind == "cleaned":
		r.Kind = Bounced
	default:
		return nil, nil
	}
	return []Report{r}, nil
}
