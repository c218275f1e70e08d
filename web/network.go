package web

import (
	"net/http"
	"net/netip"

	"assent/network"
)

// network is where a request comes from: the unit that limits count.
func (s *site) network(r *http.Request) netip.Prefix { return network.Of(r, s.Proxies) }
