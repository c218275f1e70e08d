package storybook

import (
	"mime"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// shelter is the policy of the public pages (web), but that the book's own sheets may frame them: so a page that breaks it
// breaks here too.
const shelter = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'self'"

// The book's index and sheets have their few rules of style in themselves.
const ownShelter = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"

// Handler serves the book, drawn once.
func (b *Book) Handler() (http.Handler, error) {
	files, err := b.Files()
	if err != nil {
		return nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" {
			name = "index.html"
		}
		body, ok := files[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		policy := shelter
		if !strings.Contains(name, "/") {
			policy = ownShelter
		}
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
		_, _ = w.Write(body)
	}), nil
}

// Write writes the book into a folder, to be read without a server.
func (b *Book) Write(folder string) (files int, err error) {
	all, err := b.Files()
	if err != nil {
		return 0, err
	}
	for name, body := range all {
		at := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			return files, err
		}
		if err := os.WriteFile(at, body, 0o644); err != nil {
			return files, err
		}
		files++
	}
	return files, nil
}
