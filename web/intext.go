package web

import (
	"crypto/subtle"
	"net/http"

	"assent"
	"assent/intake"
	"assent/sms"
)

// TextDoor is where the provider of texts reports what people answer.
type TextDoor struct {
	Secret string // the last part of the address; empty: there is no such door
	Token  string // of the account: it signs what it reports
}

// textIn is POST /in/twilio/{secret}. STOP stops all messages by the channel, at once and however often it is
// said; what it does to the others is for the law to say. START opens nothing: it is no yes to anything.
func (s *site) textIn(w http.ResponseWriter, r *http.Request) {
	if subtle.ConstantTimeCompare([]byte(r.PathValue("secret")), []byte(s.Texts.Secret)) != 1 {
		s.notFound(w, r)
		return
	}
	if !s.parse(w, r) {
		return
	}
	if !sms.Signed(s.Texts.Token, s.PublicURL+r.URL.RequestURI(), r.PostForm, r.Header.Get(sms.SignatureHeader)) {
		s.Log.Warn("a report of a text does not bear the signature of the account")
		http.Error(w, "The signature does not fit.", http.StatusForbidden)
		return
	}
	in, err := sms.ReadInbound(r.PostForm)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	reply, err := s.takeText(r, in)
	if err != nil {
		s.Log.Error("a text was not taken", "error", err)
		http.Error(w, "Please report it again.", http.StatusServiceUnavailable)
		return
	}
	if in.Answered {
		reply = ""
	}
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	_, _ = w.Write(sms.Answer(sms.Economize(reply)))
}

// takeText does what a text asks for, and returns what is answered: one sentence without advertising.
func (s *site) takeText(r *http.Request, in sms.Inbound) (reply string, err error) {
	c, err := s.Shelf.Current(r.Context(), s.Org)
	if in.Wish == sms.Stop {
		language, taken, failure := s.stopText(r, in)
		if !taken || failure != nil || err != nil {
			return "", failure // a stop does not wait for the words of its answer
		}
		words := s.Locale.Printer(language, c.Settings().Language)
		return words.Text("text.stopped", "org", c.Settings().Name, "page", s.PublicURL), nil
	}
	if err != nil {
		return "", err
	}
	words, set := s.Locale.Printer(c.Settings().Language), c.Settings()
	switch in.Wish {
	case sms.Help:
		return words.Text("text.help", "org", set.Name, "access", orElse(set.AccessEmail, s.PublicURL)), nil
	case sms.Start:
		return words.Text("text.start", "org", set.Name, "page", s.PublicURL), nil
	}
	return "", nil
}

// stopText records a no by text, and returns her language. It is not taken from a sender who is no
// telephone, or from somebody who is erased: they have nothing to stop.
func (s *site) stopText(r *http.Request, in sms.Inbound) (language string, taken bool, err error) {
	receipt, err := s.Intake.Record(r.Context(), s.Org, intake.Act{
		Type: assent.ConsentWithdrawn, Contact: assent.Contactable{Phone: in.From}, Method: assent.ReplyStop,
		Actor: assent.Actor{Kind: assent.ActorPerson}, Scope: &assent.Scope{Channel: string(in.Channel)},
		IdempotencyKey: "text/" + in.ID,
	})
	switch {
	case isProblem(err, "BAD_PHONE"), err != nil && unlessErased(err) == nil:
		return "", false, nil
	case err != nil:
		return "", false, err
	}
	if leaving, failure := s.Records.Leaving(r.Context(), s.Org, receipt.Point, "", in.Channel); failure == nil {
		language = leaving.Language // otherwise the no stands all the same, and is answered in the organisation's
	}
	return language, true, nil
}
