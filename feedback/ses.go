package feedback

import "encoding/json"

// sesNotice is the message in the envelope: a notification, or an event of event publishing, which differ in the name of
// their first field.
type sesNotice struct {
	NotificationType, EventType string
	Bounce                      struct {
		BounceType            string
		BouncedRecipients     []sesRecipient
		Timestamp, FeedbackID string
	}
	Complaint struct {
		ComplainedRecipients  []sesRecipient
		ComplaintFeedbackType string
		Timestamp, FeedbackID string
	}
	Subscription struct {
		Timestamp           string
		NewTopicPreferences struct{ UnsubscribeAll bool }
	}
	Mail struct {
		MessageID   string
		Destination []string
	}
}

type sesRecipient struct{ EmailAddress string }

// readSES reads what Amazon SES tells through a topic. A bounce counts if it is for good. Of a complaint SES names everybody
// who may have complained: each of them is taken at that. Who leaves a contact list of SES has unsubscribed if she left all
// of it, and was the only one whom the mail went to.
func readSES(d Delivery) ([]Report, error) {
	e, ok := openEnvelope(d.Body)
	if !ok {
		return nil, errUnreadable
	}
	if e.Type != "Notification" {
		return nil, nil
	}
	var n sesNotice
	if json.Unmarshal([]byte(e.Message), &n) != nil {
		return nil, nil // a text, such as the one that SES sends when a topic is chosen
	}
	switch n.NotificationType + n.EventType {
	case "Bounce":
		if n.Bounce.BounceType == "Permanent" {
			return sesReports(Bounced, n.Bounce.BouncedRecipients, n.Bounce.Timestamp, n.Bounce.FeedbackID), nil
		}
	case "Complaint":
		if n.Complaint.ComplaintFeedbackType != "not-spam" {
			return sesReports(Complained, n.Complaint.ComplainedRecipients, n.Complaint.Timestamp, n.Complaint.FeedbackID), nil
		}
	case "Subscription":
		if n.Subscription.NewTopicPreferences.UnsubscribeAll && len(n.Mail.Destination) == 1 {
			return sesReports(Unsubscribed, []sesRecipient{{n.Mail.Destination[0]}}, n.Subscription.Timestamp, n.Mail.MessageID), nil
		}
	}
	return nil, nil
}

func sesReports(kind Kind, who []sesRecipient, at, id string) []Report {
	var out []Report
	for _, r := range who {
		out = append(out, Report{Kind: kind, Email: r.EmailAddress, At: instant(at), ID: id})
	}
	return out
}
