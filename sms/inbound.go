package sms

import (
	"bytes"
	"encoding/xml"
	"net/url"
	"strings"

	"assent"
)

// Inbound is a text that somebody sent us, as the provider reports it.
type Inbound struct {
	ID       string // the same however often it is reported
	Channel  assent.Channel
	From     string // E.164; personal. A name or a short code if no person wrote
	Wish     Wish
	Answered bool // the provider has answered it already, as its account is set
}

// ReadInbound reads the form of a report. Problem: BAD_TEXT_REPORT.
func ReadInbound(form url.Values) (Inbound, error) {
	in := Inbound{ID: form.Get("MessageSid"), Channel: assent.SMS, From: form.Get("From"), Wish: Read(form.Get("Body"))}
	if in.ID == "" || in.From == "" || len(in.ID) > 64 {
		return in, assent.Problemf("BAD_TEXT_REPORT", "A report of a text names its MessageSid and From.")
	}
	if number, ok := strings.CutPrefix(in.From, "whatsapp:"); ok {
		in.Channel, in.From = assent.IM, number
	}
	switch handled := form.Get("OptOutType"); handled { // the provider keeps its own list of words
	case "STOP", "START", "HELP":
		in.Answered = true
		if in.Wish != Stop {
			in.Wish = Wish(strings.ToLower(handled))
		}
	}
	return in, nil
}

// Answer is the document (TwiML) by which a report is answered: one text back, or none if it is empty.
func Answer(text string) []byte {
	type response struct {
		XMLName xml.Name `xml:"Response"`
		Message string   `xml:",omitempty"`
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(response{Message: text}); err != nil {
		panic(err) // into memory, of one text
	}
	return b.Bytes()
}
