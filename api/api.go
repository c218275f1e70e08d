package api

import (
	"log/slog"
	"net/http"
	"sync"
	"time"

	"assent"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// Config names the organisation that is served and the rooms behind the entrance. All rooms are required.
type Config struct {
	Org       assent.ID
	Version   string // of the product, for the OpenAPI document
	PublicURL string // without a slash at its end
	Rooms
	Now func() time.Time
	Log *slog.Logger // internal errors are logged here, once, without personal data
}

// API is the entrance. It is safe for concurrent use.
type API struct {
	Config
	mux        *http.ServeMux
	huma       huma.API
	recognised recognised
	scratches  sync.Pool // of *scratch
}

// New opens the entrance.
func New(c Config) *API {
	a := &API{Config: c, mux: http.NewServeMux(), recognised: recognised{keys: map[[32]byte]recognisedKey{}}, scratches: sync.Pool{New: func() any { return new(scratch) }}}
	a.huma = humago.New(a.mux, huma.Config{
		OpenAPI:       document(c.Version),
		Formats:       map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat: "application/json",
	})
	a.events()
	a.decisions()
	a.screenings()
	a.sending()
	a.campaigns()
	a.imports()
	a.webhooks()
	a.portal()
	a.people()
	a.proofs()
	a.changes()
	a.catalogue()
	a.laws()
	a.stats()
	a.authzen()
	a.tiles()
	a.health()
	a.mux.HandleFunc("GET /openapi.json", a.serveDocument())
	return a
}

// Prefixes lists the paths that belong to the entrance, for whoever shares a server with it.
// A path that ends with a slash stands for all below it.
func Prefixes() []string {
	return []string{"/v1/", "/access/", "/log/", "/openapi.json", "/livez", "/readyz", "/.well-known/authzen-configuration"}
}

// Values of headers that every answer has; they are never changed.
var (
	jsonType = []string{"application/json"}
	noStore  = []string{"no-store"}
	noSniff  = []string{"nosniff"}
)

// ServeHTTP answers one request. Whatever happens, an error is a problem with a sentence.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer a.recover(w, r)
	header := w.Header()
	header["Cache-Control"] = noStore // operations that may be cached say so themselves
	header["X-Content-Type-Options"] = noSniff
	if a.hot(w, r) {
		return
	}
	handler, pattern := a.mux.Handler(r)
	if pattern == "" {
		refuse(w, r, handler)
		return
	}
	a.mux.ServeHTTP(w, r)
}
