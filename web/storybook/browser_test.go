package storybook_test

import (
	"net/http/httptest"
	"slices"
	"testing"

	"assent/web/storybook"
	"assent/web/webtest"
)

// shelf serves the book, and returns where each state is in each of the languages.
func shelf(t *testing.T) (server string, paths func(languages ...string) []string) {
	t.Helper()
	book := open(t)
	handler, err := book.Handler()
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return s.URL, func(languages ...string) (out []string) {
		for _, l := range languages {
			for _, state := range storybook.States() {
				out = append(out, s.URL+"/"+storybook.Path(state, l))
			}
		}
		return out
	}
}

// halves runs the test on each half of the pages, at once, in two browsers.
func halves(t *testing.T, pages []string, test func(t *testing.T, pages []string)) {
	t.Helper()
	half := len(pages) / 2
	for name, part := range map[string][]string{"first half": pages[:half], "second half": pages[half:]} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, part)
		})
	}
}

func TestAxeFindsNothingOnAnyPageInAnyState(t *testing.T) {
	_, paths := shelf(t)
	halves(t, paths("en"), func(t *testing.T, pages []string) {
		webtest.Axe(t, webtest.Browser(t), webtest.Looks(), pages...)
	})
}

// TestAxeFindsNothingOnAnyPageInAnyOtherLanguage: each state once in each, by turns on a phone and a screen, light and dark.
func TestAxeFindsNothingOnAnyPageInAnyOtherLanguage(t *testing.T) {
	_, paths := shelf(t)
	halves(t, paths("fr", "de", "nl", "pl", "es", "it"), func(t *testing.T, pages []string) {
		tab, looks := webtest.Browser(t), webtest.Looks()
		for i, page := range pages {
			webtest.Axe(t, tab, looks[i%len(looks):][:1], page)
		}
	})
}

func TestNobodyScrollsSidewaysAndNothingComesFromElsewhere(t *testing.T) {
	_, paths := shelf(t)
	halves(t, paths("en", "fr", "de", "nl", "pl", "es", "it"), func(t *testing.T, pages []string) {
		tab := webtest.Browser(t)
		webtest.Look{Width: 320}.Set(t, tab)
		for _, page := range pages {
			webtest.Open(t, tab, page)
			for _, element := range webtest.Spills(t, tab) {
				t.Errorf("%s is wider than the window: %s", page, element)
			}
			for _, other := range webtest.Elsewhere(t, tab) {
				t.Errorf("%s loads %s", page, other)
			}
		}
	})
}

// TestKeysReachEverythingInTheOrderInWhichItIsRead: and what only machines see, they never reach (WCAG 2.2, 2.1.1 and 2.4.3).
func TestKeysReachEverythingInTheOrderInWhichItIsRead(t *testing.T) {
	_, paths := shelf(t)
	halves(t, paths("en", "pl"), func(t *testing.T, pages []string) {
		tab := webtest.Browser(t)
		webtest.Look{Width: 1280}.Set(t, tab)
		for _, page := range pages {
			webtest.Open(t, tab, page)
			visited, stops := webtest.ByKey(t, tab)
			if !slices.IsSorted(visited) || slices.Contains(visited, -1) {
				t.Errorf("%s: the focus goes %v", page, visited)
			}
			if len(visited) != stops {
				t.Errorf("%s: the focus visits %d of %d", page, len(visited), stops)
			}
		}
	})
}

// TestTextAtTwiceItsSizeStillFits on a wide window and on a telephone (WCAG 2.2, 1.4.4). In German, whose words are the longest.
func TestTextAtTwiceItsSizeStillFits(t *testing.T) {
	_, paths := shelf(t)
	halves(t, paths("de"), func(t *testing.T, pages []string) {
		tab := webtest.Browser(t)
		for _, width := range []int64{640, 390} {
			webtest.Look{Width: width}.Set(t, tab)
			for _, page := range pages {
				webtest.Open(t, tab, page)
				webtest.Read[any](t, tab, `document.documentElement.style.fontSize = "200%"; null`)
				for _, element := range webtest.Spills(t, tab) {
					t.Errorf("%s is wider than %d pixels: %s", page, width, element)
				}
			}
		}
	})
}
