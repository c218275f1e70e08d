package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"assent"
	"assent/mail"

	"github.com/BurntSushi/toml"
)

// Config is everything that `serve` can be told, in one file. Zero values are good
// wherever a value can be guessed. Each setting can be overridden by the environment
// variable of its tag, or by that name with _FILE, which names a file that holds the value.
// docs/configuration.md is generated from this struct.
type Config struct {
	PublicURL      string   `toml:"public_url" env:"ASSENT_PUBLIC_URL" help:"Where people reach this server, as printed in mails. https, except on this machine."`
	Listen         string   `toml:"listen" env:"ASSENT_LISTEN" help:"Address and port to listen on."`
	Data           string   `toml:"data" env:"ASSENT_DATA" help:"Folder for the database (SQLite), and for the keys unless keys says otherwise."`
	Database       string   `toml:"database" env:"ASSENT_DATABASE" help:"postgres://… to use PostgreSQL. Empty: SQLite in the data folder."`
	Keys           string   `toml:"keys" env:"ASSENT_KEYS_PATH" help:"The key file that init made. Empty: keys.json in the data folder. ASSENT_KEYS or ASSENT_KEYS_FILE hold the keys themselves."`
	LawPacks       string   `toml:"law_packs" env:"ASSENT_LAW_PACKS" help:"Folder with law packs of your own, read beside those inside the program."`
	TrustedProxies []string `toml:"trusted_proxies" env:"ASSENT_TRUSTED_PROXIES" help:"Networks (CIDR) of reverse proxies whose X-Forwarded-For is believed."`
	ShowOrgs       bool     `toml:"organisations_in_console" env:"ASSENT_ORGANISATIONS_IN_CONSOLE" help:"true: administrators of the organisation with which the installation began see the names and addresses of all, and can add one. false: only the command assent org does that, and nothing is visible across."`
	TLS            TLS      `toml:"tls" help:"Only when no reverse proxy speaks TLS for us."`
	SMTP           SMTP     `toml:"smtp" help:"The mail server that takes our mails."`
	Texts          Texts    `toml:"texts" help:"The provider that takes our texts, in the format of Twilio. Empty: no text leaves, and phone numbers cannot be confirmed."`
	Webhooks       Webhooks `toml:"webhooks" help:"Where programs may be that are told of events."`
	Imports        Imports  `toml:"imports" help:"Files that operators upload in the console."`
	OIDC           OIDC     `toml:"oidc" help:"Where operators may sign in to the console with their organisation's account (OpenID Connect). Its address to lead back to is /console/signin/callback."`
	Abuse          Abuse    `toml:"abuse" help:"Bounds on what strangers can cause by typing addresses into forms, beside the budget of each address."`
}

// TLS names the certificate to serve with.
type TLS struct {
	Certificate string `toml:"certificate" env:"ASSENT_TLS_CERTIFICATE" help:"PEM file with the certificate chain."`
	Key         string `toml:"key" env:"ASSENT_TLS_KEY" help:"PEM file with its private key."`
}

// SMTP says how mails leave.
type SMTP struct {
	Host     string `toml:"host" env:"ASSENT_SMTP_HOST" help:"Host name of the mail server."`
	Port     int    `toml:"port" env:"ASSENT_SMTP_PORT" help:"Its port."`
	TLS      string `toml:"tls" env:"ASSENT_SMTP_TLS" help:"starttls, tls (from the first byte), or none (only on this machine)."`
	User     string `toml:"user" env:"ASSENT_SMTP_USER" help:"Empty: no authentication."`
	Password string `toml:"password" env:"ASSENT_SMTP_PASSWORD" help:"Better given as ASSENT_SMTP_PASSWORD_FILE."`
	From     string `toml:"from" env:"ASSENT_SMTP_FROM" help:"Sender address of mails for which neither the brand nor the settings of the catalogue name one. The sender's domain signs (DKIM)."`
	DKIM     string `toml:"dkim" env:"ASSENT_SMTP_DKIM" help:"Who signs mails (DKIM): here, with the key that init made; relay, if the mail server signs for the sender's domain, both one-click fields included; none: nobody, and large mailbox providers refuse or hide such mails."`
	Selector string `toml:"dkim_selector" env:"ASSENT_DKIM_SELECTOR" help:"DKIM selector: the public key is published as SELECTOR._domainkey.DOMAIN; init prints the record."`
}

// defaultConfig holds the values of a configuration that says nothing.
func defaultConfig() Config {
	return Config{
		Listen: "127.0.0.1:8080", Data: "assent-data",
		SMTP:  SMTP{Port: 587, TLS: "starttls", DKIM: string(mail.SignedHere), Selector: "assent"},
		Abuse: Abuse{PerNetwork: 300, PerDomain: 600}, Imports: Imports{MaxUpload: 2048, ForgetDays: 7},
	}
}

