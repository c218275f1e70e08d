package web

import (
	"crypto/subtle"
	"net/url"
	"slices"
	"strings"
	"time"

	"assent"
	"assent/link"
)

// The flags that evidence bears when an act looks like a machine's.
const (
	flagTooFast = "too_fast" // sooner than anyone can read the page
	flagNoNonce = "no_nonce" // from no page of ours
	flagRobot   = "robot"    // a machine was at the links before
)

// press judges a post: how it confirms, or "" and the key of what to say. In the browser that signed up
// one press is enough. Elsewhere it must look like a person's: the real button, on a page of
// ours, after a moment, with no machine seen before. In doubt the code decides.
func (s *site) press(c *confirmation) (method assent.Method, doubt string) {
	form, event := c.r.PostForm, c.token.Event
	if form.Has("code") {
		return s.typed(c, digits(form.Get("code")))
	}
	issued, drawn := s.drawn(form.Get("nonce"), event)
	genuine := form.Get("press") != "" && !form.Has("all") && drawn
	switch {
	case genuine && s.sameBrowser(c.r, event):
		return assent.ConfirmSameBrowser, ""
	case !genuine, s.Now().Sub(issued) < quickest:
		s.watch.caught(event, s.Now())
	}
	if s.watch.robot(event) {
		return "", ""
	}
	return assent.ConfirmButton, ""
}

// byPerson judges a post that no code can settle: whether it looks like a person's press, and no machine has been at this
// link before.
func (s *site) byPerson(form url.Values, id assent.ID) bool {
	issued, drawn := s.drawn(form.Get("nonce"), id)
	if form.Get("press") == "" || form.Has("all") || !drawn || s.Now().Sub(issued) < quickest {
		s.watch.caught(id, s.Now())
	}
	return !s.watch.robot(id)
}

// typed judges a code. An empty one is no try at guessing.
func (s *site) typed(c *confirmation, code string) (assent.Method, string) {
	if code == "" {
		return "", "page.confirm.code_wrong"
	}
	if !s.watch.try(c.token.Event, s.Now()) {
		return "", "page.confirm.code_tries"
	}
	want := s.Links.Code(c.raw)
	if want == "" || subtle.ConstantTimeCompare([]byte(code), []byte(want)) != 1 {
		return "", "page.confirm.code_wrong"
	}
	return assent.ConfirmCode, ""
}

// digits leaves the digits of what was typed: people copy codes with spaces.
func digits(s string) string {
	return string(slices.DeleteFunc([]byte(s), func(b byte) bool { return !strings.ContainsRune("0123456789", rune(b)) }))
}

// nonce seals that the page of a link was drawn now; a press without it comes from no page of ours.
func (s *site) nonce(event assent.ID) string { return s.Links.Seal(link.Shown, event[:], s.Now()) }

// drawn opens the nonce of a page: when it was drawn, and whether it was for this event at all.
func (s *site) drawn(nonce string, event assent.ID) (time.Time, bool) {
	payload, issued, err := s.Links.Open(link.Shown, nonce, s.Now())
	return issued, err == nil && string(payload) == string(event[:])
}
