package web

import (
	"context"
	"io"
	"net/http"
	"net/textproto"

	"assent"
	"assent/feedback"
)

// Reports takes what other products report; a *feedback.Desk does.
type Reports interface {
	Take(ctx context.Context, org assent.ID, product, secret string, in feedback.Delivery) error
	Known(ctx context.Context, org assent.ID, product, secret string) error
}

// reportLimit bounds one report: products send many events at once.
const reportLimit = 1 << 20

// reportIn is POST /in/{product}/{secret}. The answer says whether to report again, and nothing about anybody.
func (s *site) reportIn(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, "The report is too large.", http.StatusRequestEntityTooLarge)
		return
	}
	s.answerReport(w, r, s.Reports.Take(r.Context(), s.Org, r.PathValue("product"), r.PathValue("secret"), feedback.Delivery{
		Method: r.Method, URL: s.PublicURL + r.URL.RequestURI(), Header: textproto.MIMEHeader(r.Header), Body: body,
	}))
}

// reportDoor is GET /in/{product}/{secret}: some products look whether there is somebody.
func (s *site) reportDoor(w http.ResponseWriter, r *http.Request) {
	s.answerReport(w, r, s.Reports.Known(r.Context(), s.Org, r.PathValue("product"), r.PathValue("secret")))
}

func (s *site) answerReport(w http.ResponseWriter, r *http.Request, err error) {
	p, told := assent.AsProblem(err)
	switch {
	case err == nil:
		w.WriteHeader(http.StatusOK)
	case told && p.Kind == assent.NotFound:
		s.notFound(w, r)
	case told && p.Kind == assent.Forbidden:
		s.Log.Warn("a report does not bear the signature of its product")
		http.Error(w, p.Detail, http.StatusForbidden)
	case told && p.Kind == assent.Invalid:
		http.Error(w, p.Detail, http.StatusBadRequest)
	default:
		s.Log.Error("a report was not taken", "error", err)
		http.Error(w, "Please report it again.", http.StatusServiceUnavailable)
	}
}
