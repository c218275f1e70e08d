package catalogue

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"assent"
)

// Catalogue is one immutable snapshot of what may be asked. Callers share it and must not
// change what it returns.
type Catalogue struct {
	published int64 // number of the last publication it holds; -1 if none
	settings  *Settings
	brands    map[string]*Brand
	purposes  map[string][]*Purpose // oldest version first, as are the others
	notices   map[string][]*Notice
	lists     map[string][]*PartnerList
	points    map[string]*CollectionPoint
	pages     map[string]*Page
}

func empty() *Catalogue {
	return &Catalogue{
		published: -1,
		settings:  &Settings{},
		brands:    map[string]*Brand{},
		purposes:  map[string][]*Purpose{},
		notices:   map[string][]*Notice{},
		lists:     map[string][]*PartnerList{},
		points:    map[string]*CollectionPoint{},
		pages:     map[string]*Page{},
	}
}

// clone returns a catalogue that may be changed without changing c.
func (c *Catalogue) clone() *Catalogue {
	out := *c
	out.brands, out.points, out.pages = maps.Clone(c.brands), maps.Clone(c.points), maps.Clone(c.pages)
	out.purposes, out.notices, out.lists = cloneAll(c.purposes), cloneAll(c.notices), cloneAll(c.lists)
	return &out
}

// Empty is a catalogue in which nothing is published yet.
func Empty() *Catalogue { return empty() }

// With is the catalogue as it would be with an item in force. Nothing is checked: it is for looking at what is
// being written.
func (c *Catalogue) With(i Item) *Catalogue {
	out := c.clone()
	out.put(i)
	return out
}

func cloneAll[T any](items map[string][]*T) map[string][]*T {
	out := make(map[string][]*T, len(items))
	for id, versions := range items {
		out[id] = slices.Clip(versions) // whoever appends gets an array of her own
	}
	return out
}

// put adds a published item; later versions must come later.
func (c *Catalogue) put(i Item) {
	switch i := i.(type) {
	case *Settings:
		c.settings = i
	case *Brand:
		c.brands[i.ID] = i
	case *Purpose:
		c.purposes[i.ID] = append(c.purposes[i.ID], i)
	case *Notice:
		c.notices[i.ID] = append(c.notices[i.ID], i)
	case *PartnerList:
		c.lists[i.ID] = append(c.lists[i.ID], i)
	case *CollectionPoint:
		c.points[i.ID] = i
	case *Page:
		c.pages[i.ID] = i
	}
}

// latest returns the version in force of the item with i's kind and key; nil if there is none.
func (c *Catalogue) latest(i Item) Item {
	switch i := i.(type) {
	case *Settings:
		if c.settings.Version > 0 {
			return c.settings
		}
	case *Brand:
		if b, ok := c.Brand(i.ID); ok {
			return b
		}
	case *Purpose:
		if p, ok := c.Purpose(i.ID); ok {
			return p
		}
	case *Notice:
		if n, ok := c.Notice(i.ID, i.Version); ok {
			return n
		}
	case *PartnerList:
		if l, ok := c.PartnerList(i.ID); ok {
			return l
		}
	case *CollectionPoint:
		if p, ok := c.CollectionPoint(i.ID); ok {
			return p
		}
	case *Page:
		if p, ok := c.Page(i.ID); ok {
			return p
		}
	}
	return nil
}

// Settings returns what holds for the organisation as a whole.
func (c *Catalogue) Settings() *Settings { return c.settings }

// Brand finds a brand.
func (c *Catalogue) Brand(id string) (*Brand, bool) { b, ok := c.brands[id]; return b, ok }

// Purpose finds a purpose in its version in force.
func (c *Catalogue) Purpose(id string) (*Purpose, bool) { return last(c.purposes[id]) }

// PurposeVersion finds a purpose as it was asked for.
func (c *Catalogue) PurposeVersion(id string, version int) (*Purpose, bool) {
	return find(c.purposes[id], func(p *Purpose) bool { return p.Version == version })
}

