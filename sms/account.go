package sms

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"assent"
)

// Settings are how a provider is reached.
type Settings struct {
	URL     string // of its API; empty: https://api.twilio.com
	Account string // its identifier, "AC…"
	Token   string // its secret: it opens the account, and signs what the provider reports
	From    string // the sender: a number in E.164, a short code, a name, or a messaging service "MG…"
}

// Account is the [Sender] that hands texts to a provider, in the format of Twilio's Messages resource. It
// may be used by many goroutines at once.
type Account struct {
	settings Settings
	client   *http.Client
}

// The bounds of one call.
const (
	callTime    = 15 * time.Second
	answerLimit = 64 << 10
)

// NewAccount makes a sender. The settings are checked, the provider is not called.
func NewAccount(s Settings) (*Account, error) {
	s.URL = strings.TrimSuffix(cmp.Or(s.URL, "https://api.twilio.com"), "/")
	if err := s.check(); err != nil {
		return nil, err
	}
	return &Account{s, &http.Client{
		Timeout: callTime,
		// A redirect would carry the text, and perhaps the secret, to whoever it names.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

func (s Settings) check() error {
	u, err := url.Parse(s.URL)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !onThisMachine(u.Hostname())):
		return assent.Problemf("BAD_TEXTS_URL", "texts.url must begin with https://: texts and the account's secret go there.").In("texts.url")
	case s.Account == "" || s.Token == "":
		return assent.Problemf("NO_TEXTS_ACCOUNT", "Set texts.account and texts.token to those of the account at the provider.").In("texts.account")
	case s.From == "":
		return assent.Problemf("NO_TEXTS_SENDER", "Set texts.from to the number, the name or the messaging service that texts come from.").In("texts.from")
	}
	return nil
}

func onThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Send hands one text over.
func (a *Account) Send(ctx context.Context, t Text) error {
	if t.Body == "" || utf8.RuneCountInString(t.Body) > bodyLimit {
		return assent.Problemf("BAD_TEXT", "A text has between 1 and %d characters.", bodyLimit)
	}
	res, err := a.post(ctx, a.form(t))
	if err != nil {
		return err
	}
	defer res.Body.Close()
	var said struct {
		Code int `json:"code"`
	}
	_ = json.NewDecoder(io.LimitReader(res.Body, answerLimit)).Decode(&said) // an answer that is no JSON has no code
	return answered(res.StatusCode, said.Code)
}

func (a *Account) form(t Text) url.Values {
	form := url.Values{"To": {t.To}, "Body": {t.Body}}
	if strings.HasPrefix(a.settings.From, "MG") && len(a.settings.From) == 34 {
		form.Set("MessagingServiceSid", a.settings.From)
	} else {
		form.Set("From", a.settings.From)
	}
	return form
}

func (a *Account) post(ctx context.Context, form url.Values) (*http.Response, error) {
	address := a.settings.URL + "/2010-04-01/Accounts/" + url.PathEscape(a.settings.Account) + "/Messages.json"
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	req.SetBasicAuth(a.settings.Account, a.settings.Token)
	res, err := a.client.Do(req)
	if err != nil { // its words name the address alone, but nothing in it helps the operator
		return nil, unavailable("TEXTS_UNREACHABLE", "The provider of texts cannot be reached; check texts.url and the firewall. The text is tried again.")
	}
	return res, nil
}
