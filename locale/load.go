package locale

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/language"
)

//go:embed messages
var embedded embed.FS

// Base is the language that every installation has; it stands in when nothing matches.
const Base = "en"

// Locale holds the messages of every language. It is immutable and safe for concurrent use.
type Locale struct {
	books   []*book        // the base language first
	codes   map[string]int // where the language of a code is among the books
	matcher language.Matcher
}

// book is one language.
type book struct {
	tag       language.Tag
	code      string // "en"
	name      string // "English", in the language itself
	calendar  calendar
	messages  map[string]message
	countries []Country
}

// file is the form of messages/*.yaml.
type file struct {
	Language string         `yaml:"language"`
	Name     string         `yaml:"name"`
	Calendar calendar       `yaml:"calendar"`
	Messages map[string]any `yaml:"messages"`
}

// leaf is the form of messages/*/*.yaml: what one room says, in the language of its folder.
type leaf struct {
	Language string         `yaml:"language"`
	Messages map[string]any `yaml:"messages"`
}

// Load reads the languages that are built in.
func Load() (*Locale, error) { return LoadFS(embedded) }

// LoadFS reads every messages/*.yaml of fsys, and for each of them the files of the folder of the same
// name. It fails if a file is not in order, if two say the same key or if the base language is missing.
func LoadFS(fsys fs.FS) (*Locale, error) {
	names, err := fs.Glob(fsys, "messages/*.yaml")
	if err != nil {
		return nil, err
	}
	l := &Locale{codes: map[string]int{}}
	for _, name := range names {
		b, err := readBook(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("locale: %s: %w", path.Base(name), err)
		}
		if err := b.readLeaves(fsys); err != nil {
			return nil, fmt.Errorf("locale: %s: %w", b.code, err)
		}
		if b.code == Base {
			l.books = append([]*book{b}, l.books...)
		} else {
			l.books = append(l.books, b)
		}
	}
	if len(l.books) == 0 || l.books[0].code != Base {
		return nil, fmt.Errorf("locale: messages/%s.yaml is missing", Base)
	}
	for i, b := range l.books {
		l.codes[b.code] = i
	}
	l.matcher = matcherOf(l.books)
	return l, nil
}

func matcherOf(books []*book) language.Matcher {
	tags := make([]language.Tag, len(books))
	for i, b := range books {
		tags[i] = b.tag
	}
	return language.NewMatcher(tags)
}

func readBook(fsys fs.FS, name string) (*book, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	var f file
	if err := yaml.UnmarshalWithOptions(data, &f, yaml.Strict()); err != nil {
		return nil, err
	}
	tag, err := language.Parse(f.Language)
	if err != nil {
		return nil, fmt.Errorf("language %q: %w", f.Language, err)
	}
	if want := strings.TrimSuffix(path.Base(name), ".yaml"); f.Language != want || f.Name == "" {
		return nil, fmt.Errorf("language must be %q and name its own name in that language", want)
	}
	if err := f.Calendar.check(); err != nil {
		return nil, err
	}
	b := &book{tag: tag, code: f.Language, name: f.Name, calendar: f.Calendar, messages: map[string]message{}, countries: countriesOf(tag)}
	return b, b.take("", f.Messages)
}

// readLeaves adds the files of the language's folder, if it has one.
func (b *book) readLeaves(fsys fs.FS) error {
	names, err := fs.Glob(fsys, path.Join("messages", b.code, "*.yaml"))
	if err != nil {
		return err
	}
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		var f leaf
		if err := yaml.UnmarshalWithOptions(data, &f, yaml.Strict()); err != nil {
			return fmt.Errorf("%s: %w", path.Base(name), err)
		}
		if f.Language != b.code {
			return fmt.Errorf("%s: language must be %q, as its folder says", path.Base(name), b.code)
		}
		if err := b.take("", f.Messages); err != nil {
			return fmt.Errorf("%s: %w", path.Base(name), err)
		}
	}
	return nil
}

// take adds a group of messages under its key.
func (b *book) take(key string, group map[string]any) error {
	for name, value := range group {
		if err := b.takeOne(strings.TrimPrefix(key+"."+name, "."), value); err != nil {
			return err
		}
	}
	return nil
}

func (b *book) takeOne(key string, value any) error {
	if _, said := b.messages[key]; said {
		return fmt.Errorf("%s is said twice", key)
	}
	switch v := value.(type) {
	case string:
		b.messages[key] = message{forms: map[string]sentence{other: parse(v)}}
		return nil
	case map[string]any:
		if m, ok := pluralMessage(v); ok {
			b.messages[key] = m
			return nil
		}
		return b.take(key, v)
	}
	return fmt.Errorf("%s: a message is a text, a group, or a set of plural forms", key)
}
