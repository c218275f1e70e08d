package catalogue

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"assent"
)

// Change is one difference between two versions of an item.
type Change struct {
	Field  string // as in the item's JSON: "channels", "names.fr", "topics.garden.names.en", "partners.rosenhof.name"
	Before string // empty: it was not there
	After  string // empty: it is gone
	Asks   bool   // who agreed before has not agreed to this
}

// Compare lists what makes after another item than before, field by field in the order of the alphabet. A nil before
// stands for nothing.
func Compare(before, after Item) ([]Change, error) {
	old, err := leaves(before)
	if err != nil {
		return nil, err
	}
	fresh, err := leaves(after)
	if err != nil {
		return nil, err
	}
	all := maps.Clone(old)
	maps.Copy(all, fresh)
	var out []Change
	for _, field := range slices.Sorted(maps.Keys(all)) {
		if old[field] != fresh[field] {
			c := Change{Field: field, Before: old[field], After: fresh[field]}
			c.Asks = before != nil && asks(after.kind(), c)
			out = append(out, c)
		}
	}
	return out, nil
}

// Asks reports whether one of the changes is such that people must be asked again: a new version of it is a MAJOR.
func Asks(changes []Change) bool {
	return slices.ContainsFunc(changes, func(c Change) bool { return c.Asks })
}

// asks tells what reaches further than the words to which people said yes (GDPR art. 4(11): informed and specific):
// another use, another sender, one more channel, other words beside the box, one more partner. Of a notice, which
// may change in both ways, the author says it with the version.
func asks(kind string, c Change) bool {
	field, rest, _ := strings.Cut(c.Field, ".")
	switch kind + " " + field {
	case KindPurpose + " kind", KindPurpose + " brand", KindPurpose + " partner_list":
		return true
	case KindPurpose + " sentences":
		return c.Before != "" && c.After != ""
	case KindPurpose + " channels":
		return added(c)
	case KindPartnerList + " partners":
		return strings.HasSuffix(rest, ".name") && c.After != "" // a partner who is new, or is another
	case KindNotice + " version":
		return major(c.Before) != major(c.After)
	}
	return false
}

func major(version string) int {
	m, _ := parts(version)
	return m
}

// added reports whether a list has an entry that it had not.
func added(c Change) bool {
	before := strings.Split(c.Before, ", ")
	return slices.ContainsFunc(strings.Split(c.After, ", "), func(s string) bool { return s != "" && !slices.Contains(before, s) })
}

// Next proposes the version of a notice that follows another: a MINOR for other words, a MAJOR if people must be asked
// again; "1.0" is the first.
func (n *Notice) Next(again bool) string {
	switch m, minor := parts(n.Version); {
	case n.Version == "":
		return "1.0"
	case again:
		return fmt.Sprintf("%d.0", m+1)
	default:
		return fmt.Sprintf("%d.%d", m, minor+1)
	}
}

// Rests lists the purposes to which people agreed by what an item says: itself, those for the partners of a list, those
// asked for under a notice.
func (c *Catalogue) Rests(i Item) []*Purpose {
	var out []*Purpose
	for _, p := range c.Purposes() {
		rests := p.ID == i.key() && i.kind() == KindPurpose || p.PartnerList == i.key() && i.kind() == KindPartnerList
		for _, point := range c.CollectionPoints() {
			under := i.kind() == KindNotice && point.Notice == i.key()
			rests = rests || under && slices.ContainsFunc(point.Boxes, func(b Box) bool { return b.Purpose == p.ID })
		}
		if rests && p.Kind != assent.PurposeService {
			out = append(out, p)
		}
	}
	return out
}

// leaves are the single values of an item, by the path to each. Lists of words stand as one value; the entries of other
// lists go by their id.
func leaves(i Item) (map[string]string, error) {
	out := map[string]string{}
	if i == nil {
		return out, nil
	}
	body, err := encode(i)
	if err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var tree map[string]any
	if err := dec.Decode(&tree); err != nil {
		return nil, err
	}
	if i.kind() != KindNotice {
		delete(tree, "version") // it is counted up, and says nothing
	}
	walk(out, "", tree)
	return out, nil
}

func walk(out map[string]string, path string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			walk(out, join(path, key), inner)
		}
	case []any:
		walkList(out, path, v)
	case nil: // a list without entries
	default:
		out[path] = fmt.Sprint(v)
	}
}

func walkList(out map[string]string, path string, list []any) {
	var words []string
	for n, entry := range list {
		fields, ok := entry.(map[string]any)
		if !ok {
			words = append(words, fmt.Sprint(entry))
			continue
		}
		id, ok := fields["id"].(string)
		if !ok {
			id = fmt.Sprint(n + 1)
		}
		walk(out, join(path, id), fields)
	}
	if words != nil {
		out[path] = strings.Join(words, ", ")
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
