package unsubscribe

import (
	"net/url"
	"slices"
	"strings"
)

const (
	listField = "List-Unsubscribe"
	postField = "List-Unsubscribe-Post"
	oneClick  = "List-Unsubscribe=One-Click" // RFC 8058 §5
)

// Inspect examines what the mail itself shows: the two fields, which fields the signatures cover,
// and the links in the body. It asks nobody. With local set, an http address on this machine
// counts as https, for demonstrations.
func Inspect(m *Mail, local bool) []Finding {
	return slices.Concat(m.list(local), m.post(), m.coverage(), m.body(), m.remarks())
}

// list examines List-Unsubscribe.
func (m *Mail) list(local bool) []Finding {
	switch values := m.fields(listField); {
	case len(values) == 0:
		return []Finding{ListMissing.at(listField)}
	case len(values) > 1:
		return []Finding{ListRepeated.at(listField, len(values))}
	}
	a, ok := m.addresses(local)
	if !ok {
		return []Finding{ListUnreadable.at(listField)}
	}
	var found []Finding
	switch {
	case len(a.https) == 0:
		found = append(found, HTTPSMissing.at(listField))
	case len(a.https) > 1:
		found = append(found, HTTPSRepeated.at(listField, len(a.https)))
	}
	if a.http > 0 {
		found = append(found, HTTPInList.at(listField))
	}
	if a.here {
		found = append(found, HTTPHere.at(listField))
	}
	return found
}

// addresses are those of List-Unsubscribe by their scheme.
type addresses struct {
	https []string // with local set, those on this machine too
	http  int
	here  bool // one of https is really http on this machine
}

// addresses reads the only List-Unsubscribe field; false if there is not exactly one, or it cannot be read.
func (m *Mail) addresses(local bool) (a addresses, ok bool) {
	values := m.fields(listField)
	if len(values) != 1 {
		return a, false
	}
	uris, err := listURIs(values[0])
	if err != nil {
		return a, false
	}
	for _, uri := range uris {
		u, err := url.Parse(uri)
		switch {
		case err != nil || !u.IsAbs() || strings.HasPrefix(u.Scheme, "http") && u.Host == "":
			return a, false
		case local && onThisMachine(u):
			a.https, a.here = append(a.https, uri), true
		case u.Scheme == "https":
			a.https = append(a.https, uri)
		case u.Scheme == "http":
			a.http++
		}
	}
	return a, true
}

// post examines List-Unsubscribe-Post.
func (m *Mail) post() []Finding {
	switch values := m.fields(postField); {
	case len(values) == 0:
		return []Finding{PostMissing.at(postField)}
	case len(values) > 1:
		return []Finding{PostRepeated.at(postField, len(values))}
	case values[0] != oneClick:
		return []Finding{PostWrong.at(postField)}
	}
	return nil
}

// oneClickURI returns the address that takes the POST, if the fields offer it.
func (m *Mail) oneClickURI(local bool) (string, bool) {
	a, ok := m.addresses(local)
	if !ok || len(a.https) != 1 || len(m.post()) > 0 {
		return "", false
	}
	return a.https[0], true
}

// body examines each body that the mail has: a reader sees one of them.
func (m *Mail) body() []Finding {
	if m.Broken {
		return []Finding{BodyBroken.at("body")} // a link may be in what is lost
	}
	var found []Finding
	if m.HTML != "" {
		found = append(found, judge("HTML body", waysOutOfHTML(m.HTML))...)
	}
	if m.Text != "" || m.HTML == "" {
		found = append(found, judge("text body", waysOutOfText(m.Text))...)
	}
	return found
}

// judge says what is wrong with the ways out of one body.
func judge(where string, ways []anchor) []Finding {
	switch {
	case len(ways) == 0:
		return []Finding{LinkMissing.at(where)}
	case !slices.ContainsFunc(ways, anchor.isPage):
		return []Finding{LinkOnlyMailto.at(where)}
	}
	return nil
}

// remarks are about what would be better, but nothing depends on.
func (m *Mail) remarks() []Finding {
	var found []Finding
	if len(m.fields("List-Id")) == 0 {
		found = append(found, ListIDMissing.at("List-Id"))
	}
	if len(m.fields("Auto-Submitted")) == 0 {
		found = append(found, AutoMissing.at("Auto-Submitted"))
	}
	return found
}

// sender returns the domain of the From field in lower case, or "".
func (m *Mail) sender() string {
	list, err := m.Header.AddressList("From")
	if err != nil || len(list) == 0 {
		return ""
	}
	return strings.ToLower(list[0].Address[strings.LastIndex(list[0].Address, "@")+1:])
}
