package main

import (
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// waysOut are sites that a sender's links may lead to.
var waysOut = map[string]http.HandlerFunc{
	"asking": func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `<p>What would you like to stop?</p><form method="post"><button>Stop</button></form>`)
	},
	"hasty": func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			http.Redirect(w, r, "/bye", http.StatusFound)
			return
		}
		io.WriteString(w, "<p>You have been unsubscribed.</p>")
	},
}

// wayout KIND MAIL opens such a site and puts its address where the mail says SITE. The program
// trusts its certificate.
func wayout(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 || waysOut[args[0]] == nil {
		ts.Fatalf("usage: wayout asking|hasty MAIL")
	}
	site := httptest.NewTLSServer(waysOut[args[0]])
	ts.Defer(site.Close)
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: site.Certificate().Raw})
	ts.Check(os.WriteFile(ts.MkAbs("site.pem"), certificate, 0o600))
	ts.Setenv("SSL_CERT_FILE", ts.MkAbs("site.pem"))
	mail := strings.ReplaceAll(ts.ReadFile(args[1]), "SITE", strings.TrimPrefix(site.URL, "https://"))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(mail), 0o600))
}
