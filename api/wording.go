package api

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"
)

// The library that checks requests against the OpenAPI document keeps its wordings and its
// error constructor in package variables, meant to be replaced once, before first use. This
// is the only place that does so. Each wording here ends a sentence that begins with the
// name of the field, see [faultOf].
func init() {
	huma.NewError = newError
	huma.NewErrorWithContext = func(_ huma.Context, status int, msg string, errs ...error) huma.StatusError {
		return newError(status, msg, errs...)
	}
	huma.ValidateStrictCasing = true  // "Email" is not "email"
	huma.DefaultArrayNullable = false // our lists are never null
	validation.MsgUnexpectedProperty = unknown
	validation.MsgExpectedRequiredProperty = missing + "%s"
	validation.MsgExpectedOneOf = "must be one of: %s"
	validation.MsgExpectedString = "must be text"
	validation.MsgExpectedBoolean = "must be true or false"
	validation.MsgExpectedInteger = "must be a whole number"
	validation.MsgExpectedNumber = "must be a number"
	validation.MsgExpectedArray = "must be a list"
	validation.MsgExpectedObject = "must be an object"
	validation.MsgExpectedRFC3339DateTime = "must be a time as in 2026-11-21T09:30:00Z (RFC 3339)"
	validation.MsgExpectedRFC3339Date = "must be a day as in 2026-11-21"
	validation.MsgExpectedMinLength = "must have at least %d characters"
	validation.MsgExpectedMaxLength = "must have at most %d characters"
	validation.MsgExpectedMinItems = "must have at least %d entries"
	validation.MsgExpectedMaxItems = "must have at most %d entries"
	validation.MsgExpectedMinimumNumber = "must be at least %v"
	validation.MsgExpectedMaximumNumber = "must be at most %v"
	validation.MsgExpectedBePattern = "must be %s"
}

const (
	unknown = "is not known here; remove it or mend its spelling"
	missing = "must have the field "
)

// newError makes a Problem of what the library found wrong before a handler was reached.
func newError(status int, msg string, errs ...error) huma.StatusError {
	switch {
	case len(errs) > 0 && (status == http.StatusBadRequest || status == http.StatusUnprocessableEntity):
		return invalid(errs)
	case status == http.StatusBadRequest:
		return problem(status, "NO_BODY", "The request has no body; send a JSON object.")
	case status == http.StatusRequestEntityTooLarge:
		limit := strings.Trim(msg, "abcdefghijklmnopqrstuvwxyz =")
		return problem(status, "TOO_LARGE", fmt.Sprintf("The body is too large; the limit is %s bytes. Send less at a time.", limit))
	case status == http.StatusRequestTimeout:
		return problem(status, "TOO_SLOW", "The body did not arrive in time. Send it again.")
	case status == http.StatusUnsupportedMediaType:
		return problem(status, "NOT_JSON", "The body must be JSON: send the header \"Content-Type: application/json\".")
	}
	return problem(status, strings.ToUpper(strings.ReplaceAll(http.StatusText(status), " ", "_")), http.StatusText(status)+".")
}

// invalid makes one Problem of all faults of the input; its headline is the first.
func invalid(errs []error) *Problem {
	var faults []Fault
	for _, err := range errs {
		var d *huma.ErrorDetail
		if errors.As(err, &d) {
			faults = append(faults, faultOf(d))
		}
	}
	slices.SortStableFunc(faults, func(a, b Fault) int { return cmp.Compare(a.Field, b.Field) })
	p := problem(http.StatusBadRequest, "INVALID", "The request could not be read.")
	if len(faults) > 0 {
		p.Code, p.Field, p.Detail = faults[0].Code, faults[0].Field, faults[0].Detail
	}
	if len(faults) > 1 {
		p.Errors = faults
	}
	return p
}

// faultOf makes a sentence of one finding of the library.
func faultOf(d *huma.ErrorDetail) Fault {
	where, field, _ := strings.Cut(d.Location, ".")
	name := fmt.Sprintf("The field %q", field)
	switch where {
	case "query", "path":
		name = fmt.Sprintf("The parameter %q", field)
	case "header":
		name = fmt.Sprintf("The header %q", field)
	case "body":
		if field == "" {
			name = "The body"
		}
	}
	if lacking, ok := strings.CutPrefix(d.Message, missing); ok {
		field = strings.TrimPrefix(field+"."+lacking, ".")
		return Fault{"MISSING_FIELD", field, fmt.Sprintf("The field %q is missing.", field)}
	}
	switch {
	case d.Message == unknown, d.Message == "unknown query parameter":
		return Fault{"UNKNOWN_FIELD", field, name + " " + unknown + "."}
	case strings.HasPrefix(d.Message, "must "):
		return Fault{"INVALID_FIELD", field, name + " " + d.Message + "."}
	case where == "body":
		return Fault{"BAD_JSON", field, "The body cannot be read as JSON: " + strings.TrimPrefix(d.Message, "json: ") + "."}
	}
	return Fault{"INVALID_FIELD", field, name + " cannot be read: " + d.Message + "."}
}
