package unsubscribe

import (
	"slices"
	"testing"

	"assent/locale"
)

// The words of our own pages are the nearest example of each language.
func TestTheWordsOfOurOwnPagesAreUnderstoodInEachLanguage(t *testing.T) {
	all, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"en", "fr", "de", "nl", "pl", "es", "it"} {
		w := all.Printer(lang)
		if label := w.Text("footer.unsubscribe"); !says(label, wayOut) {
			t.Errorf("%s: %q is not known as a way out", lang, label)
		}
		if done := w.Text("page.left.title"); !says(done, left) {
			t.Errorf("%s: %q is not known as done", lang, done)
		}
		for _, key := range []string{"page.leave.title", "page.leave.question", "page.leave.everything", "page.leave.service"} {
			if offered := w.Text(key); says(offered, left) {
				t.Errorf("%s: %q is taken for done", lang, offered)
			}
		}
	}
}

func TestPhrasesAreWrittenAsTheyAreLookedFor(t *testing.T) {
	for _, p := range slices.Concat(wayOut, left, cookieWords) {
		if !says(p, []string{p}) {
			t.Errorf("%q can never be found: write it in small letters, with ' and single spaces", p)
		}
	}
}
