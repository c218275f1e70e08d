package api

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
)

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
			Schemas: huma.NewMapRegistry("#/components/schemas/", schemaName),
			SecuritySchemes: map[string]*huma.SecurityScheme{
				"key": {Type: "http", Scheme: "bearer", Description: "An API key, as_…; each operation names the scope it needs."},
			},
		},
	}
}

// schemaName names a type in the document. The words of the statute book are its own: its
// citation is not that of a decision, nor a line of numbers one of a forecast.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	switch {
	case strings.HasSuffix(t.PkgPath(), "/law"):
		return "Law" + name
	case strings.HasSuffix(t.PkgPath(), "/stats"):
		return "Stats" + name
	}
	return name
}
