package vault_test

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assent"
	"assent/vault"
)

func TestKeysAreReadAsTheyWereWritten(t *testing.T) {
	k := copyOf(t, keys())
	if !bytes.Equal(k.Encode(), keys().Encode()) || !k.Created.Equal(now) {
		t.Error("they differ")
	}
}

func TestAKeyFileThatCannotWorkIsRefusedInASentence(t *testing.T) {
	good := string(keys().Encode())
	for name, c := range map[string]struct{ text, says string }{
		"no JSON":            {"KEY=1", "not the JSON"},
		"cut off":            {good[:len(good)/2], "not the JSON"},
		"something after it": {good + "{}", "not the JSON"},
		"an unknown field":   {strings.Replace(good, `"version"`, `"colour": 1, "version"`, 1), "not the JSON"},
		"a later version":    {strings.Replace(good, `"version": 1`, `"version": 2`, 1), "version is 2"},
		"no wrapping key":    {strings.Replace(good, `"wrapping_keys"`, `"wrapping_keys": [], "pseudonym_keys"`, 1), "is empty"},
		"an id of zero":      {strings.Replace(good, `"id": 1`, `"id": 0`, 1), "ids of wrapping_keys"},
		"a short secret":     {shorten(good, `"key": "`), "32 bytes"},
		"a short token key":  {shorten(good, `"token_key": "`), "token_key"},
		"no signing key":     {strings.Replace(good, "PRIVATE+KEY", "PUBLIC+KEY", 1), "log_signing_key"},
		"no DKIM key":        {strings.Replace(good, `"dkim_key": "M`, `"dkim_key": "A`, 1), "dkim_key"},
	} {
		_, err := vault.ParseKeys([]byte(c.text))
		p, ok := assent.AsProblem(err)
		if !ok || p.Code != "BAD_KEYS" || !strings.Contains(p.Detail, c.says) {
			t.Errorf("with %s: %v", name, err)
		}
	}
}

// shorten takes four characters of base64 out of the first value after the prefix.
func shorten(text, prefix string) string {
	i := strings.Index(text, prefix) + len(prefix)
	return text[:i] + text[i+4:]
}

func TestALogMustHaveANameThatFitsANote(t *testing.T) {
	for _, origin := range []string{"", "two words", "a+b"} {
		_, err := vault.Generate(rand.Reader, origin, now)
		if p, ok := assent.AsProblem(err); !ok || p.Code != "BAD_ORIGIN" {
			t.Errorf("%q: %v", origin, err)
		}
	}
}

func TestWhereKeysAreLookedFor(t *testing.T) {
	write := func(name string, mode os.FileMode) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, keys().Encode(), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	mine, exposed := write("mine", 0o600), write("exposed", 0o644)
	for name, c := range map[string]struct {
		path string
		env  map[string]string
		code string
	}{
		"the path":                               {path: mine},
		"the environment names a file":           {path: "/nowhere", env: map[string]string{vault.EnvKeysFile: mine}},
		"the environment holds the keys":         {path: exposed, env: map[string]string{vault.EnvKeys: string(keys().Encode())}},
		"no file":                                {path: filepath.Join(t.TempDir(), "none"), code: "KEYS_MISSING"},
		"a file that others read":                {path: exposed, code: "KEYS_EXPOSED"},
		"a file of the environment, read by all": {path: mine, env: map[string]string{vault.EnvKeysFile: exposed}, code: "KEYS_EXPOSED"},
		"nonsense in the environment":            {path: mine, env: map[string]string{vault.EnvKeys: "x"}, code: "BAD_KEYS"},
	} {
		_, err := vault.LoadKeys(c.path, func(name string) string { return c.env[name] })
		p, _ := assent.AsProblem(err)
		if c.code == "" && err != nil || c.code != "" && (p == nil || p.Code != c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParseKeys(f *testing.F) {
	f.Add(keys().Encode())
	f.Add([]byte(`{"version":1,"wrapping_keys":[{"id":1,"key":""}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		k, err := vault.ParseKeys(data)
		if err != nil {
			return
		}
		if _, err := vault.ParseKeys(k.Encode()); err != nil {
			t.Errorf("taken once and not again: %v", err)
		}
	})
}
