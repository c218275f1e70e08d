package mail

import "strings"

// sheet is a letter of our own while it is being written: blocks above the line and below it.
// It prints as text and as HTML, so that both always say the same.
type sheet struct {
	words    Words
	Brand    Brand
	Language string
	Subject  string
	Title    string
	Hello    string
	Sign     string
	Blocks   []block
	Below    []block
}

// block is a sentence, a list, a button, or a link. Within a sentence one word may stand out.
type block struct {
	Text, Strong, Rest string
	List               []string
	Button, Link       *Link
}

// newSheet begins a letter of one kind: "mail.confirm" has its subject and title under that name.
func newSheet(w Words, b Brand, kind string) *sheet {
	s := &sheet{words: w, Brand: b, Language: w.Language()}
	s.Subject = s.text(kind + ".subject")
	s.Title = s.text(kind + ".title")
	s.Hello = s.text("mail.hello")
	s.Sign = s.text("mail.sign")
	return s
}

func (s *sheet) text(key string, args ...any) string {
	return s.words.Text(key, append(args, "brand", s.Brand.Name)...)
}

func (s *sheet) say(key string, args ...any) {
	s.Blocks = append(s.Blocks, block{Text: s.text(key, args...)})
}

// sayStrong makes one word of the sentence stand out.
func (s *sheet) sayStrong(word, key string, args ...any) {
	sentence := s.text(key, args...)
	before, after, found := strings.Cut(sentence, word)
	if !found || word == "" {
		word, before, after = "", sentence, ""
	}
	s.Blocks = append(s.Blocks, block{Text: before, Strong: word, Rest: after})
}

func (s *sheet) list(items []string) {
	if len(items) > 0 {
		s.Blocks = append(s.Blocks, block{List: items})
	}
}

func (s *sheet) button(key, url string) {
	s.Blocks = append(s.Blocks, block{Button: &Link{s.text(key), url}})
}

func (s *sheet) below(key string, args ...any) {
	s.Below = append(s.Below, block{Text: s.text(key, args...)})
}

func (s *sheet) link(key, url string) {
	if url != "" {
		s.Below = append(s.Below, block{Link: &Link{s.text(key), url}})
	}
}

// message ends the letter with the note that a program wrote it (RFC 3834), and prints it.
func (s *sheet) message() Message {
	s.below("mail.automatic")
	m := s.letter()
	m.Auto = true
	return m
}

// letter prints it.
func (s *sheet) letter() Message {
	return Message{Subject: s.Subject, Language: s.Language, Text: s.plain(), HTML: s.html()}
}
