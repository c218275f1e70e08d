package console

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"strings"

	"assent/chart"
	"assent/look"
)

//go:embed assets
var assets embed.FS

// asset is a file with its hash in its address: it may be kept for ever.
type file struct {
	kind string
	body []byte
}

var (
	files     = map[string]file{}
	styleURL  = embedded("console.css", "text/css; charset=utf-8", look.CSS+chart.CSS)
	iconURL   = embedded("icon.svg", "image/svg+xml", "")
	scriptURL = embedded("passkey.js", "text/javascript; charset=utf-8", "")

	previewURL = embedded("preview.js", "text/javascript; charset=utf-8", "")
)

// embedded takes a file of ours behind what it builds upon and returns its address.
func embedded(name, kind, base string) string {
	body, err := assets.ReadFile("assets/" + name)
	if err != nil {
		panic(err) // it is compiled in
	}
	body = append([]byte(base), body...)
	sum := sha256.Sum256(body)
	stem, ext, _ := strings.Cut(name, ".")
	at := "/console/assets/" + stem + "." + hex.EncodeToString(sum[:8]) + "." + ext
	files[at] = file{kind, body}
	return at
}

// asset serves the sheet, the icon and the script.
func asset(w http.ResponseWriter, r *http.Request) {
	f, ok := files[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", f.kind)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write(f.body)
}
