package web

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"assent"
	"assent/catalogue"
	"assent/rights"
)

// ways are the buttons that still do something, and what has been done before. A link that names a
// purpose offers that one; a link to one's own page offers each.
func (s *site) ways(d *departure) (already string, ways []Way) {
	text := d.words.Text
	if d.leaving.Everything == rights.Done {
		return text("page.leave.already_all"), nil
	}
	if purpose, ok := d.catalogue.Purpose(d.token.Purpose); ok {
		if d.leaving.This == rights.Done {
			already = text("page.leave.already", d.named(purpose)...)
		} else {
			ways = []Way{{"scope", scopeThis, text("page.leave.this", d.named(purpose)...), d.thisHint(purpose)}}
		}
	} else if !d.sure {
		for _, purpose := range d.catalogue.Purposes() {
			if d.mayStop(purpose) {
				ways = append(ways, Way{"choice", purpose.ID + ":" + string(d.token.Channel), text("page.leave.this", d.named(purpose)...), ""})
			}
		}
	}
	if d.sure && d.token.Purpose != "" {
		return already, ways
	}
	org := d.catalogue.Settings().Name
	return already, append(ways, Way{"scope", scopeEverything, text("page.leave.everything"), text("page.leave.everything_hint", "org", org)})
}

// thisHint says what goes on when one thing is stopped, and what stops with it.
func (d *departure) thisHint(p *catalogue.Purpose) string {
	hint := d.words.Text("page.leave.this_hint")
	if names := d.taken(p.ID, d.token.Channel); names != "" {
		hint = d.words.Text("page.leave.ends", "names", names) + " " + hint
	}
	return hint
}

// mayStop: service messages are needed, and a purpose without the channel has nothing to stop.
func (d *departure) mayStop(p *catalogue.Purpose) bool {
	return p.Kind != assent.PurposeService && p.Offers(d.token.Channel)
}

// named are the words for a purpose by the link's channel.
func (d *departure) named(p *catalogue.Purpose) []any {
	name, _ := d.words.Pick(p.Names)
	return []any{"purpose", name, "channel", d.words.Text("by_channel." + string(d.token.Channel))}
}

// pressed is the purpose that a press stops: the link's, or the one chosen on one's own page.
func (d *departure) pressed() (*catalogue.Purpose, bool) {
	id := d.token.Purpose
	if d.r.PostForm.Get("scope") != scopeThis {
		id, _, _ = strings.Cut(d.r.PostForm.Get("choice"), ":")
		if d.token.Purpose != "" {
			return nil, false
		}
	}
	p, ok := d.catalogue.Purpose(id)
	return p, ok && p.Offers(d.token.Channel)
}

// leaveWording is the hash of what she read: the page's own words, and the buttons between which she could choose.
func (s *site) leaveWording(d *departure) string {
	_, ways := s.ways(d)
	var b strings.Builder
	b.WriteString(d.say(d.page.Titles, "") + "\x00" + d.say(d.page.Intros, "") + "\x00")
	for _, way := range ways {
		b.WriteString(way.Value + "\x00" + way.Label + "\x00" + way.Hint + "\x00")
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}
