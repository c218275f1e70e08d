package unsubscribe

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
)

// page answers with a page; its figures and its hidden nonce differ on every look, as real ones do.
func page(w http.ResponseWriter, words string) {
	fmt.Fprintf(w, `<title>T</title><p>It is %d.</p><p>%s</p><form method="post"><input type="hidden" name="nonce" value="%[1]d"><button>Go</button></form>`, time.Now().UnixNano(), words)
}

const offer = "What would you like to stop?"

// site makes a fresh site for each case; plain is the address of one without TLS.
type site func(plain string) http.HandlerFunc

func always(words string) site {
	return func(string) http.HandlerFunc { return func(w http.ResponseWriter, _ *http.Request) { page(w, words) } }
}

// nth tells the handler which request it is, from 0.
func nth(h func(n int, w http.ResponseWriter, r *http.Request)) site {
	return func(string) http.HandlerFunc {
		n := -1
		return func(w http.ResponseWriter, r *http.Request) { n++; h(n, w, r) }
	}
}

// probed says what is found on each kind of site.
var probed = []struct {
	what string
	site site
	want []Code
}{
	{"a page with a button", always(offer), nil},
	{"a list manager that unsubscribes on GET", nth(func(n int, w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			page(w, "ana@example.org, you have been unsubscribed from our newsletters.")
		}
	}), []Code{GetUnsubscribes}},
	{"the same in French, on HEAD already", nth(func(n int, w http.ResponseWriter, r *http.Request) {
		page(w, "Vous êtes désinscrit.")
	}), []Code{GetUnsubscribes}},
	{"another text the second time", nth(func(n int, w http.ResponseWriter, r *http.Request) {
		if n > 2 {
			page(w, "Nothing is known of this address.")
			return
		}
		page(w, "Goodbye.")
	}), []Code{GetDiffers}},
	{"gone the second time", nth(func(n int, w http.ResponseWriter, r *http.Request) {
		if n > 2 {
			w.WriteHeader(http.StatusGone)
		}
		page(w, offer)
	}), []Code{GetDiffers}},
	{"gone after HEAD", nth(func(n int, w http.ResponseWriter, r *http.Request) {
		if n == 2 {
			w.WriteHeader(http.StatusGone)
		}
		page(w, offer)
	}), []Code{GetDiffers}},
	{"no HEAD", nth(func(n int, w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			w.WriteHeader(http.StatusMethodNotAllowed)
		}
		page(w, offer)
	}), []Code{HeadRefused}},
	{"log in first", nth(func(n int, w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusUnauthorized) }), []Code{LinkRefused}},
	{"in a circle", nth(func(n int, w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) }), []Code{LinkCircles}},
	{"for ever onwards", nth(func(n int, w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
	}), []Code{LinkCircles}},
	{"in a circle until the cookie comes", nth(func(n int, w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1"})
		http.Redirect(w, r, r.URL.Path, http.StatusFound)
	}), []Code{CookiesNeeded}},
	{"a wall", always("Please enable cookies to continue."), []Code{CookiesNeeded}},
	{"over a counter of clicks", nth(func(n int, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/page" {
			http.Redirect(w, r, "/page", http.StatusFound)
			return
		}
		page(w, offer)
	}), []Code{LinkRedirects}},
	{"to a page in clear", func(plain string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, plain, http.StatusMovedPermanently) }
	}, []Code{LinkRedirects, LinkInClear}},
	{"a page that presses its own button", always(offer + `<script>document.forms[0].submit()</script>`), []Code{SubmitsItself}},
	{"an endless page", nth(func(n int, w http.ResponseWriter, r *http.Request) {
		for range 3 * pageLimit / 1000 {
			if _, err := w.Write([]byte(strings.Repeat("all ", 250))); err != nil {
				return
			}
		}
	}), nil},
	{"silence", nth(func(n int, w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) }), []Code{LinkUnreachable}},
}

func TestEachFaultOfASiteIsFound(t *testing.T) {
	plain := httptest.NewServer(always(offer)(""))
	t.Cleanup(plain.Close)
	for _, c := range probed {
		s := httptest.NewTLSServer(c.site(plain.URL))
		t.Cleanup(s.Close)
		got, err := Probe(t.Context(), s.Client(), []Link{{listField, s.URL + "/secret"}})
		if err != nil || !slices.Equal(codes(got), c.want) {
			t.Errorf("%s: got %v, %v", c.what, got, err)
		}
		for _, f := range got {
			if strings.Contains(f.Text+f.Where, "secret") {
				t.Errorf("%s: the address is shown: %v", c.what, f)
			}
		}
	}
}

func TestNoMoreLinksAreOpenedThanIsReasonable(t *testing.T) {
	opened := map[string]bool{}
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { opened[r.URL.Path] = true }))
	t.Cleanup(s.Close)
	var links []Link
	for i := range 10 {
		links = append(links, Link{"HTML body", fmt.Sprint(s.URL, "/", i)})
	}
	got, err := Probe(t.Context(), s.Client(), links)
	if err != nil || !slices.Equal(got, []Finding{LinksLeft.at("body", 2)}) || len(opened) != 8 {
		t.Errorf("opened %d: %v, %v", len(opened), got, err)
	}
}

func TestTheProberNeverPostsAndCarriesNothing(t *testing.T) {
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		if r.Method != http.MethodGet && r.Method != http.MethodHead || r.Header.Get("Cookie")+r.Header.Get("Authorization")+r.Header.Get("Referer") != "" {
			t.Errorf("%s with %v", r.Method, r.Header)
		}
	}))
	t.Cleanup(s.Close)
	if _, err := Probe(t.Context(), s.Client(), []Link{{listField, s.URL}}); err != nil {
		t.Error(err)
	}
}

func TestLinksIntoPrivateNetworksAreNotDialled(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("was asked") }))
	t.Cleanup(s.Close)
	_, port, _ := strings.Cut(strings.TrimPrefix(s.URL, "http://"), ":")
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0"} {
		got, err := Probe(t.Context(), NewClient(5*time.Second, false), []Link{{"HTML body", "http://" + host + ":" + port}})
		if err != nil || !slices.Equal(codes(got), []Code{LinkPrivate}) {
			t.Errorf("%s: %v, %v", host, got, err)
		}
	}
}

func TestOnlyAddressesOfTheInternetArePublic(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.216.34": true, "2606:2800:220:1::1": true, "8.8.8.8": true, "172.32.0.1": true, "::ffff:8.8.8.8": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.31.0.1": false, "192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false,
		"0.0.0.0": false, "255.255.255.255": false, "224.0.0.1": false, "198.18.0.1": false, "192.0.2.1": false, "::": false, "::1": false,
		"fe80::1%eth0": false, "fd00::1": false, "fec0::1": false, "ff02::1": false, "2001:db8::1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::1": false,
		"::ffff:10.0.0.1": false, "fd00:ec2::254": false,
	} {
		if got := public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: public %v", address, got)
		}
	}
}
