package console

import (
	"strings"

	"assent"
	"assent/catalogue"
)

// ChangeLine is one difference between two versions, in words.
type ChangeLine struct {
	Label, Language string // the language of a text; empty: it is none
	After           string // in words
	Pieces          []Piece
	Asks            bool
}

func (c *call) changeLines(changes []catalogue.Change) []ChangeLine {
	var out []ChangeLine
	for _, x := range changes {
		if x.Field != "id" && !strings.HasSuffix(x.Field, ".id") {
			out = append(out, c.changeLine(x))
		}
	}
	return out
}

// changeLine puts a change into words: which field, in which language, from what to what.
func (c *call) changeLine(x catalogue.Change) ChangeLine {
	label, language := c.fieldName(x.Field)
	before, after := x.Before, x.After
	if language == "" {
		before, after = c.worded(x.Field, before), c.worded(x.Field, after)
	}
	return ChangeLine{Label: label, Language: language, After: after, Pieces: wordDiff(before, after), Asks: x.Asks}
}

// localized are the fields whose last part is a language.
var localized = []string{"names", "descriptions", "sentences", "languages", "titles", "intros", "thanks"}

// fieldName is how people call the path to a value: "topics.garden.names.fr" is the topic garden, in French.
func (c *call) fieldName(path string) (label, language string) {
	parts := strings.Split(path, ".")
	for _, l := range localized {
		if n := len(parts); n > 1 && parts[n-2] == l {
			parts, language = parts[:n-1], parts[n-1]
			break
		}
	}
	switch {
	case parts[0] == "topics" && len(parts) > 1:
		return c.words.Text("console.item.topic", "topic", parts[1]), language
	case parts[0] == "partners" && len(parts) > 1:
		label = c.words.Text("console.item.partner", "partner", parts[1])
		if parts[len(parts)-1] == "url" {
			label += " · " + c.words.Text("console.item.partner_url")
		}
		return label, language
	}
	key := strings.Join(parts, ".")
	return orElse(orElse(c.words.Text("console.item."+key), c.words.Text("console.item."+parts[0])), key), language
}

// worded puts a value into words, where it is one of a few.
func (c *call) worded(field, value string) string {
	prefix := map[string]string{
		"kind": "console.purpose_kind.", "double_opt_in": "console.opt_in.", "channels": "channel.",
		"profile": "console.profile.", "conflict": "console.conflict.", "retention.action": "console.retention.",
	}[field]
	var out []string
	for _, v := range strings.Split(value, ", ") {
		switch {
		case field == "requires" || field == "withdraws":
			if p, ok := c.catalogue.Purpose(v); ok {
				v = name(c, p)
			}
		case field == "brand":
			if b, ok := c.catalogue.Brand(v); ok {
				v = b.Name
			}
		case field == "logo" && v != "":
			v = c.words.Text("console.item.picture")
		case prefix != "":
			v = orElse(c.words.Text(prefix+v), v)
		}
		out = append(out, v)
	}
	return strings.Join(out, ", ")
}

// consentBases are those on which a message rests because of a yes.
var consentBases = []assent.Basis{assent.ConsentBasis, assent.PewcBasis}