// loadConfig reads the file (none: path is empty), then the environment, then checks the whole.
func loadConfig(path string, getenv func(string) string) (Config, error) {
	c := defaultConfig()
	if path != "" {
		meta, err := toml.DecodeFile(path, &c)
		if errors.Is(err, fs.ErrNotExist) {
			return c, assent.Problemf("NO_CONFIG", "There is no configuration file %s; make one with `assent init`.", path)
		}
		if err != nil {
			return c, configProblem(path, err)
		}
		if extra := meta.Undecoded(); len(extra) > 0 {
			return c, assent.Problemf("UNKNOWN_SETTING", "%s: there is no setting %q; docs/configuration.md lists them all.", path, extra[0])
		}
	}
	if err := fromEnvironment(&c, getenv); err != nil {
		return c, err
	}
	return c, c.check()
}

func configProblem(path string, err error) error {
	var parse toml.ParseError
	if errors.As(err, &parse) {
		return assent.Problemf("BAD_CONFIG", "%s, line %d: %s.", path, parse.Position.Line, strings.TrimSuffix(parse.Message, "."))
	}
	return assent.Problemf("BAD_CONFIG", "%s cannot be read: %v.", path, err)
}

// check refuses what cannot work, with a sentence that says what to write instead.
func (c *Config) check() error {
	u, err := url.Parse(c.PublicURL)
	switch {
	case c.PublicURL == "":
		return assent.Problemf("NO_PUBLIC_URL", "Set public_url (or ASSENT_PUBLIC_URL) to the address at which people reach this server, as in https://consent.example.org.").In("public_url")
	case err != nil || u.Host == "" || u.Path != "" && u.Path != "/":
		return assent.Problemf("BAD_PUBLIC_URL", "public_url must be a scheme and a host, as in https://consent.example.org.").In("public_url")
	case u.Scheme != "https" && !isLoopback(u.Hostname()):
		return assent.Problemf("PUBLIC_URL_NOT_HTTPS", "public_url must begin with https://: one-click unsubscribe (RFC 8058) and the links in mails need it.").In("public_url")
	case (c.TLS.Certificate == "") != (c.TLS.Key == ""):
		return assent.Problemf("HALF_TLS", "Set both tls.certificate and tls.key, or neither.").In("tls")
	case c.OIDC.Issuer != "" && c.OIDC.ClientID == "":
		return assent.Problemf("HALF_OIDC", "Set oidc.client_id to the identifier that the provider gave this application.").In("oidc.client_id")
	case c.SMTP.Host != "" && c.SMTP.From == "":
		return assent.Problemf("NO_SENDER", "Set smtp.from to the address that our mails come from.").In("smtp.from")
	}
	if err := c.SMTP.check(); err != nil {
		return err
	}
	if err := c.Texts.check(); err != nil {
		return err
	}
	if err := c.Abuse.check(); err != nil {
		return err
	}
	if err := errors.Join(c.Webhooks.check(), c.Imports.check()); err != nil {
		return err
	}
	for _, p := range c.TrustedProxies {
		if _, err := netip.ParsePrefix(p); err != nil {
			return assent.Problemf("BAD_PROXY", "trusted_proxies: %q is not a network such as 10.0.0.0/8.", p).In("trusted_proxies")
		}
	}
	c.PublicURL = strings.TrimSuffix(c.PublicURL, "/")
	return nil
}

// databaseURL is the database in the form that store.Open takes.
func (c *Config) databaseURL() string {
	if c.Database != "" {
		return c.Database
	}
	return "sqlite:" + filepath.Join(c.Data, "assent.db")
}

// keysPath is where the key file lies.
func (c *Config) keysPath() string {
	if c.Keys != "" {
		return c.Keys
	}
	return filepath.Join(c.Data, "keys.json")
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

// writeConfig writes a commented configuration file with the values of c.
func writeConfig(w io.Writer, c Config) error {
	_, err := fmt.Fprintf(w, "# assent: configuration. Every setting can also be given by the environment variable named beside it,\n"+
		"# or by that name with _FILE, which names a file that holds the value.\n\n")
	if err != nil {
		return err
	}
	for _, s := range settings(&c) {
		if s.section != "" {
			_, err = fmt.Fprintf(w, "\n# %s\n[%s]\n", s.help, s.section)
		} else {
			_, err = fmt.Fprintf(w, "# %s (%s)\n%s%s = %s\n", s.help, s.env, s.comment(), s.name, s.literal())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readSecret reads a value from a file named by the environment, without its last line end.
func readSecret(path string) (string, error) {
	b, err := os.ReadFile(path)
	return strings.TrimRight(string(b), "\r\n"), err
}
