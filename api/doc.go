// Package api is the trade entrance: the HTTP interface by which other programs record what
// people said, ask whether a message may be sent, send it, and fetch the proof.
//
// Everything is JSON under /v1, described by the OpenAPI 3.1 document at /openapi.json, which
// is generated from the types of this package and is also what requests are checked against:
// the document cannot promise one thing and the code do another. A caller names itself with
// "Authorization: Bearer KEY" (package auth); each operation needs one scope of the key.
//
// Four habits to know.
//
//   - A deny is an answer, not an error: it comes with 200.
//   - An error is an RFC 9457 problem with a code, the field at fault and a sentence that
//     says what to do. An unknown field is an error, since a misspelt "occured_at" that is
//     silently dropped would be a false record.
//   - Writes take an Idempotency-Key; the same key again gives the same answer, and the same
//     key with another body is refused.
//   - Personal data never stands in a URL: people are looked up by POST.
//
// The package decides nothing. Each operation is a few lines that turn JSON into a call of
// the room behind (intake, decide, dispatch, catalogue, …) and its result into JSON.
package api