// Notice finds a version of a notice; the empty version is the latest.
func (c *Catalogue) Notice(id, version string) (*Notice, bool) {
	if version == "" {
		return last(c.notices[id])
	}
	return find(c.notices[id], func(n *Notice) bool { return n.Version == version })
}

// PartnerList finds a partner list, by "list" in its version in force or by "list@version".
func (c *Catalogue) PartnerList(ref string) (*PartnerList, bool) {
	id, version, pinned := strings.Cut(ref, "@")
	if !pinned {
		return last(c.lists[id])
	}
	return find(c.lists[id], func(l *PartnerList) bool { return strconv.Itoa(l.Version) == version })
}

// Ref names the list with its version, as events do: "list@version".
func (l *PartnerList) Ref() string { return l.ID + "@" + strconv.Itoa(l.Version) }

// CollectionPoint finds a collection point.
func (c *Catalogue) CollectionPoint(id string) (*CollectionPoint, bool) {
	p, ok := c.points[id]
	return p, ok
}

// Form finds a hosted form.
func (c *Catalogue) Form(id string) (*CollectionPoint, bool) {
	p, ok := c.points[id]
	return p, ok && (p.Kind == HostedForm || p.Kind == EmbeddedForm)
}

// Brands lists the brands by identifier.
func (c *Catalogue) Brands() []*Brand { return sorted(c.brands, (*Brand).key) }

// Purposes lists the purposes in force by identifier.
func (c *Catalogue) Purposes() []*Purpose { return latestOf(c.purposes, (*Purpose).key) }

// Notices lists the latest version of each notice by identifier.
func (c *Catalogue) Notices() []*Notice { return latestOf(c.notices, (*Notice).key) }

// PartnerLists lists the partner lists in force by identifier.
func (c *Catalogue) PartnerLists() []*PartnerList { return latestOf(c.lists, (*PartnerList).key) }

// CollectionPoints lists the collection points by identifier.
func (c *Catalogue) CollectionPoints() []*CollectionPoint {
	return sorted(c.points, (*CollectionPoint).key)
}

// Offers reports whether messages of the purpose go by the channel.
func (p *Purpose) Offers(channel assent.Channel) bool { return slices.Contains(p.Channels, channel) }

// Party is for whom a consent to the purpose is given unless the act says otherwise.
func (p *Purpose) Party() assent.Party {
	if p.Kind == assent.PurposePartnerMarketing {
		return assent.PartyPartners
	}
	return assent.PartyOwn
}

// Cell names the purpose by one channel and for one party, as a yes is weighed against noes.
func (p *Purpose) Cell(channel assent.Channel, party assent.Party) assent.Scope {
	return assent.Scope{Brand: p.Brand, Purpose: p.ID, Channel: string(channel), Party: string(party)}
}

// HasTopic reports whether the purpose has a topic of this identifier.
func (p *Purpose) HasTopic(id string) bool {
	return slices.ContainsFunc(p.Topics, func(t Topic) bool { return t.ID == id })
}

// AsksFor reports whether the form asks for a field: email, phone, country, kind.
func (p *CollectionPoint) AsksFor(field string) bool { return slices.Contains(p.Asks, field) }

func last[T any](versions []*T) (*T, bool) {
	if len(versions) == 0 {
		return nil, false
	}
	return versions[len(versions)-1], true
}

func find[T any](versions []*T, is func(*T) bool) (*T, bool) {
	i := slices.IndexFunc(versions, is)
	if i < 0 {
		return nil, false
	}
	return versions[i], true
}

func sorted[T any](items map[string]*T, key func(*T) string) []*T {
	return slices.SortedFunc(maps.Values(items), func(a, b *T) int { return cmp.Compare(key(a), key(b)) })
}

func latestOf[T any](items map[string][]*T, key func(*T) string) []*T {
	out := make([]*T, 0, len(items))
	for _, versions := range items {
		out = append(out, versions[len(versions)-1])
	}
	slices.SortFunc(out, func(a, b *T) int { return cmp.Compare(key(a), key(b)) })
	return out
}
