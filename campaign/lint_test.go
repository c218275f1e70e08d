package campaign_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"assent/campaign"

	"github.com/goccy/go-yaml"
)

// text is a good mail around one line.
func text(line string) campaign.Template {
	return campaign.Template{
		Subject: "{brand}", Body: "{brand}\n\n" + line + "\n\n{purposes}\n\n{answer_link}",
	}
}

func codes(found []campaign.Finding) []string {
	out := []string{}
	for _, f := range found {
		out = append(out, f.Code)
	}
	slices.Sort(out)
	return out
}

func TestTheLinterFindsWhatPromotesAndLetsAQuestionPass(t *testing.T) {
	file, err := os.ReadFile("testdata/lint.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name, Language, Line string
		Want                 []string
	}
	if err := yaml.UnmarshalWithOptions(file, &cases, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		found := campaign.Lint(map[string]campaign.Template{c.Language: text(c.Line)})
		if got := codes(found); !slices.Equal(got, c.Want) {
			t.Errorf("%s: %q: found %v, want %v", c.Name, c.Line, found, c.Want)
		}
		for _, f := range found {
			if f.Why == "" || f.Language != c.Language || f.Part == "" {
				t.Errorf("%s: the finding does not say where and why: %+v", c.Name, f)
			}
			if f.Code == "PROMOTION" && f.Line != 3 {
				t.Errorf("%s: stands in line %d, found in %d", c.Name, 3, f.Line)
			}
		}
	}
}

func TestTheLinterMissesNothingThatMustBeThere(t *testing.T) {
	for want, template := range map[string]campaign.Template{
		"SUBJECT_MISSING":     {Body: text("").Body},
		"ANSWER_LINK_MISSING": {Subject: "A question", Body: "{brand}\n\n{purposes}"},
		"SENDER_MISSING":      {Subject: "A question", Body: "{purposes}\n\n{answer_link}"},
		"PURPOSES_MISSING":    {Subject: "A question", Body: "{brand}\n\n{answer_link}"},
		"NOT_IN_SUBJECT":      {Subject: "About {purposes}", Body: text("").Body},
		"CONTROL_CHARACTER":   {Subject: "A\r\nBcc: x", Body: text("").Body},
		"TOO_LONG":            {Subject: "A question", Body: text(strings.Repeat("word ", 3000)).Body},
		"NOT_TEXT":            {Subject: "A question", Body: text("\xff").Body},
		"PROMOTION":           {Subject: "Your discount", Body: text("").Body},
	} {
		if got := codes(campaign.Lint(map[string]campaign.Template{"en": template})); !slices.Equal(got, []string{want}) {
			t.Errorf("found %v, want %s", got, want)
		}
	}
}

func TestFindingsComeByLanguageAndInTheOrderOfTheText(t *testing.T) {
	found := campaign.Lint(map[string]campaign.Template{
		"fr": {Subject: "Promo", Body: text("Un cadeau.").Body},
		"en": {Subject: "Sale", Body: text("A voucher.\nAnd 5 %.").Body},
	})
	var got []string
	for _, f := range found {
		got = append(got, f.String()[:strings.Index(f.String(), ": ")])
	}
	if want := "en, subject|en, body line 3|en, body line 4|fr, subject|fr, body line 3"; strings.Join(got, "|") != want {
		t.Errorf("got %s", strings.Join(got, "|"))
	}
}

func FuzzLint(f *testing.F) {
	f.Add("en", "{brand}", "{brand}\n\n{purposes}\n\n{answer_link}")
	f.Add("de", "Rabatt!!", "{")
	f.Add("pl", "\x00{}", "100 zł \xff <img")
	f.Fuzz(func(t *testing.T, language, subject, body string) {
		found := campaign.Lint(map[string]campaign.Template{language: {Subject: subject, Body: body}})
		for _, x := range found {
			if x.Code == "" || x.Why == "" || !utf8.ValidString(x.Text) {
				t.Errorf("%+v", x)
			}
		}
		if len(found) == 0 && (!strings.Contains(body, "{answer_link}") || strings.Contains(body, "://")) {
			t.Errorf("a text that cannot be sent has no findings: %q", body)
		}
	})
}
