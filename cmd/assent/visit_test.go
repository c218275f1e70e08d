package main

import (
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"
)

// How the tests visit pages: as a browser without JavaScript, by the form fields they find.

// visit is what came back.
type visit struct {
	code     int
	location string
	cookies  int
	body     string
}

// sentMail is one mail of /outbox.json.
type sentMail struct {
	To, Subject, Text string
	Links             []string
	Headers           map[string]string
}

func (j *journey) get(browser *http.Client, address string) string {
	j.t.Helper()
	res, err := browser.Get(address)
	if err != nil {
		j.t.Fatal(err)
	}
	v := read(j.t, res)
	if v.code != http.StatusOK {
		j.t.Fatalf("GET %s answered %d:\n%s", address, v.code, v.body)
	}
	return v.body
}

func (j *journey) post(browser *http.Client, address string, form url.Values) visit {
	j.t.Helper()
	res, err := browser.PostForm(address, form)
	if err != nil {
		j.t.Fatal(err)
	}
	return read(j.t, res)
}

func read(t *testing.T, res *http.Response) visit {
	t.Helper()
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return visit{res.StatusCode, res.Header.Get("Location"), len(res.Cookies()), string(body)}
}

// mail waits for the newest mail to an address whose subject holds a word.
func (j *journey) mail(to, word string) sentMail {
	j.t.Helper()
	var found sentMail
	waitFor(j.t, "a mail with "+word+" in its subject", func() bool {
		var mails []sentMail
		if err := json.Unmarshal([]byte(j.get(j.other, j.place.URL+"/outbox.json")), &mails); err != nil {
			j.t.Fatal(err)
		}
		for _, m := range mails {
			if m.To == to && strings.Contains(m.Subject, word) {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

func waitFor(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !done(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func linkIn(t *testing.T, m sentMail, part string) string {
	t.Helper()
	for _, l := range m.Links {
		if strings.Contains(l, part) {
			return l
		}
	}
	t.Fatalf("the mail has no link with %s: %v", part, m.Links)
	return ""
}

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// hidden are the hidden fields of a page's form.
func hidden(page string) url.Values {
	out := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(page, -1) {
		out.Set(m[1], html.UnescapeString(m[2]))
	}
	return out
}

var pressButton = regexp.MustCompile(`<button type="submit" name="press" value="([^"]+)"`)

// press is the page's form as the visible button sends it.
func press(page string) url.Values {
	out := hidden(page)
	if m := pressButton.FindStringSubmatch(page); m != nil {
		out.Set("press", m[1])
	}
	return out
}

func lastPart(address string) string { return path.Base(address) }
