package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"slices"
)

// A form on another site cannot prove what it showed. So a snippet only carries an address and what
// was ticked there to the hosted page, which shows the wording in full, with one button to agree.

// EmbedPage shows the snippets of a form to whoever builds the other site.
type EmbedPage struct {
	Frame
	Snippet string
	Script  string
	Origins []string
}

// start is POST /f/{form}/start, from a snippet on another site. It records nothing.
func (s *site) start(w http.ResponseWriter, r *http.Request) {
	if !s.parse(w, r) {
		return
	}
	v, ok := s.formVisit(w, r)
	if !ok {
		return
	}
	if !s.mayEmbed(v, r.Header.Get("Origin")) {
		p := s.said(v, "page.fault.origin")
		p.Next = &Link{URL: v.here("/f/" + v.form.ID), Text: v.words.Text("page.fault.form")}
		s.draw(v, http.StatusForbidden, p)
		return
	}
	wording, typed := wordingOf(v.catalogue, v.form, v.words), typedIn(r)
	typed.Ticked = slices.DeleteFunc(typed.Ticked, func(key string) bool { return !wording.knows(key) })
	if len(typed.Ticked) > 0 {
		wording = wording.only(typed.Ticked)
	}
	s.drawForm(v, http.StatusOK, wording, typed, nil)
}

// mayEmbed: our own pages, the origins that the form lists, and what is no browser.
func (s *site) mayEmbed(v *visit, origin string) bool {
	return origin == "" || origin == s.origin || slices.Contains(v.form.EmbedOrigins, origin)
}

// embed is GET /f/{form}/embed.
func (s *site) embed(w http.ResponseWriter, r *http.Request) {
	v, ok := s.formVisit(w, r)
	if !ok {
		return
	}
	p := &EmbedPage{
		Frame: s.frame(v, v.form.Brand, "page.embed.title"), Snippet: s.snippet(v),
		Script:  s.scriptOf(v),
		Origins: v.form.EmbedOrigins,
	}
	p.Wide = true
	s.draw(v, http.StatusOK, p)
}

// scriptOf is the line that puts the snippet where it stands.
func (s *site) scriptOf(v *visit) string {
	return fmt.Sprintf("<script src=%q async></script>", s.PublicURL+v.here("/f/"+v.form.ID+"/embed.js"))
}

// embedScript is GET /f/{form}/embed.js: it puts the snippet where the script stands.
func (s *site) embedScript(w http.ResponseWriter, r *http.Request) {
	v, ok := s.formVisit(w, r)
	if !ok {
		return
	}
	snippet, err := json.Marshal(s.snippet(v))
	if err != nil {
		s.failed(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Cache-Control", "public, max-age=300")
	fmt.Fprintf(w, "document.currentScript.insertAdjacentHTML(\"afterend\", %s);\n", snippet)
}

var snippet = template.Must(template.New("snippet").Parse(`<form method="post" action="{{.Action}}">
{{- range .Fields}}
  <label>{{.Label}} <input type="{{.Type}}" name="{{.Name}}" autocomplete="{{.Type}}"{{if .Required}} required{{end}}></label>
{{- end}}
{{- range .Boxes}}
  <label><input type="checkbox" name="choice" value="{{.Key}}"> {{.Name}} {{.By}}</label>
{{- end}}
  <button type="submit">{{.Button}}</button>
</form>
`))

// snippet is the form in plain HTML.
func (s *site) snippet(v *visit) string {
	type field struct {
		Name, Type, Label string
		Required          bool
	}
	data := struct {
		Action, Button string
		Fields         []field
		Boxes          []Box
	}{
		Action: s.PublicURL + v.here("/f/"+v.form.ID+"/start"), Button: v.words.Text("page.form.submit"),
		Boxes: wordingOf(v.catalogue, v.form, v.words).boxes,
	}
	email, phone := asksEmail(v.form), v.form.AsksFor("phone")
	if email {
		data.Fields = append(data.Fields, field{"email", "email", v.words.Text("page.form.email"), !phone})
	}
	if phone {
		data.Fields = append(data.Fields, field{"phone", "tel", v.words.Text("page.form.phone"), !email})
	}
	var b bytes.Buffer
	if err := snippet.Execute(&b, data); err != nil {
		panic(err) // into memory, of our own texts
	}
	return b.String()
}
