package console

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"

	"assent"
	"assent/auth"
	"assent/catalogue"
	"assent/locale"
)

// call is one request on its way through the gate, with the answer that waits behind it.
type call struct {
	r         *http.Request
	route     route
	words     *locale.Printer
	catalogue *catalogue.Catalogue
	session   auth.Session // zero where nobody need be signed in
	secret    string       // of the session

	person assent.ID // whom it is about, for the trail
	detail string    // what else the trail should say; never personal

	status int // of the answer
	header http.Header
	body   bytes.Buffer
	flow   func(context.Context, io.Writer) error // writes the body instead, once the trail has noted it
	fault  error                                  // drawn beside the form: what a person can mend
}

// who is the operator.
func (c *call) who() auth.Operator { return c.session.Operator }

// may reports whether the operator has a capability.
func (c *call) may(what auth.Capability) bool { return c.who().May(what) }

// field is a field of the posted form, without space around it.
func (c *call) field(name string) string { return strings.TrimSpace(c.r.PostForm.Get(name)) }

// pathID reads an identifier from the address; a Problem of kind NotFound if it is none.
func (c *call) pathID(name string) (assent.ID, error) {
	id, err := assent.ParseID(c.r.PathValue(name))
	if err != nil || id.IsZero() {
		return assent.ID{}, errNoScreen
	}
	return id, nil
}

// redirect answers by leading to another address of the console (RFC 9110 §15.4.4).
func (c *call) redirect(path string) error {
	c.status = http.StatusSeeOther
	c.header.Set("Location", "/console"+path)
	return nil
}

// done ends a change: it leads to a screen that says console.done.<what>.
func (c *call) done(path, what string) error {
	joint := "?"
	if strings.Contains(path, "?") {
		joint = "&"
	}
	return c.redirect(path + joint + "done=" + what)
}

// file answers with a download.
func (c *call) file(name, kind string, body []byte) error {
	c.header.Set("Content-Type", kind)
	c.header.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, err := c.body.Write(body)
	return err
}

// wrong takes a Problem to be drawn beside the form, with its status; any other error is returned.
func (c *call) wrong(err error) error {
	p, ok := assent.AsProblem(err)
	if !ok || p.Kind == assent.Unavailable {
		return err
	}
	c.fault, c.status = p, statusOf(p)
	return nil
}

// statusOf is the HTTP status of a Problem.
func statusOf(p *assent.Problem) int {
	switch p.Kind {
	case assent.NotFound:
		return http.StatusNotFound
	case assent.Conflict:
		return http.StatusConflict
	case assent.Unusable:
		return http.StatusUnprocessableEntity
	case assent.Forbidden:
		return http.StatusForbidden
	case assent.TooMany:
		return http.StatusTooManyRequests
	case assent.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusBadRequest
}
