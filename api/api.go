package api

import (
	"encoding/json"
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
	mux  *http.ServeMux
	huma huma.API
}

// New opens the entrance.
func New(c Config) *API {
	a := &API{Config: c, mux: http.NewServeMux()}
	a.huma = humago.New(a.mux, huma.Config{
		OpenAPI:       document(c.Version),
		Formats:       map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat: "application/json",
	})
	a.events()
	a.decisions()
	a.sending()
	a.people()
	a.proofs()
	a.changes()
	a.catalogue()
	a.laws()
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

// ServeHTTP answers one request. Whatever happens, an error is a problem with a sentence.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer a.recover(w, r)
	w.Header().Set("Cache-Control", "no-store") // operations that may be cached say so themselves
	w.Header().Set("X-Content-Type-Options", "nosniff")
	handler, pattern := a.mux.Handler(r)
	if pattern == "" {
		refuse(w, r, handler)
		return
	}
	a.mux.ServeHTTP(w, r)
}

// Document returns the OpenAPI 3.1 document as JSON.
func (a *API) Document() ([]byte, error) { return json.MarshalIndent(a.huma.OpenAPI(), "", "  ") }

func (a *API) serveDocument() http.HandlerFunc {
	doc := sync.OnceValues(a.Document)
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := doc()
		if err != nil {
			a.fail(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/openapi+json")
		w.Header().Set("Access-Control-Allow-Origin", "*") // public, so that any viewer can read it
		_, _ = w.Write(body)
	}
}

// document is the frame of the OpenAPI document; operations add themselves.
func document(version string) *huma.OpenAPI {
	return &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{
			Title: "assent", Version: version,
			Description: "May this sender send this message to this person, over this channel, now? And can the answer be proven?",
			License:     &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"},
		},
		Tags: []*huma.Tag{
			{Name: "Record", Description: "What people said and did, and what is known of dealings with them"},
			{Name: "Decide", Description: "May this message be sent?"},
			{Name: "Send", Description: "Mails through this house, and links for mails that others send"},
			{Name: "People", Description: "What is held of a person, and what changed"},
			{Name: "Prove", Description: "Proofs for outsiders, and the public face of the ledger"},
			{Name: "Catalogue", Description: "What may be asked: purposes, notices, forms, brands"},
			{Name: "Law", Description: "The statute book"},
			{Name: "AuthZEN", Description: "The same question in the words of OpenID AuthZEN 1.0"},
			{Name: "Health"},
		},
		Components: &huma.Components{
			Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
			SecuritySchemes: map[string]*huma.SecurityScheme{
				"key": {Type: "http", Scheme: "bearer", Description: "An API key, as_…; each operation names the scope it needs."},
			},
		},
	}
}
