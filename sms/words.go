package sms

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/unicode/norm"
)

// Wish is what somebody wants who answers a text.
type Wish string

// The wishes. None of them is a yes: START says that somebody would like to hear from us again, but not
// what, and after a no only a specific yes, confirmed from the contact point, counts.
const (
	Other Wish = ""
	Stop  Wish = "stop"
	Help  Wish = "help"
	Start Wish = "start"
)

// phrases tells one wish from all other texts.
type phrases struct {
	Whole  []string `yaml:"whole"`
	Within []string `yaml:"within"`
}

//go:embed words.yaml
var wordsFile []byte

// wishes are the phrases of each wish; immutable.
var wishes = mustWords(wordsFile)

func mustWords(file []byte) map[Wish]phrases {
	var out map[Wish]phrases
	if err := yaml.UnmarshalWithOptions(file, &out, yaml.Strict()); err != nil {
		panic(fmt.Sprintf("sms: words.yaml: %v", err)) // it is part of the program
	}
	return out
}

// Read understands a text that came in. A stop goes before everything else: in doubt the person wants
// to be left alone.
func Read(body string) Wish {
	said := plain(body)
	for _, wish := range []Wish{Stop, Help, Start} {
		if wishes[wish].match(said) {
			return wish
		}
	}
	return Other
}

func (p phrases) match(said string) bool {
	return slices.Contains(p.Whole, said) || slices.ContainsFunc(p.Within, func(phrase string) bool {
		return strings.Contains(" "+said+" ", " "+phrase+" ")
	})
}

// longest bounds what is read of a text: ten segments say enough.
const longest = 4 << 10

// plain returns the words of a text in small letters without accents, parted by single spaces.
func plain(body string) string {
	body = strings.ToValidUTF8(body[:min(len(body), longest)], "")
	letters := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
			return -1 // an accent that was parted from its letter; marks that nobody sees
		case r == 'ł' || r == 'Ł':
			return 'l' // a letter of its own, which does not come apart
		case r == '’' || r == 'ʼ':
			return '\''
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(body))
	apart := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' }
	return strings.Join(strings.FieldsFunc(letters, apart), " ")
}
