package unsubscribe

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// posted says what is found with each kind of answer to the one-click POST.
var posted = []struct {
	what    string
	handler http.HandlerFunc
	want    []Code
}{
	{"done at once", func(w http.ResponseWriter, r *http.Request) {}, nil},
	{"a redirect to a page", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/bye", http.StatusSeeOther) }, []Code{PostRedirects, PostRedirects}},
	{"only one encoding", func(w http.ResponseWriter, r *http.Request) {
		if r.ParseForm(); r.PostForm.Get("List-Unsubscribe") == "" {
			w.WriteHeader(http.StatusBadRequest)
		}
	}, []Code{PostRefused}},
	{"a log-in", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusForbidden) }, []Code{PostRefused, PostRefused}},
	{"a cookie", func(w http.ResponseWriter, r *http.Request) { http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"}) }, []Code{PostSetsCookie}},
	{"silence", func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) }, []Code{LinkUnreachable}},
}

func TestEachFaultOfTheOneClickPostIsFound(t *testing.T) {
	for _, c := range posted {
		s := httptest.NewTLSServer(c.handler)
		t.Cleanup(s.Close)
		got, err := Post(t.Context(), s.Client(), offering(t, s.URL), false)
		if err != nil || !slices.Equal(codes(got), c.want) {
			t.Errorf("%s: got %v, %v", c.what, got, err)
		}
	}
}

func TestTheOneClickPostSaysOneThingInBothEncodingsAndCarriesNothingElse(t *testing.T) {
	var kinds []string
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseMultipartForm(1 << 10); err != nil && err != http.ErrNotMultipart {
			t.Error(err)
		}
		if got := fmt.Sprint(r.PostForm); got != "map[List-Unsubscribe:[One-Click]]" || r.Method != http.MethodPost || r.Header.Get("Cookie") != "" {
			t.Errorf("%s %s", r.Method, got)
		}
		kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
		kinds = append(kinds, kind)
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
	}))
	t.Cleanup(s.Close)
	if _, err := Post(t.Context(), s.Client(), offering(t, s.URL), false); err != nil {
		t.Fatal(err)
	}
	if want := []string{"multipart/form-data", "application/x-www-form-urlencoded"}; !slices.Equal(kinds, want) {
		t.Errorf("got %v", kinds)
	}
}

func TestNothingIsPostedThatWasNotOffered(t *testing.T) {
	for _, file := range []string{"phplist.eml", "twice.eml", "many.eml", "encoded.eml", "mailto.eml", "local.eml"} {
		got, err := Post(t.Context(), &http.Client{Transport: nobody{t}}, sent(t, file), false)
		if err != nil || !slices.Equal(codes(got), []Code{PostNotDone}) {
			t.Errorf("%s: %v, %v", file, got, err)
		}
	}
}

// nobody is a network on which nothing may be asked.
type nobody struct{ *testing.T }

func (n nobody) RoundTrip(*http.Request) (*http.Response, error) {
	n.Error("something was sent")
	return nil, http.ErrServerClosed
}

func offering(t *testing.T, uri string) *Mail {
	t.Helper()
	return parsed(t, "From: news@gazette.example\nList-Unsubscribe: <"+uri+"/u/abc>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n\nHi\n")
}

// TestEveryKindOfFindingIsShownByACase keeps the table of rules and the cases of these tests together.
func TestEveryKindOfFindingIsShownByACase(t *testing.T) {
	shown := map[Code]bool{
		ListMissing: true, LinksLeft: true, LinkPrivate: true, PostNotDone: true, SignatureInvalid: true, SignatureUnknown: true, // in tests of their own
	}
	mark := func(list []Code) {
		for _, c := range list {
			shown[c] = true
		}
	}
	for _, c := range inspected {
		mark(c.want)
	}
	for _, c := range probed {
		mark(c.want)
	}
	for _, c := range posted {
		mark(c.want)
	}
	for code, r := range rules {
		if !shown[code] {
			t.Errorf("no case shows %s", code)
		}
		if r.cite == "" || !strings.HasSuffix(r.text, ".") {
			t.Errorf("%s wants a citation and whole sentences: %+v", code, r)
		}
	}
	for code := range shown {
		if _, ok := rules[code]; !ok {
			t.Errorf("%s has no rule", code)
		}
	}
}
