package link_test

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/link"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var issued = time.Date(2026, 11, 21, 10, 0, 0, 123e6, time.UTC)

var uses = []link.Use{
	link.Unsubscribe, link.Confirm, link.Preferences, link.Request, link.Receipt, link.Stay, link.Shown, link.Undo,
	link.SignUp, link.Knock, link.Session, link.Portal, link.Move, link.Texted, link.Depart, link.Dial, link.Pair,
}

// mintOf makes a mint whose keys follow from a seed.
func mintOf(seed string) *link.Mint {
	return link.New(func(use string) [32]byte { return sha256.Sum256([]byte(seed + use)) }, rand.Reader)
}

func newToken(t testing.TB) link.Token {
	t.Helper()
	var ids [3]assent.ID
	for i := range ids {
		var err error
		if ids[i], err = assent.NewID(issued, rand.Reader); err != nil {
			t.Fatal(err)
		}
	}
	return link.Token{
		Org: ids[0], Point: ids[1], Event: ids[2],
		Brand: "acme", Purpose: "newsletter", Channel: assent.Email, Issued: issued,
	}
}

func TestATokenIsReadAsItWasMade(t *testing.T) {
	m, shape := mintOf("ours"), regexp.MustCompile(`^[A-Za-z0-9_-]{1,200}$`)
	rapid.Check(t, func(rt *rapid.T) {
		token := newToken(t)
		token.Brand = rapid.StringMatching(`[a-z-]{0,24}`).Draw(rt, "brand")
		token.Purpose = rapid.StringMatching(`[a-z-]{0,18}`).Draw(rt, "purpose")
		token.Page = rapid.StringMatching(`[a-z-]{0,11}`).Draw(rt, "page")
		token.Channel = rapid.SampledFrom(append(assent.Channels(), "")).Draw(rt, "channel")
		token.Foreign = rapid.Bool().Draw(rt, "foreign")
		use := rapid.SampledFrom(uses).Draw(rt, "use")
		text := m.Make(use, token)
		if !shape.MatchString(text) {
			rt.Errorf("%d characters: %s", len(text), text)
		}
		got, err := m.Read(use, text, issued)
		if err != nil || got != token {
			rt.Errorf("%v: %s", err, cmp.Diff(token, got))
		}
	})
}

func TestATokenOfOneUseIsUnreadableForEveryOther(t *testing.T) {
	m, token := mintOf("ours"), newToken(t)
	for _, made := range uses {
		for _, read := range uses {
			_, err := m.Read(read, m.Make(made, token), issued)
			if (err == nil) != (made == read) {
				t.Errorf("made for %s, read for %s: %v", made, read, err)
			}
		}
	}
}

func TestALinkLivesAsLongAsItsUse(t *testing.T) {
	m, token := mintOf("ours"), newToken(t)
	const day = 24 * time.Hour
	for _, c := range []struct {
		use  link.Use
		life time.Duration
	}{
		{link.Confirm, 72 * time.Hour}, {link.Preferences, 30 * day}, {link.Request, 30 * day},
		{link.Shown, day}, {link.Undo, 10 * time.Minute}, {link.Stay, 2 * day},
		{link.SignUp, 72 * time.Hour}, {link.Knock, 10 * time.Minute}, {link.Session, 30 * time.Minute},
		{link.Move, 10 * time.Minute}, {link.Texted, day}, {link.Dial, 30 * time.Minute}, {link.Pair, 72 * time.Hour},
	} {
		text := m.Make(c.use, token)
		if _, err := m.Read(c.use, text, issued.Add(c.life)); err != nil {
			t.Errorf("%s after %s: %v", c.use, c.life, err)
		}
		got, err := m.Read(c.use, text, issued.Add(c.life+time.Millisecond))
		if !errors.Is(err, link.ErrExpired) || got != token {
			t.Errorf("%s after more than %s: %v", c.use, c.life, err)
		}
	}
	for _, use := range []link.Use{link.Unsubscribe, link.Depart, link.Receipt} {
		if _, err := m.Read(use, m.Make(use, token), issued.AddDate(50, 0, 0)); err != nil {
			t.Errorf("%s after fifty years: %v", use, err)
		}
	}
}

