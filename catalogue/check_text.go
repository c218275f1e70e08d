package catalogue

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"assent"
)

// bound is how long a text may be, in characters, and whether it may have several lines.
type bound struct {
	most  int
	lines bool
}

// bounds are those of the fields of items, by their name in JSON; those in several languages hold for each.
var bounds = map[string]bound{
	"name": {150, false}, "names": {150, false}, "titles": {200, false}, "sender_name": {100, false},
	"sender_email": {254, false}, "access_email": {254, false}, "privacy_url": {1000, false}, "public_url": {1000, false}, "url": {1000, false},
	"postal_address": {500, true}, "descriptions": {1000, true}, "sentences": {2000, true},
	"intros": {5000, true}, "thanks": {5000, true}, "erased": {5000, true}, "languages": {100_000, true},
	"logo": {1 << 20, true},
}

// usual is the bound of every other field.
var usual = bound{300, false}

func (b bound) check(path, text string) *assent.Problem {
	if b.lines {
		return assent.CheckText(path, text, b.most)
	}
	return assent.CheckLine(path, text, b.most)
}

// checkTexts looks at every text of an item, as it would be written down: its length, and characters that deceive.
func checkTexts(i Item) error {
	body, err := json.Marshal(i)
	if err != nil {
		return fmt.Errorf("%s %s: %w", i.kind(), i.key(), err)
	}
	var fields map[string]any
	if err := json.Unmarshal(body, &fields); err != nil {
		return fmt.Errorf("%s %s: %w", i.kind(), i.key(), err)
	}
	if p := lookAt("", usual, fields); p != nil {
		p.Detail = fmt.Sprintf("%s %s, %s: %s", spoken(i.kind()), shortened(i.key()), p.Field, p.Detail)
		return p
	}
	return nil
}

// shortened is an identifier that a message can repeat, whatever was typed for one.
func shortened(key string) string {
	if assent.CheckLine("", key, 63) != nil {
		return "…"
	}
	return key
}

// lookAt looks at a value and all that is in it.
func lookAt(path string, b bound, value any) *assent.Problem {
	switch v := value.(type) {
	case string:
		return b.check(path, v)
	case []any:
		for i, each := range v {
			if p := lookAt(path+"."+strconv.Itoa(i), b, each); p != nil {
				return p
			}
		}
	case map[string]any:
		for name, each := range v {
			if p := assent.CheckLine(path, name, usual.most); p != nil {
				return p
			}
			within := b
			if known, ok := bounds[name]; ok {
				within = known
			}
			if p := lookAt(strings.TrimPrefix(path+"."+name, "."), within, each); p != nil {
				return p
			}
		}
	}
	return nil
}
