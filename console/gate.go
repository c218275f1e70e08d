package console

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"assent"
	"assent/auth"
)

// The reasons for which the gate stays shut.
var (
	errForbidden = assent.Problemf("NOT_YOUR_ROLE", "Your role does not include this. An administrator can give you another under Team.").OfKind(assent.Forbidden)
	errForeign   = assent.Problemf("FOREIGN_FORM", "This form was sent from another site, so nothing was done. Open the console and try again.").OfKind(assent.Forbidden)
	errStale     = errors.New("wants to be shown again who it is")
)

// gate is what every request passes.
func (s *site) gate(r route) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		c := &call{r: req, route: r, header: w.Header(), status: http.StatusOK}
		req.Body = http.MaxBytesReader(w, req.Body, s.limit(r))
		defer c.tidy()
		err := s.pass(c)
		if err != nil {
			s.refuse(c, err)
		}
		if err := s.note(c, err); err != nil {
			c.body.Reset()
			c.flow = nil
			c.header.Del("Location")
			s.refuse(c, err)
		}
		s.pour(c, w)
	}
}

// pass opens the gate or says why not, and lets the screen do its work.
func (s *site) pass(c *call) error {
	var err error
	c.words = s.words(c.r)
	if c.catalogue, err = s.Shelf.Current(c.r.Context(), s.Org); err != nil {
		return err
	}
	if err := s.recognise(c); err != nil && c.route.may != nobody {
		return err
	}
	if !c.route.streams() {
		if err := parse(c.r); err != nil { // not before it is known who sends it
			return err
		}
	}
	switch may := c.route.may; {
	case may == nobody:
	case !c.may(may):
		return errForbidden
	case may.Fresh() && !c.session.Fresh(s.Now()):
		return errStale
	}
	return c.route.do(s, c)
}

func parse(r *http.Request) error {
	err := r.ParseMultipartForm(1 << 20)
	if errors.Is(err, http.ErrNotMultipart) {
		err = r.ParseForm()
	}
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		return assent.Problemf("TOO_LARGE", "This is too large: at most %d KiB are taken at once. A longer list goes in by parts, or as a file under Imports.", over.Limit>>10)
	case err != nil:
		return assent.Problemf("BAD_FORM", "The form could not be read. Open the screen again and fill it in once more.")
	}
	return nil
}

// tidy removes what an upload has left on the disk.
func (c *call) tidy() {
	if c.r.MultipartForm != nil {
		_ = c.r.MultipartForm.RemoveAll() // the system tidies its own folder in the end
	}
}

// recognise finds out whose browser it is.
func (s *site) recognise(c *call) error {
	cookie, err := c.r.Cookie(s.cookieName())
	if err != nil {
		return auth.ErrSignedOut
	}
	session, err := s.Staff.Session(c.r.Context(), s.Org, cookie.Value)
	if err != nil {
		return err
	}
	if session.Half && c.route.may != nobody {
		return auth.ErrSignedOut
	}
	c.session, c.secret = session, cookie.Value
	return nil
}

// note writes the trail: each screen opened, each change, each try in vain and each that the role did not allow.
func (s *site) note(c *call, outcome error) error {
	act := c.route.act
	switch {
	case errors.Is(outcome, errForbidden):
		act, outcome = act+".refused", nil
	case c.fault != nil && c.r.Method == http.MethodPost: // nothing was changed, and the form is shown again
		act += ".failed"
	}
	if c.route.may == nobody || c.who().ID.IsZero() || outcome != nil {
		return nil
	}
	return s.Staff.Note(c.r.Context(), s.Org, auth.Note{Operator: c.who().ID, Act: act, Person: c.person, Detail: c.detail})
}

// refuse answers for what went wrong: a page with the sentence of a Problem, the way to sign in, or an
// apology.
func (s *site) refuse(c *call, err error) {
	p, ok := assent.AsProblem(err)
	c.header.Del("Content-Disposition")
	switch {
	case errors.Is(err, auth.ErrSignedOut):
		_ = c.redirect("/signin" + s.later(c))
	case errors.Is(err, errStale):
		_ = c.redirect("/again" + s.later(c))
	case ok:
		c.status = statusOf(p)
		s.drawFault(c, c.sentence(p))
	default:
		s.Log.Error("a screen failed", "act", c.route.act, "error", err)
		c.status = http.StatusInternalServerError
		s.drawFault(c, "")
	}
}

// later names the screen to come back to: the one asked for, or the one whose form was sent.
func (s *site) later(c *call) string {
	to := c.r.URL.RequestURI()
	if c.r.Method != http.MethodGet && c.r.Method != http.MethodHead {
		to = "/console"
		if from, err := url.Parse(c.r.Referer()); err == nil {
			to = from.Path
		}
	}
	if back(to) == "/" {
		return ""
	}
	return "?to=" + url.QueryEscape(to)
}

// back is the path below /console that a visitor asked to return to; home if it is not one of ours, so that
// no address leads elsewhere.
func back(to string) string {
	path, ours := strings.CutPrefix(to, "/console/")
	if !ours || strings.ContainsAny(path, "\\\r\n") || strings.HasPrefix(path, "/") || strings.HasPrefix(path, "sign") || strings.HasPrefix(path, "again") {
		return "/"
	}
	return "/" + path
}
