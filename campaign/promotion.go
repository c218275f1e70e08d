package campaign

import (
	_ "embed"
	"fmt"
	"regexp"

	"github.com/goccy/go-yaml"
)

//go:embed promotion.yaml
var promotionFile []byte

// promotion are the words that promote, by language.
var promotion = mustRead(promotionFile)

// mustRead reads a file that is part of the program.
func mustRead(file []byte) map[string][]*regexp.Regexp {
	var words struct {
		Language map[string][]string `yaml:"language"`
	}
	if err := yaml.UnmarshalWithOptions(file, &words, yaml.Strict()); err != nil {
		panic(fmt.Sprintf("campaign: promotion.yaml: %v", err))
	}
	out := map[string][]*regexp.Regexp{}
	for language, patterns := range words.Language {
		for _, p := range patterns {
			out[language] = append(out[language], regexp.MustCompile("(?i)"+p))
		}
	}
	return out
}
