package storybook

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"assent"
	"assent/catalogue"
	"assent/locale"
	"assent/sample"
	"assent/web"
)

// Book is all pages in all states. It is immutable and safe for concurrent use.
type Book struct {
	words   *locale.Locale
	tongues []locale.Language
	pages   *web.Pages
	items   []catalogue.Item
	brands  []*catalogue.Brand
}

// State is one state of one page.
type State struct {
	Page string // what kind of page
	Name string // what is special about it
	draw func(*scene) web.Page
}

// Slug names the state in addresses: "form-nothing-filled-in".
func (s State) Slug() string {
	return strings.NewReplacer(" ", "-", "’", "", ",", "").Replace(strings.ToLower(s.Page + "-" + s.Name))
}

// Open opens the book in all languages of the words, or in some of them only.
func Open(words *locale.Locale, only ...string) (*Book, error) {
	tongues := words.Languages()
	if len(only) > 0 {
		tongues = slices.DeleteFunc(tongues, func(l locale.Language) bool { return !slices.Contains(only, l.Code) })
		if len(tongues) != len(only) {
			return nil, assent.Problemf("UNKNOWN_LANGUAGE", "The pages do not speak all of %s.", strings.Join(only, ", ")).In("lang")
		}
	}
	pages, err := web.NewPages()
	if err != nil {
		return nil, err
	}
	items, err := sample.Organisation("https://choices.verdier.example")
	if err != nil {
		return nil, err
	}
	b := &Book{words: words, tongues: tongues, pages: pages, items: items}
	for _, i := range items {
		if brand, ok := i.(*catalogue.Brand); ok {
			b.brands = append(b.brands, brand)
		}
	}
	return b, nil
}

// States lists all states, page by page.
func States() []State {
	return slices.Concat(signingUp, confirming, answering, leaving, variants, own, ownData, other, laws)
}

// Languages lists the languages of the book.
func (b *Book) Languages() []locale.Language { return b.tongues }

// Page returns the struct of a state in a language.
func (b *Book) Page(s State, language string) web.Page {
	return s.draw(&scene{book: b, state: s, p: b.words.Printer(language)})
}

// Path is where the book shows a state, without a slash before it.
func Path(s State, language string) string { return language + "/" + s.Slug() + ".html" }

// Draw draws a state. Its addresses are relative, so that it can be opened as a file.
func (b *Book) Draw(s State, language string) ([]byte, error) {
	var out bytes.Buffer
	if err := b.pages.Draw(&out, b.Page(s, language)); err != nil {
		return nil, fmt.Errorf("%s: %w", Path(s, language), err)
	}
	return bytes.ReplaceAll(out.Bytes(), []byte(`"/assets/`), []byte(`"../assets/`)), nil
}

// Files returns every file of the book by its path: an index, a sheet of all states of each language,
// the states, and what they load.
func (b *Book) Files() (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, l := range b.Languages() {
		for _, s := range States() {
			body, err := b.Draw(s, l.Code)
			if err != nil {
				return nil, err
			}
			files[Path(s, l.Code)] = body
			for _, path := range loads(body) {
				if _, known := files[path]; !known {
					_, files[path], _ = web.AssetAt("/"+path, b.brands)
				}
			}
		}
	}
	maps.Copy(files, b.contents())
	return files, nil
}

// loads are the sheets and images that a page names.
func loads(body []byte) []string {
	var out []string
	for rest := string(body); ; {
		_, after, found := strings.Cut(rest, `"../assets/`)
		if !found {
			return out
		}
		var name string
		name, rest, _ = strings.Cut(after, `"`)
		out = append(out, "assets/"+name)
	}
}
