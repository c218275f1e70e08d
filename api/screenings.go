package api

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"strconv"
	"time"

	"assent"
	"assent/auth"
	"assent/screen"

	"github.com/danielgtaylor/huma/v2"
)

// Screenings screens whole lists in the background; see screen.Desk.
type Screenings interface {
	Take(ctx context.Context, by assent.Actor, p screen.Plan, list io.Reader) (screen.Status, error)
	Status(ctx context.Context, id assent.ID) (screen.Status, error)
	List(ctx context.Context) ([]screen.Status, error)
	Give(ctx context.Context, id assent.ID) (screen.Given, error)
}

// ScreeningJob is a list that is screened in the background.
type ScreeningJob struct {
	ID       assent.ID         `json:"id"`
	State    screen.State      `json:"state" enum:"waiting,running,done,failed"`
	Asked    ScreeningPlan     `json:"asked"`
	List     ScreeningList     `json:"list"`
	Progress ScreeningProgress `json:"progress"`
	Outcome  *ScreeningOutcome `json:"outcome,omitempty" doc:"Once it is done: counts by decision and reason, faults of rows by code, and the position of the log and the moment that no answer is older than"`
	Problem  *Fault            `json:"problem,omitempty" doc:"Why it failed"`
	Created  time.Time         `json:"created_at"`
	Deleted  time.Time         `json:"deleted_at,omitzero" doc:"When its files are deleted: 24 hours after it ended"`
}

// ScreeningPlan is what is asked about a list.
type ScreeningPlan screen.Plan

// ScreeningOutcome is what a screening found.
type ScreeningOutcome screen.Outcome

// ScreeningList is the list as it came.
type ScreeningList struct {
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// ScreeningProgress is how far a screening is. A list is gone through again if somebody spoke meanwhile.
type ScreeningProgress struct {
	Rows  int   `json:"rows"`
	Bytes int64 `json:"bytes" doc:"Read of the list"`
}

// screeningRequest is the question as query, and the list as body, which is not read into memory.
type screeningRequest struct {
	Purpose string         `query:"purpose" required:"true" maxLength:"63"`
	Channel assent.Channel `query:"channel" default:"email" enum:"email,sms,im,push,auto_call,live_call,fax,post"`
	Brand   string         `query:"brand" maxLength:"63" doc:"Missing: the purpose's"`
	Column  string         `query:"column" maxLength:"200" doc:"Title of the column, or name of the field, that holds the address; missing: recognised"`
	Country string         `query:"country" maxLength:"2" doc:"For phone numbers without a country code, ISO 3166-1 alpha-2"`
	Type    string         `header:"Content-Type" doc:"text/csv or application/x-ndjson"`
	list    io.Reader
}

// Resolve takes the body as it arrives.
func (r *screeningRequest) Resolve(ctx huma.Context) []error {
	r.list = ctx.BodyReader()
	return nil
}

type screeningNamed struct {
	ID string `path:"id" maxLength:"36"`
}

type screeningResponse struct{ Body ScreeningJob }

func (a *API) screenings() {
	register(a, operation{
		method: http.MethodPost, path: "/v1/screenings", id: "createScreening", tag: "Decide", scope: auth.Decide, status: http.StatusAccepted,
		summary: "Screen a whole list in the background",
		doc: fmt.Sprintf("The body is the list: CSV with a header, or one JSON object on each line (`application/x-ndjson`), of at most %d bytes. "+
			"Ask for its progress until it is done, then fetch the file: the same rows with decision, reason, basis and valid_until added. "+
			"A row that cannot be read is a deny. The files are deleted 24 hours after the screening ended.", int64(screen.MostBytes)),
		adjust: func(op *huma.Operation) {
			text := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
			op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"text/csv": text, "application/x-ndjson": text}}
		},
	}, a.createScreening)
	register(a, operation{
		method: http.MethodGet, path: "/v1/screenings", id: "listScreenings", tag: "Decide", scope: auth.Decide,
		summary: "Every screening whose files are kept, the oldest first",
	}, a.listScreenings)
	register(a, operation{
		method: http.MethodGet, path: "/v1/screenings/{id}", id: "getScreening", tag: "Decide", scope: auth.Decide,
		summary: "How far a screening is, and what it found",
	}, a.getScreening)
	register(a, operation{
		method: http.MethodGet, path: "/v1/screenings/{id}/file", id: "getScreeningFile", tag: "Decide", scope: auth.Decide,
		summary: "The screened list",
		doc: "Nobody who withdrew before this call is allowed in the file: if anybody has been touched since the list was screened, it is screened once more first. " +
			"`Assent-Position` and `Assent-As-Of` say what no answer is older than, `Repr-Digest` what the file is (RFC 9530).",
	}, a.getScreeningFile)
	text := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
	a.huma.OpenAPI().Paths["/v1/screenings/{id}/file"].Get.Responses["200"] = &huma.Response{
		Description: "The list, in the format in which it came", Content: map[string]*huma.MediaType{"text/csv": text, "application/x-ndjson": text},
	}
}

