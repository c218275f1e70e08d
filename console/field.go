package console

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"assent"
	"assent/catalogue"
)

// Field is one input of an editor. Its name is that of the item's JSON, with the language behind texts: "names.fr".
type Field struct {
	Name     string
	Kind     string // text, area, choice, checks, check, file
	Label    string
	Hint     string
	Value    string // of a check: "yes" if it is ticked
	Options  []Option
	Wrong    string // what to do about it
	Hole     bool   // a text that other languages have
	Language string // of the text in it
	Required bool
}

// Option is one of several values.
type Option struct {
	Value, Text string
	Chosen      bool
}

// Tongue is one language of an item, beside the others.
type Tongue struct {
	Code, Name string
	Fields     []Field
	Used       bool // something is said in it
	Usual      bool // the organisation is likely to say something in it
	Holes      int  // texts that other languages have
}

// Shown reports whether a language stands open: those that are used or usual do, and what is wrong is never hidden.
func (t Tongue) Shown() bool {
	return t.Used || t.Usual || slices.ContainsFunc(t.Fields, func(f Field) bool { return f.Wrong != "" })
}

// options makes choices of words, worded by a prefix of keys.
func (c *call) options(prefix string, words []string, chosen ...string) []Option {
	out := make([]Option, len(words))
	for i, w := range words {
		out[i] = Option{w, orElse(c.words.Text(prefix+orElse(w, "none")), w), slices.Contains(chosen, w)}
	}
	return out
}

// asWords turns words of one type into strings.
func asWords[S ~string](words []S) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return out
}

// number is a field's value; nothing for zero.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// whole reads a field that holds a whole number or nothing.
func (c *call) whole(field string) (int, error) {
	typed := c.field(field)
	if typed == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(typed)
	if err != nil {
		return 0, assent.Problemf("NOT_A_NUMBER", "Write a whole number here, such as 24, or leave it empty.").In(field)
	}
	return n, nil
}

// texts reads one text in all languages; empty ones are left out.
func (c *call) texts(field string) catalogue.Texts {
	out := catalogue.Texts{}
	for name := range c.r.PostForm {
		if language, ok := strings.CutPrefix(name, field+"."); ok && c.field(name) != "" {
			out[language] = c.field(name)
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// chosen reads the ticked values of a field, in the order of the form.
func (c *call) chosen(field string) []string {
	return slices.DeleteFunc(slices.Clone(c.r.PostForm[field]), func(s string) bool { return s == "" })
}

// tongues sets the texts of an item side by side, a language each: all that assent speaks, and any other that the
// item uses.
func (s *site) tongues(c *call, texts []text) []Tongue {
	if len(texts) == 0 {
		return nil
	}
	var out []Tongue
	codes, usual := map[string]string{}, c.usual()
	for _, l := range s.Locale.Languages() {
		out = append(out, Tongue{Code: l.Code, Name: l.Name, Usual: slices.Contains(usual, l.Code)})
		codes[l.Code] = l.Name
	}
	for _, t := range texts {
		for _, code := range t.in.Languages() {
			if codes[code] == "" {
				codes[code] = code
				out = append(out, Tongue{Code: code, Name: code})
			}
		}
	}
	for i := range out {
		out[i].fill(texts)
	}
	slices.SortStableFunc(out, func(a, b Tongue) int { return cmp.Compare(a.rank(usual[0]), b.rank(usual[0])) })
	return out
}

// rank puts the first language of the organisation first, then those that say something.
func (t Tongue) rank(first string) int {
	switch {
	case t.Code == first:
		return 0
	case t.Used:
		return 1
	case t.Usual:
		return 2
	}
	return 3
}

// sideBySide is how many languages stand beside each other on a desk.
const sideBySide = 3

// usual are the languages in which something new is likely to be written, that of the settings first: all in which the
// organisation says anything, unless these are more than stand side by side.
func (c *call) usual() []string {
	first := orElse(c.catalogue.Settings().Language, c.words.Language())
	said := map[string]bool{first: true}
	for _, p := range c.catalogue.Purposes() {
		for _, l := range p.Names.Languages() {
			said[l] = true
		}
	}
	for _, p := range c.catalogue.CollectionPoints() {
		for _, l := range p.Titles.Languages() {
			said[l] = true
		}
	}
	if len(said) > sideBySide {
		return []string{first}
	}
	delete(said, first)
	return append([]string{first}, slices.Sorted(maps.Keys(said))...)
}

// text is one text of an item in all its languages.
type text struct {
	name, label, hint string
	area              bool
	in                catalogue.Texts
}

// fill adds the fields of a language, and counts its holes.
func (t *Tongue) fill(texts []text) {
	for _, x := range texts {
		t.Used = t.Used || x.in[t.Code] != ""
	}
	for _, x := range texts {
		f := Field{Name: x.name + "." + t.Code, Kind: "text", Label: x.label, Hint: x.hint, Value: x.in[t.Code], Language: t.Code}
		if x.area {
			f.Kind = "area"
		}
		if f.Hole = t.Used && f.Value == "" && len(x.in) > 0; f.Hole {
			t.Holes++
		}
		t.Fields = append(t.Fields, f)
	}
}

// typed puts back what was sent, so that nothing has to be typed twice.
func typed(fields []Field, form url.Values) {
	for i, f := range fields {
		switch f.Kind {
		case "file":
		case "choice", "checks":
			for j, o := range f.Options {
				fields[i].Options[j].Chosen = slices.Contains(form[f.Name], o.Value)
			}
		default:
			fields[i].Value = form.Get(f.Name)
		}
	}
}

// blame says beside a field what is wrong with it, and reports whether there is such a field. A text is blamed where it
// is missing, if it is.
func blame(p *assent.Problem, groups ...[]Field) bool {
	var found *Field
	for _, fields := range groups {
		for i := range fields {
			f := &fields[i]
			if f.Name != p.Field && !strings.HasPrefix(f.Name, p.Field+".") {
				continue
			}
			if found == nil || f.Hole && !found.Hole {
				found = f
			}
		}
	}
	if p.Field == "" || found == nil {
		return false
	}
	found.Wrong = p.Detail
	return true
}

// Input is a field with the words of its screen.
type Input struct {
	Frame *Frame
	Field Field
	At    string // its id on the page
}

// Input is one field of the form.
func (f *Frame) Input(x Field) Input {
	return Input{f, x, strings.NewReplacer(".", "-", "_", "-").Replace(x.Name)}
}
