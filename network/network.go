// Package network says from which network a request comes: the unit by which limits count.
//
// One address of IPv4 is a household or a company; with IPv6 each of them has a /56 and can change
// addresses at will, so the prefix counts. Behind a reverse proxy every request comes from the
// proxy, which names whom it speaks for in X-Forwarded-For; since anybody can write that field,
// it is believed only as far as proxies of ours have written it. The address is kept nowhere.
package network

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Of returns the network of whoever sent the request, given the networks of our proxies.
func Of(r *http.Request, proxies []netip.Prefix) netip.Prefix {
	addr := client(r, proxies)
	bits := 32
	if addr.Is6() {
		bits = 56
	}
	prefix, err := addr.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return prefix
}

// client is the nearest address that is not one of our proxies: X-Forwarded-For is read from
// its end, since everything before the first stranger may be invented.
func client(r *http.Request, proxies []netip.Prefix) netip.Addr {
	port, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.IPv4Unspecified()
	}
	addr := port.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && among(proxies, addr); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		addr = hop.Unmap().WithZone("")
	}
	return addr
}

func among(proxies []netip.Prefix, addr netip.Addr) bool {
	return slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(addr) })
}
