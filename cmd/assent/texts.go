package main

import (
	"strings"

	"assent"
	"assent/sms"
)

// Texts says how texts leave, and where their answers come in.
type Texts struct {
	URL     string `toml:"url" env:"ASSENT_TEXTS_URL" help:"Address of the provider's API. Empty: https://api.twilio.com."`
	Account string `toml:"account" env:"ASSENT_TEXTS_ACCOUNT" help:"The account's identifier (AC…)."`
	Token   string `toml:"token" env:"ASSENT_TEXTS_TOKEN" help:"The account's secret; it also signs what the provider reports. Better given as ASSENT_TEXTS_TOKEN_FILE."`
	From    string `toml:"from" env:"ASSENT_TEXTS_FROM" help:"Who texts come from: a number (+33…), a short code, a name, or a messaging service (MG…)."`
	Secret  string `toml:"secret" env:"ASSENT_TEXTS_SECRET" help:"A secret of 16 characters or more that ends the address at which the provider reports what people answer: PUBLIC_URL/in/twilio/SECRET. With it texts say: answer STOP. Empty: nobody can answer, and texts bear a link. Better given as ASSENT_TEXTS_SECRET_FILE."`
}

// secretLength is the least that cannot be guessed.
const secretLength = 16

func (t Texts) check() error {
	switch {
	case t.Secret != "" && (len(t.Secret) < secretLength || strings.Trim(t.Secret, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != ""):
		return assent.Problemf("BAD_TEXTS_SECRET", "texts.secret must have %d or more letters, digits, - and _, since it stands in an address.", secretLength).In("texts.secret")
	case t.Secret != "" && t.Account == "":
		return assent.Problemf("NO_TEXTS_ACCOUNT", "texts.secret is of use only together with the account that reports there; set texts.account, texts.token and texts.from.").In("texts.account")
	}
	_, err := t.sender()
	return err
}

// sender is what hands texts over; nil without an account.
func (t Texts) sender() (sms.Sender, error) {
	if t.Account == "" && t.Token == "" && t.From == "" {
		return nil, nil
	}
	return sms.NewAccount(sms.Settings{URL: t.URL, Account: t.Account, Token: t.Token, From: t.From})
}

// Abuse bounds what strangers can cause.
type Abuse struct {
	PerNetwork int `toml:"per_network" env:"ASSENT_ABUSE_PER_NETWORK" help:"Mails and texts an hour that one network (an IPv4 address, an IPv6 /56) can cause, beside 120 acts a minute of any kind. Below 0: neither bound."`
	PerDomain  int `toml:"per_domain" env:"ASSENT_ABUSE_PER_DOMAIN" help:"Mails an hour to one domain that strangers can cause; later ones wait."`
	Puzzle     int `toml:"puzzle" env:"ASSENT_ABUSE_PUZZLE" help:"Bits of a puzzle that the browser solves before it sends a form, 1 to 24; 16 takes a telephone a blink, and a machine that sends a million forms a day its patience. Without scripts the form waits instead. 0: none."`
}

func (a Abuse) check() error {
	switch {
	case a.PerDomain < 0 || a.PerNetwork == 0:
		return assent.Problemf("BAD_BOUND", "abuse.per_domain is a number of mails; abuse.per_network too, or below 0 for none.").In("abuse")
	case a.Puzzle < 0 || a.Puzzle > 24:
		return assent.Problemf("BAD_PUZZLE", "abuse.puzzle has 0 to 24 bits.").In("abuse.puzzle")
	}
	return nil
}
