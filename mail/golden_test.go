package mail_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assent/mail"
)

var update = flag.Bool("update", false, "write the letters anew")

func TestALetterIsTheSameByteForByteAsBefore(t *testing.T) {
	all := map[string]mail.Message{"operator": hello()}
	plain := hello()
	plain.HTML, plain.ReplyTo, plain.Subject = "", "answers@alpin.example", strings.Repeat("News of the mountains, ", 10)
	plain.Text = "Lines end in blanks \nand in tabs\t\n.\n..and begin with dots\n" + strings.Repeat("Some are long. ", 20)
	all["operator-text"] = plain
	for kind, lang := range map[string]string{"confirmation": "fr", "receipt": "de", "code": "pl", "reminder": "en"} {
		m := letters(t, lang)[kind]
		m.From, m.To, m.ID, m.Date = mail.Mailbox{Name: `Alpin "Outdoor" + Co`, Address: "post@alpin.example"}, "ana@example.org", "0192-7", noon
		all[kind+"-"+lang] = m
	}
	for name, m := range all {
		letter, err := m.Compose()
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", "letters", name+".eml")
		if *update {
			if err := os.WriteFile(file, letter.Raw, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(letter.Raw, want) {
			t.Errorf("%s has changed; if that was meant, run with -update:\n%s", name, letter.Raw)
		}
	}
}
