package webhook

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"assent"

	"code.dny.dev/ssrf"
)

// Patience is how long a receiver may take to answer.
const Patience = 10 * time.Second

// newClient makes a client that reaches public addresses and those of the allowed networks, and nothing else. The
// guard looks at each address just before it is dialled, so a name that changes its mind after a look-up gains nothing.
func newClient(allow []netip.Prefix) *http.Client {
	var v4, v6 []netip.Prefix
	for _, p := range allow {
		if p.Addr().Is4() {
			v4 = append(v4, p)
		} else {
			v6 = append(v6, p)
		}
	}
	guard := ssrf.New(ssrf.WithAnyPort(), ssrf.WithAllowedV4Prefixes(v4...), ssrf.WithAllowedV6Prefixes(v6...))
	dialer := &net.Dialer{Timeout: Patience / 2, Control: guard.Safe}
	return &http.Client{
		Timeout: Patience,
		Transport: &http.Transport{
			DialContext: dialer.DialContext, TLSHandshakeTimeout: Patience / 2, ForceAttemptHTTP2: true,
			MaxIdleConnsPerHost: abreast, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 64 << 10,
		}, // no proxy: it would dial in our stead, unguarded
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// checkURL refuses addresses that cannot be a receiver's. Without TLS only the allowed networks are reached, by
// their numbers or as localhost.
func checkURL(text string, allow []netip.Prefix) error {
	u, err := url.Parse(text)
	if err != nil || strings.Trim(u.Hostname(), ".") == "" || u.User != nil || u.Fragment != "" || u.Scheme != "https" && u.Scheme != "http" {
		return assent.Problemf("BAD_URL", "The address of a webhook is like https://shop.example.org/hooks/consent, without a user name or #.").In("url")
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".") // localhost. is localhost
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		host = "127.0.0.1" // RFC 6761 §6.3
	}
	ip, numeric := parseIP(host)
	if !numeric && endsInNumber(host) {
		return assent.Problemf("BAD_URL", "An address in numbers is written in full, with four parts, as in 192.0.2.7.").In("url")
	}
	ours := numeric && slices.ContainsFunc(allow, func(p netip.Prefix) bool { return p.Contains(ip) })
	switch {
	case u.Scheme == "http" && !ours:
		return assent.Problemf("URL_NOT_HTTPS", "A webhook goes over https; what it tells is nobody else's business.").In("url")
	case numeric && !ours && !public(ip):
		return assent.Problemf("URL_NOT_PUBLIC", "This address is not one of the public network. Name its network in webhooks.allow if it is meant.").In("url")
	}
	return nil
}

// endsInNumber reports whether a host that is no plain address is one in the eyes of some program: 127.1, 2130706433
// and 0x7f.1 are all 127.0.0.1 to inet_aton(3), as to browsers (URL Standard, "ends in a number checker").
func endsInNumber(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	if hex, ok := strings.CutPrefix(last, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return last != "" && strings.Trim(last, "0123456789") == ""
}

func parseIP(host string) (netip.Addr, bool) {
	ip, err := netip.ParseAddr(host)
	return ip.Unmap(), err == nil
}

func public(ip netip.Addr) bool { return ssrf.New(ssrf.WithAnyPort()).SafeAddr(ip) == nil }
