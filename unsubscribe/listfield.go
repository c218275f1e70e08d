package unsubscribe

import (
	"errors"
	"net/netip"
	"net/url"
	"strings"
)

var errListSyntax = errors.New("not a list of addresses in angle brackets")

// listURIs reads the value of a list field (RFC 2369 §2): addresses in angle brackets, separated
// by commas; white space within the brackets is ignored, comments in parentheses are skipped.
func listURIs(value string) ([]string, error) {
	var uris []string
	for rest, first := skip(value), true; rest != "" || first; first = false {
		if !first {
			after, ok := strings.CutPrefix(rest, ",")
			if !ok {
				return nil, errListSyntax
			}
			rest = skip(after)
		}
		inner, after, ok := strings.Cut(strings.TrimPrefix(rest, "<"), ">")
		uri := strings.Join(strings.Fields(inner), "")
		if !ok || !strings.HasPrefix(rest, "<") || uri == "" || strings.Contains(uri, "<") {
			return nil, errListSyntax
		}
		uris = append(uris, uri)
		rest = skip(after)
	}
	return uris, nil
}

// skip removes white space and comments (RFC 5322 §3.2.2) from the front.
func skip(s string) string {
	for {
		s = strings.TrimLeft(s, " \t\r\n")
		if !strings.HasPrefix(s, "(") {
			return s
		}
		s = s[commentEnd(s):]
	}
}

// commentEnd returns the length of the comment that s begins with; an open one takes all of s.
func commentEnd(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			return i + 1
		}
	}
	return len(s)
}

// onThisMachine reports whether an address is http on this machine, as demonstrations have it.
func onThisMachine(u *url.URL) bool {
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Scheme == "http" && (u.Hostname() == "localhost" || err == nil && ip.IsLoopback())
}
