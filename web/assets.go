package web

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"

	"assent/catalogue"
	"assent/look"
)

//go:embed assets
var assets embed.FS

// asset is a file with its hash in its address: it may be kept for ever, since a change
// changes the address.
type asset struct {
	kind string // media type
	body []byte
}

var (
	styleURL, style = embedded("style.css", "text/css; charset=utf-8", look.CSS)
	iconURL, icon   = embedded("icon.svg", "image/svg+xml", "")
	puzzleURL, work = embedded("puzzle.js", "text/javascript; charset=utf-8", "")
)

// embedded is a file of ours behind what it builds upon.
func embedded(name, kind, base string) (string, asset) {
	body, err := assets.ReadFile("assets/" + name)
	if err != nil {
		panic(err) // it is compiled in
	}
	a := asset{kind, append([]byte(base), body...)}
	stem, ext, _ := strings.Cut(name, ".")
	return a.url(stem, ext), a
}

// url is the address of an asset: /assets/style.0123456789abcdef.css.
func (a asset) url(stem, ext string) string {
	sum := sha256.Sum256(a.body)
	return "/assets/" + stem + "." + hex.EncodeToString(sum[:8]) + "." + ext
}

// asset serves the sheet, the icon, and what belongs to a brand.
func (s *site) asset(w http.ResponseWriter, r *http.Request) {
	a, ok := s.findAsset(r)
	if !ok {
		s.notFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")                                      // a logo stands in mails too
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox") // an SVG opened by itself
	_, _ = w.Write(a.body)
}

func (s *site) findAsset(r *http.Request) (asset, bool) {
	if a, ok := assetAt(r.URL.Path, nil); ok {
		return a, true
	}
	c, err := s.Shelf.Current(r.Context(), s.Org)
	if err != nil {
		return asset{}, false
	}
	return assetAt(r.URL.Path, c.Brands())
}

// AssetAt returns the sheet, the icon, or what belongs to one of the brands, with its media type. For
// whoever draws pages without a site.
func AssetAt(path string, brands []*catalogue.Brand) (kind string, body []byte, ok bool) {
	a, ok := assetAt(path, brands)
	return a.kind, a.body, ok
}

func assetAt(path string, brands []*catalogue.Brand) (asset, bool) {
	switch path {
	case styleURL:
		return style, true
	case iconURL:
		return icon, true
	case puzzleURL:
		return work, true
	}
	for _, b := range brands {
		if a, at, ok := brandStyle(b); ok && at == path {
			return a, true
		}
		if a, at, ok := brandLogo(b); ok && at == path {
			return a, true
		}
	}
	return asset{}, false
}

func brandStyle(b *catalogue.Brand) (a asset, at string, ok bool) {
	c, ok := look.ParseColour(b.Accent)
	if !ok {
		return asset{}, "", false
	}
	a = asset{"text/css; charset=utf-8", []byte(look.AccentSheet(c))}
	return a, a.url("brand-"+b.ID, "css"), true
}

// brandLogo takes a logo that is SVG text or a data address (RFC 2397) of an image.
func brandLogo(b *catalogue.Brand) (a asset, at string, ok bool) {
	if strings.HasPrefix(b.Logo, "<svg") {
		a = asset{"image/svg+xml", []byte(b.Logo)}
		return a, a.url("logo-"+b.ID, "svg"), true
	}
	head, data, found := strings.Cut(strings.TrimPrefix(b.Logo, "data:"), ",")
	kind, encoded := strings.CutSuffix(head, ";base64")
	ext, known := map[string]string{"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}[kind]
	if !found || !known {
		return asset{}, "", false
	}
	body, err := base64.StdEncoding.DecodeString(data)
	if !encoded {
		var text string
		text, err = url.PathUnescape(data)
		body = []byte(text)
	}
	if err != nil {
		return asset{}, "", false
	}
	a = asset{kind, body}
	return a, a.url("logo-"+b.ID, ext), true
}

// LookOf says how a brand looks.
func LookOf(b *catalogue.Brand) Look {
	l := Look{Name: b.Name}
	_, l.Style, _ = brandStyle(b)
	_, l.Logo, _ = brandLogo(b)
	return l
}
