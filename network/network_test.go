package network_test

import (
	"net/http/httptest"
	"net/netip"
	"testing"

	"assent/network"
)

func TestOnlyOurProxiesAreBelieved(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	for _, c := range []struct{ name, from, forwarded, want string }{
		{"nobody between", "192.0.2.7:4000", "", "192.0.2.7/32"},
		{"a stranger who names another", "192.0.2.7:4000", "198.51.100.1", "192.0.2.7/32"},
		{"our proxy", "10.1.2.3:4000", "198.51.100.1", "198.51.100.1/32"},
		{"our proxy, behind it a liar", "10.1.2.3:4000", "203.0.113.9, 198.51.100.1", "198.51.100.1/32"},
		{"two of our proxies", "10.1.2.3:4000", "198.51.100.1, 10.9.9.9", "198.51.100.1/32"},
		{"our proxy without a word", "10.1.2.3:4000", "", "10.1.2.3/32"},
		{"our proxy with nonsense", "10.1.2.3:4000", "unknown", "10.1.2.3/32"},
		{"a neighbour by IPv6", "[2001:db8:1:2::7]:4000", "", "2001:db8:1::/56"},
		{"no address", "", "", "0.0.0.0/32"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.from
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := network.Of(r, proxies).String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