func TestAChangedTokenIsUnreadable(t *testing.T) {
	m := mintOf("ours")
	text := m.Make(link.Unsubscribe, newToken(t))
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ .\n"
	for i := range text {
		for _, c := range alphabet {
			changed := text[:i] + string(c) + text[i+1:]
			if _, err := m.Read(link.Unsubscribe, changed, issued); changed != text && !errors.Is(err, link.ErrUnreadable) {
				t.Fatalf("%q in place %d: %v", c, i, err)
			}
		}
		if _, err := m.Read(link.Unsubscribe, text[:i], issued); !errors.Is(err, link.ErrUnreadable) {
			t.Fatalf("cut off after %d: %v", i, err)
		}
	}
	if _, err := mintOf("theirs").Read(link.Unsubscribe, text, issued); !errors.Is(err, link.ErrUnreadable) {
		t.Errorf("with the keys of another installation: %v", err)
	}
}

func TestTwoTokensOfTheSameContentDiffer(t *testing.T) {
	m, token := mintOf("ours"), newToken(t)
	first, second := m.Make(link.Unsubscribe, token), m.Make(link.Unsubscribe, token)
	if first == second {
		t.Error("a token can be recognised")
	}
}

func TestAPayloadIsOpenedAsItWasSealed(t *testing.T) {
	m := mintOf("ours")
	payload, at, err := m.Open(link.Shown, m.Seal(link.Shown, []byte("newsletter@3"), issued), issued)
	if string(payload) != "newsletter@3" || !at.Equal(issued) || err != nil {
		t.Errorf("%q of %s: %v", payload, at, err)
	}
	if _, err := m.Read(link.Shown, m.Seal(link.Shown, []byte("no token"), issued), issued); !errors.Is(err, link.ErrUnreadable) {
		t.Errorf("a payload is read as a token: %v", err)
	}
}

func TestTheCodeOfAMailFollowsFromTheEvent(t *testing.T) {
	m, token := mintOf("ours"), newToken(t)
	code := m.Code(m.Make(link.Confirm, token))
	if len(code) != 6 || strings.Trim(code, "0123456789") != "" {
		t.Fatalf("the code is %q", code)
	}
	later := token
	later.Issued = issued.AddDate(0, 1, 0)
	if again := m.Code(m.Make(link.Confirm, later)); again != code {
		t.Errorf("a second mail for the event shows %s, the first %s", again, code)
	}
	codes := map[string]bool{}
	for range 50 {
		codes[m.Code(m.Make(link.Confirm, newToken(t)))] = true
	}
	if len(codes) < 45 {
		t.Errorf("50 events have %d codes", len(codes))
	}
	if other := m.Code(m.Make(link.Unsubscribe, token)); other != "" {
		t.Errorf("an unsubscribe link has the code %s", other)
	}
}

func TestTheDigitsThatOpenAPageAreNotThoseOfAConfirmation(t *testing.T) {
	m, token := mintOf("ours"), newToken(t)
	digits := m.Digits(token.Event)
	if len(digits) != 6 || strings.Trim(digits, "0123456789") != "" || digits != m.Digits(token.Event) {
		t.Errorf("the digits are %q", digits)
	}
	if digits == m.Code(m.Make(link.Confirm, token)) || digits == mintOf("theirs").Digits(token.Event) {
		t.Error("they are those of another use, or of another installation")
	}
}

func FuzzRead(f *testing.F) {
	// Always the same token, since several processes look for another that is read.
	m := link.New(func(use string) [32]byte { return sha256.Sum256([]byte(use)) }, strings.NewReader(strings.Repeat("n", 24)))
	good := m.Make(link.Unsubscribe, link.Token{Org: assent.ID{1}, Point: assent.ID{2}, Brand: "acme", Issued: issued})
	f.Add(good)
	f.Add("")
	f.Add(strings.Repeat("A", 128))
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := m.Read(link.Unsubscribe, text, issued); err == nil && text != good {
			t.Errorf("forged: %s", text)
		}
	})
}