func (a *API) createScreening(ctx context.Context, in *screeningRequest) (*screeningResponse, error) {
	format, err := formatOf(in.Type)
	if err != nil {
		return nil, err
	}
	s, err := a.Screenings.Take(ctx, caller(ctx).Actor(), screen.Plan{
		Purpose: in.Purpose, Channel: in.Channel, Brand: in.Brand, Format: format, Column: in.Column, Country: in.Country,
	}, in.list)
	return &screeningResponse{screeningOf(s)}, cutShort(err)
}

// cutShort tells a body that ended too early from a fault of ours.
func cutShort(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return assent.Problemf("BODY_CUT_SHORT", "The list ended before its end; send it again.")
	}
	return err
}

var types = map[screen.Format]string{screen.CSV: "text/csv", screen.NDJSON: "application/x-ndjson"}

func formatOf(contentType string) (screen.Format, error) {
	given, _, _ := mime.ParseMediaType(contentType)
	for format, t := range types {
		if given == t {
			return format, nil
		}
	}
	return "", assent.Problemf("BAD_CONTENT_TYPE", "A list is sent as text/csv or as application/x-ndjson.").In("Content-Type")
}

func (a *API) listScreenings(ctx context.Context, _ *struct{}) (*listed[ScreeningJob], error) {
	all, err := a.Screenings.List(ctx)
	if err != nil {
		return nil, err
	}
	out := []ScreeningJob{}
	for _, s := range all {
		out = append(out, screeningOf(s))
	}
	return &listed[ScreeningJob]{Listing[ScreeningJob]{out}}, nil
}

func (a *API) getScreening(ctx context.Context, in *screeningNamed) (*screeningResponse, error) {
	id, err := screeningID(in.ID)
	if err != nil {
		return nil, err
	}
	s, err := a.Screenings.Status(ctx, id)
	return &screeningResponse{screeningOf(s)}, err
}

func (a *API) getScreeningFile(ctx context.Context, in *screeningNamed) (*huma.StreamResponse, error) {
	id, err := screeningID(in.ID)
	if err != nil {
		return nil, err
	}
	g, err := a.Screenings.Give(ctx, id)
	if errors.Is(err, fs.ErrNotExist) {
		err = noScreening()
	}
	if err != nil {
		return nil, err
	}
	info, err := g.File.Stat()
	if err != nil {
		return nil, errors.Join(err, g.File.Close())
	}
	return &huma.StreamResponse{Body: func(out huma.Context) {
		defer g.File.Close()
		o := g.Outcome
		out.SetHeader("Content-Type", types[g.Plan.Format])
		out.SetHeader("Content-Length", strconv.FormatInt(info.Size(), 10))
		out.SetHeader("Content-Disposition", fmt.Sprintf(`attachment; filename="screened.%s"`, g.Plan.Format))
		out.SetHeader("Assent-Position", strconv.FormatInt(o.Position, 10))
		out.SetHeader("Assent-As-Of", o.AsOf.Format(time.RFC3339))
		out.SetHeader("Repr-Digest", reprDigest(o.Result))
		_, _ = io.Copy(out.BodyWriter(), g.File) // a file that ends early is shorter than its length: the reader sees it
	}}, nil
}

func screeningOf(s screen.Status) ScreeningJob {
	out := ScreeningJob{
		ID: s.ID, State: s.State, Asked: ScreeningPlan(s.Plan), List: ScreeningList{s.Bytes, s.Source}, Progress: ScreeningProgress(s.Progress),
		Outcome: (*ScreeningOutcome)(s.Outcome), Created: s.Created, Deleted: s.Deleted,
	}
	if s.Problem != nil {
		out.Problem = &Fault{s.Problem.Code, s.Problem.Field, s.Problem.Detail}
	}
	return out
}

// reprDigest writes a digest as RFC 9530 section 3 wants it.
func reprDigest(sum string) string {
	raw, _ := hex.DecodeString(sum) // we wrote it
	return "sha-256=:" + base64.StdEncoding.EncodeToString(raw) + ":"
}

func noScreening() error {
	return assent.Problemf("NO_SUCH_SCREENING", "There is no screening of this identifier; GET /v1/screenings lists them.").In("id").OfKind(assent.NotFound)
}

func screeningID(s string) (assent.ID, error) {
	id, err := assent.ParseID(s)
	if err != nil {
		return id, noScreening()
	}
	return id, nil
}
