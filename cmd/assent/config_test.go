package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestConfigurationErrorsSayWhatToWrite(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"nothing is said", ``, "Set public_url"},
		{"http on a public host", `public_url = "http://consent.example.org"`, "must begin with https://"},
		{"a path", `public_url = "https://example.org/consent"`, "a scheme and a host"},
		{"a misspelt setting", "public_url = \"https://c.example.org\"\nlisten_on = \"x\"", `no setting "listen_on"`},
		{"half of TLS", "public_url = \"https://c.example.org\"\n[tls]\nkey = \"k.pem\"", "both tls.certificate and tls.key"},
		{"a mail server without a sender", "public_url = \"https://c.example.org\"\n[smtp]\nhost = \"mx\"", "smtp.from"},
		{"a signer who is nobody", "public_url = \"https://c.example.org\"\n[smtp]\ndkim = \"yes\"", `smtp.dkim is "here", "relay" or "none"`},
		{"a proxy that is no network", "public_url = \"https://c.example.org\"\ntrusted_proxies = [\"proxy\"]", "not a network"},
		{"a secret that can be guessed", "public_url = \"https://c.example.org\"\n[texts]\nsecret = \"stop\"", "texts.secret must have 16"},
		{"a door without an account", "public_url = \"https://c.example.org\"\n[texts]\nsecret = \"0123456789abcdef\"", "set texts.account"},
		{"texts without a sender", "public_url = \"https://c.example.org\"\n[texts]\naccount = \"AC1\"\ntoken = \"t\"", "Set texts.from"},
		{"texts in the clear", "public_url = \"https://c.example.org\"\n[texts]\nurl = \"http://t.example\"\naccount = \"AC1\"\ntoken = \"t\"\nfrom = \"A\"", "texts.url must begin with https://"},
		{"a puzzle that nobody solves", "public_url = \"https://c.example.org\"\n[abuse]\npuzzle = 40", "0 to 24 bits"},
		{"no mails at all", "public_url = \"https://c.example.org\"\n[abuse]\nper_network = 0", "abuse.per_network"},
		{"broken TOML", "public_url = ", "line 1"},
		{"a number that is none", "public_url = \"https://c.example.org\"\n[smtp]\nport = \"many\"", "line"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := loadConfig(writeFile(t, c.file), func(string) string { return "" })
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v; want a sentence with %q", err, c.want)
			}
		})
	}
}

func TestTheEnvironmentOverridesTheFile(t *testing.T) {
	secret := writeFile(t, "hunter2\n")
	env := map[string]string{
		"ASSENT_LISTEN": ":9000", "ASSENT_SMTP_PORT": "2525", "ASSENT_SMTP_PASSWORD_FILE": secret,
		"ASSENT_TRUSTED_PROXIES": "10.0.0.0/8,192.168.0.0/16",
	}
	c, err := loadConfig(writeFile(t, `public_url = "http://127.0.0.1:8080/"`), func(k string) string { return env[k] })
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != ":9000" || c.SMTP.Port != 2525 || c.SMTP.Password != "hunter2" || len(c.TrustedProxies) != 2 {
		t.Errorf("the environment was not heard: %+v", c)
	}
	if c.PublicURL != "http://127.0.0.1:8080" {
		t.Errorf("public_url keeps its slash: %q", c.PublicURL)
	}
}

func TestAWrittenConfigurationReadsBackAsItself(t *testing.T) {
	want := defaultConfig()
	want.PublicURL = "https://consent.example.org"
	var b bytes.Buffer
	if err := writeConfig(&b, want); err != nil {
		t.Fatal(err)
	}
	got, err := loadConfig(writeFile(t, b.String()), func(string) string { return "" })
	if err != nil {
		t.Fatalf("%v in\n%s", err, b.String())
	}
	var again bytes.Buffer
	if err := writeConfig(&again, got); err != nil {
		t.Fatal(err)
	}
	if again.String() != b.String() {
		t.Errorf("read back as\n%s", again.String())
	}
}

func writeFile(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
