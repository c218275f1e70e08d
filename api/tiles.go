package api

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"assent"
	"assent/ledger"

	"github.com/danielgtaylor/huma/v2"
)

// The public face of the ledger, as C2SP tlog-tiles describes it: the latest signed
// checkpoint, and the hashes of the tree in tiles that never change. They are hashes of
// records with blinded commitments, so they betray nothing; the records themselves are not here.

type tileRequest struct {
	Org  string `path:"org" maxLength:"36"`
	Path string `path:"path" maxLength:"60"`
}

type orgRequest struct {
	Org string `path:"org" maxLength:"36"`
}

type fileResponse struct {
	ContentType  string `header:"Content-Type"`
	CacheControl string `header:"Cache-Control"`
	Origin       string `header:"Access-Control-Allow-Origin"` // public, for verifiers in a browser
	Body         []byte
}

var errNoTile = assent.Problemf("NO_SUCH_TILE", "The log has no such tile (yet); see c2sp.org/tlog-tiles for how they are named.").OfKind(assent.NotFound)

func (a *API) tiles() {
	register(a, operation{
		method: http.MethodGet, path: "/log/{org}/checkpoint", id: "getCheckpoint", tag: "Prove",
		summary: "The latest signed checkpoint (c2sp.org/tlog-checkpoint)", adjust: answers("text/plain"),
	}, a.checkpoint)
	register(a, operation{
		method: http.MethodGet, path: "/log/{org}/tile/{path...}", id: "getTile", tag: "Prove",
		summary: "A tile of hashes (c2sp.org/tlog-tiles)", adjust: answers("application/octet-stream"),
	}, a.tile)
	paths := a.huma.OpenAPI().Paths // the pattern of the mux is not one of OpenAPI
	paths["/log/{org}/tile/{path}"] = paths["/log/{org}/tile/{path...}"]
	delete(paths, "/log/{org}/tile/{path...}")
}

// answers says in the document that a success is a file of this type.
func answers(contentType string) func(*huma.Operation) {
	return func(op *huma.Operation) {
		op.Responses = map[string]*huma.Response{"200": {
			Description: "The file",
			Content:     map[string]*huma.MediaType{contentType: {Schema: &huma.Schema{Type: huma.TypeString}}},
		}}
	}
}

func (a *API) checkpoint(ctx context.Context, in *orgRequest) (*fileResponse, error) {
	c, err := a.Ledger.Checkpoint(ctx)
	if err != nil {
		return nil, err
	}
	if in.Org != a.Org.String() || c.Epoch == 0 {
		return nil, assent.Problemf("NO_SUCH_LOG", "There is no log of this name, or nothing in it yet.").OfKind(assent.NotFound)
	}
	return &fileResponse{"text/plain; charset=utf-8", "no-cache", "*", c.Note}, nil
}

func (a *API) tile(ctx context.Context, in *tileRequest) (*fileResponse, error) {
	tile, ok := parseTile(in.Path)
	if !ok || in.Org != a.Org.String() {
		return nil, errNoTile
	}
	c, err := a.Ledger.Checkpoint(ctx)
	if err != nil {
		return nil, err
	}
	if !covered(tile, c.Size) {
		return nil, errNoTile
	}
	got, err := a.Ledger.Tiles(ctx, []ledger.Tile{tile})
	if err != nil {
		return nil, fmt.Errorf("read tile: %w", err)
	}
	return &fileResponse{"application/octet-stream", "public, max-age=31536000, immutable", "*", got[0].Data}, nil
}

// covered reports whether a tree of this size has the tile.
func covered(t ledger.Tile, size int64) bool {
	hashes := size >> (8 * t.Level) // on the tile's level
	return t.Index <= hashes/ledger.TileWidth && t.Index*ledger.TileWidth+int64(t.Width) <= hashes
}

// parseTile reads "<L>/<N>" or "<L>/<N>.p/<W>", where N is written in groups of three digits,
// all but the last marked with an x: 1234067 is x001/x234/067.
func parseTile(path string) (t ledger.Tile, ok bool) {
	t.Width = ledger.TileWidth
	path, width, partial := strings.Cut(path, ".p/")
	if partial {
		if t.Width, ok = number(width, ledger.TileWidth-1); !ok || t.Width == 0 {
			return t, false
		}
	}
	level, index, _ := strings.Cut(path, "/")
	if t.Level, ok = number(level, 7); !ok { // 8 levels of 8 bits
		return t, false
	}
	t.Index, ok = groups(index)
	return t, ok
}

func groups(s string) (n int64, ok bool) {
	parts := strings.Split(s, "/")
	if len(parts) > 5 {
		return 0, false
	}
	for i, part := range parts {
		last := i == len(parts)-1
		if digits, marked := strings.CutPrefix(part, "x"); marked != last && len(digits) == 3 {
			v, err := strconv.ParseUint(digits, 10, 16)
			if err != nil || i == 0 && !last && v == 0 { // one number, one path
				return 0, false
			}
			n = n*1000 + int64(v)
			continue
		}
		return 0, false
	}
	return n, true
}

// number reads a decimal without leading zeros that is at most limit.
func number(s string, limit int) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0 && n <= limit && strconv.Itoa(n) == s
}
