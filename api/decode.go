package api

import (
	"encoding/json"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// decode reads JSON that is not a whole body: it is checked against the document as a body
// is, and faults name the field under path ("" for none).
func decode[T any](a *API, data []byte, path string) (T, error) {
	var out T
	var loose any
	if err := json.Unmarshal(data, &loose); err != nil {
		return out, newError(http.StatusBadRequest, "", &huma.ErrorDetail{Location: "body", Message: err.Error()})
	}
	registry := a.huma.OpenAPI().Components.Schemas
	at := huma.NewPathBuffer(nil, 0)
	at.Push("body")
	if path != "" {
		at.Push(path)
	}
	var found huma.ValidateResult
	huma.Validate(registry, registry.Schema(reflect.TypeFor[T](), true, ""), at, huma.ModeWriteToServer, loose, &found)
	if len(found.Errors) > 0 {
		return out, newError(http.StatusBadRequest, "", found.Errors...)
	}
	if err := json.Unmarshal(data, &out); err != nil {
		return out, newError(http.StatusBadRequest, "", &huma.ErrorDetail{Location: "body", Message: err.Error()})
	}
	return out, nil
}
