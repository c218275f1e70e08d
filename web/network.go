package web

import (
	"net/http"
	"net/netip"
	"strings"
)

// network returns the network from which a request comes: the unit that limits count. One address of
// IPv4 is a household or a company; of IPv6 a /56 is. The address is kept nowhere.
func (s *site) network(r *http.Request) netip.Prefix {
	addr := s.client(r)
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
func (s *site) client(r *http.Request) netip.Addr {
	port, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.IPv4Unspecified()
	}
	addr := port.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && s.isProxy(addr); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		addr = hop.Unmap().WithZone("")
	}
	return addr
}

func (s *site) isProxy(addr netip.Addr) bool {
	for _, p := range s.Proxies {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}
