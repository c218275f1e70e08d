package web

import (
	"net/http"

	"assent"
	"assent/intake"
	"assent/locale"
	"assent/rights"
)

// DataPage shows what is held of a person, lets her mend it, take it with her, and have it erased.
type DataPage struct {
	OwnFrame
	Action    string
	Facts     []Fact
	Others    []Fact // her other contact points, masked
	Shared    bool
	Languages []Option
	Speaks    string
	Countries []locale.Country
	Country   string
	Done      bool
	Wrong     string
	JSON, CSV string
	Move      string // address of the page that changes hers; empty at a shared one
	Erase     string
	Erased    string // when she will be, in words; empty if she has not asked
}

// Fact is a value with its name.
type Fact struct{ Name, Value string }

// showData is GET /p/data.
func (s *site) showData(v *owner) { s.drawData(v, http.StatusOK, "") }

func (s *site) drawData(v *owner, status int, wrong string) {
	text := v.words.Text
	p := &DataPage{
		OwnFrame: s.ownFrame(v, "page.own.data_title"), Action: v.here("/p/data"), Shared: v.Shared,
		Speaks: v.Known["language"], Country: v.Known["country"], Countries: v.words.Countries(), Wrong: wrong,
		Done: v.r.URL.Query().Has("done"), JSON: "/p/data/json", CSV: "/p/data/csv", Erase: v.here("/p/erase"), Erased: erasedOn(v),
	}
	p.Facts = []Fact{{text("page.own.receipt_for"), v.Address}, {text("page.own.data_since"), v.words.Date(v.Since)}}
	if kind, ok := v.words.Lookup("kind." + v.Known["kind"]); ok {
		p.Facts = append(p.Facts, Fact{text("page.form.kind"), kind})
	}
	if zone := v.Known["timezone"]; zone != "" {
		p.Facts = append(p.Facts, Fact{text("page.own.data_timezone"), zone})
	}
	if !v.Shared {
		p.Move = v.here("/p/address")
	}
	for _, o := range v.Others {
		p.Others = append(p.Others, Fact{text("page.own.point." + string(o.Kind)), o.Masked})
	}
	for _, l := range s.Locale.Languages() {
		p.Languages = append(p.Languages, Option{l.Code, l.Name})
	}
	s.draw(v.visit, status, p)
}

func erasedOn(v *owner) string {
	if v.Erased.IsZero() {
		return ""
	}
	return v.words.Moment(v.Erased.UTC())
}

// correct is POST /p/data: her language and country (GDPR art. 16). That she was here is an active
// act of hers, and is recorded as one.
func (s *site) correct(v *owner) {
	a := assent.Attributes{Language: v.r.PostForm.Get("speaks"), Country: v.r.PostForm.Get("country")}
	if a.Country != "" && !isCountry(v.words, a.Country) {
		s.drawData(v, http.StatusUnprocessableEntity, v.words.Text("page.form.error.country"))
		return
	}
	err := s.recordOwn(v, intake.Act{
		Type: assent.ContactRecorded, Contacted: &assent.Contact{Kind: assent.ContactLogin}, Attributes: &a,
	})
	if p, ok := assent.AsProblem(err); ok && p.Kind == assent.Invalid {
		s.drawData(v, http.StatusUnprocessableEntity, v.words.Text("page.form.error.refused"))
	} else if err != nil {
		s.failed(v.w, v.r, err)
	} else {
		v.words = s.Locale.Printer(a.Language, v.words.Language())
		s.done(v, "/p/data")
	}
}

// exportJSON is GET /p/data/json.
func (s *site) exportJSON(v *owner) {
	if x, ok := s.export(v); ok {
		s.download(v, "my-data.json", x)
	}
}

// exportCSV is GET /p/data/csv.
func (s *site) exportCSV(v *owner) {
	x, ok := s.export(v)
	if !ok {
		return
	}
	table, err := x.CSV()
	if err != nil {
		s.failed(v.w, v.r, err)
		return
	}
	v.file("my-data.csv", "text/csv", table)
}

func (s *site) export(v *owner) (rights.Export, bool) {
	x, err := s.Records.OwnExport(v.r.Context(), s.Org, v.Own)
	if err != nil {
		s.failed(v.w, v.r, err)
	}
	return x, err == nil
}
