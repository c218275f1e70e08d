package web

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"

	"assent/catalogue"
	"assent/locale"
)

// visit is one request with what every page needs to know.
type visit struct {
	w         http.ResponseWriter
	r         *http.Request
	words     *locale.Printer
	catalogue *catalogue.Catalogue       // nil on the page of a fault
	form      *catalogue.CollectionPoint // of the address, if it names one
	languages []string                   // in which the page can be read; empty: all
	preview   bool                       // nobody visits: the page is drawn for who writes it
}

// visit opens a request: it reads the catalogue and chooses the language, by ?lang= or the form's
// field, then the person's, then the browser's, then the organisation's. It answers itself, and
// returns false, if it cannot.
func (s *site) visit(w http.ResponseWriter, r *http.Request, person string) (*visit, bool) {
	c, err := s.Shelf.Current(r.Context(), s.Org)
	if err != nil {
		s.failed(w, r, err)
		return nil, false
	}
	words := s.Locale.Printer(chosen(r), person, r.Header.Get("Accept-Language"), c.Settings().Language)
	return &visit{w: w, r: r, words: words, catalogue: c}, true
}

// chosen is the language that the address or the posted form asks for.
func chosen(r *http.Request) string {
	if r.PostForm != nil && r.PostForm.Get("lang") != "" {
		return r.PostForm.Get("lang")
	}
	return r.URL.Query().Get("lang")
}

// frame is the frame of a page in the name of a brand; an unknown brand is the organisation.
func (s *site) frame(v *visit, brand, title string, args ...any) Frame {
	f := Frame{Printer: v.words, Title: v.words.Text(title, args...), Tongues: s.tongues(v)}
	if v.catalogue == nil {
		return f
	}
	set := v.catalogue.Settings()
	f.Brand, f.Org, f.Privacy, f.Access = Look{Name: set.Name}, set.Name, set.PrivacyURL, set.AccessEmail
	if b, ok := v.catalogue.Brand(brand); ok {
		f.Brand = LookOf(b)
		f.Privacy, f.Access = orElse(b.PrivacyURL, f.Privacy), orElse(b.AccessEmail, f.Access)
	}
	return f
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// tongues are the links to the same page in each language.
func (s *site) tongues(v *visit) []Tongue {
	if v.preview {
		return nil // its language is chosen beside it
	}
	var out []Tongue
	for _, l := range s.Locale.Languages() {
		if len(v.languages) > 0 && !slices.Contains(v.languages, l.Code) {
			continue
		}
		out = append(out, Tongue{Language: l, URL: withLanguage(v.r.URL, l.Code), Current: l.Code == v.words.Language()})
	}
	return out
}

func withLanguage(u *url.URL, code string) string {
	query := u.Query()
	query.Set("lang", code)
	return u.EscapedPath() + "?" + query.Encode()
}

// here is an address of ours in the language of the visit.
func (v *visit) here(path string, pairs ...string) string {
	query := url.Values{"lang": {v.words.Language()}}
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
	}
	return path + "?" + query.Encode()
}

// draw writes a page.
func (s *site) draw(v *visit, status int, page Page) {
	h := v.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", v.words.Language())
	h.Add("Vary", "Accept-Language")
	var b bytes.Buffer
	if err := s.pages.Draw(&b, page); err != nil {
		s.Log.Error("a page cannot be drawn", "page", pageOf(v.r), "error", err)
		http.Error(v.w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	v.w.WriteHeader(status)
	_, _ = b.WriteTo(v.w) // the visitor may be gone
}
