package web

import (
	"net/http"

	"assent"
	"assent/catalogue"
	"assent/intake"
	"assent/locale"
	"assent/rights"
)

// DataPage shows what is held of a person, lets her mend it, take it with her, and have it erased.
type DataPage struct {
	OwnFrame
	Blocks    []string // in their order; empty: those of the house's own page
	Action    string
	Facts     []Fact
	Others    []Fact // her other contact points, masked
	Shared    string // says of a shared address how to ask for what is one's own; empty at one's own address
	Languages []Option
	Speaks    string // shown with Languages, and empty if it is not known
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
	p := &DataPage{
		OwnFrame: s.ownFrame(v, "page.own.data_title"), Action: v.here("/p/data"), Wrong: wrong,
		Done: v.r.URL.Query().Has("done"), JSON: "/p/data/json", CSV: "/p/data/csv", Erase: v.here("/p/erase"), Erased: erasedOn(v),
	}
	s.tellData(v, p)
	if v.Shared {
		p.Shared, p.Blocks = s.askElsewhere(v), []string{catalogue.BlockData}
	}
	s.draw(v.visit, status, p)
}

// tellData fills in what the variant of the page shows and lets her correct.
func (s *site) tellData(v *owner, p *DataPage) {
	text, page := v.words.Text, v.profile()
	p.Blocks = page.Arranged()
	p.Facts = []Fact{{text("page.own.receipt_for"), v.Address}}
	tell := func(datum, name, value string) {
		if value != "" && page.Reveals(datum) {
			p.Facts = append(p.Facts, Fact{name, value})
		}
	}
	kind, _ := v.words.Lookup("kind." + v.Known["kind"])
	tell("since", text("page.own.data_since"), v.words.Date(v.Since))
	tell("kind", text("page.form.kind"), kind)
	tell("timezone", text("page.own.data_timezone"), v.Known["timezone"])
	s.tellCorrectable(v, p, tell)
	if !v.Shared && v.Kind == assent.EmailAddress && page.Mends("address") {
		p.Move = v.here("/p/address")
	}
	for _, o := range v.Others {
		if page.Reveals("others") {
			p.Others = append(p.Others, Fact{text("page.own.point." + string(o.Kind)), o.Masked})
		}
	}
}

// tellCorrectable offers her language and country to be corrected, or shows them where they cannot be.
func (s *site) tellCorrectable(v *owner, p *DataPage, tell func(datum, name, value string)) {
	page := v.profile()
	if page.Mends("language") {
		p.Speaks = v.Known["language"]
	}
	for _, l := range s.Locale.Languages() {
		switch {
		case page.Mends("language"):
			p.Languages = append(p.Languages, Option{l.Code, l.Name})
		case l.Code == v.Known["language"]:
			tell("language", v.words.Text("page.own.correct_language"), l.Name)
		}
	}
	if page.Mends("country") {
		p.Countries, p.Country = v.words.Countries(), v.Known["country"]
		return
	}
	for _, c := range v.words.Countries() {
		if c.Code == v.Known["country"] {
			tell("country", v.words.Text("page.form.country"), c.Name)
		}
	}
}

// Order are the blocks as they are drawn; those of the other page are left out.
func (p *DataPage) Order() []string {
	return (&catalogue.Page{Kind: catalogue.ProfilePage, Blocks: p.Blocks}).Arranged()
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
	var a assent.Attributes
	if v.profile().Mends("language") {
		a.Language = v.r.PostForm.Get("speaks")
	}
	if v.profile().Mends("country") {
		a.Country = v.r.PostForm.Get("country")
	}
	if a.Country != "" && !isCountry(v.words, a.Country) {
		s.drawData(v, http.StatusUnprocessableEntity, v.words.Text("page.form.error.country"))
		return
	}
	err := s.recordOwn(v, intake.Act{
		Type: assent.ContactRecorded, Contacted: &assent.Contact{Kind: assent.ContactLogin}, Attributes: &a,
	})
	if err == nil && v.corrects(a) {
		err = s.Records.Corrected(v.r.Context(), s.Org, v.Person)
	}
	if p, ok := assent.AsProblem(err); ok && p.Kind == assent.Invalid {
		s.drawData(v, http.StatusUnprocessableEntity, v.words.Text("page.form.error.refused"))
	} else if err != nil {
		s.failed(v.w, v.r, err)
	} else {
		v.words = s.Locale.Printer(a.Language, v.words.Language())
		s.done(v, "/p/data")
	}
}

// corrects reports whether the attributes differ from what was known.
func (v *owner) corrects(a assent.Attributes) bool {
	return a.Language != "" && a.Language != v.Known["language"] || a.Country != "" && a.Country != v.Known["country"]
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
