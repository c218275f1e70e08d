package catalogue

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"assent"
)

// The checks of an item against the catalogue that it will join. Each answers with the
// first thing that is wrong, in a sentence that says how to mend it.

var (
	identifier    = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,62}$`)
	noticeVersion = regexp.MustCompile(`^(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})$`)
)

func bad(field, format string, args ...any) *assent.Problem {
	return assent.Problemf("BAD_CATALOGUE_ITEM", format, args...).In(field)
}

func named(i Item) *assent.Problem {
	if !identifier.MatchString(i.key()) {
		return bad("id", "%q cannot name a %s: use up to 63 of a-z, 0-9, - and _, beginning with a letter or digit.",
			i.key(), spoken(i.kind()))
	}
	return nil
}

func spoken(kind string) string { return strings.ReplaceAll(kind, "_", " ") }

func (s *Settings) check(*Catalogue) *assent.Problem {
	if s.Name == "" {
		return bad("name", "The settings need the organisation's name: pages and mails show who is responsible.")
	}
	if s.TimeZone != "" {
		if _, err := time.LoadLocation(s.TimeZone); err != nil {
			return bad("timezone", "%q is not a time zone; use an IANA name such as Europe/Paris.", s.TimeZone)
		}
	}
	if !slices.Contains([]string{"", "recipient", "strictest"}, s.Conflict) {
		return bad("conflict", "%q is no rule for two laws; choose recipient or strictest.", s.Conflict)
	}
	if s.Conflict == "strictest" && s.Country == "" {
		return bad("country", "The strictest of two laws needs the sender's country.")
	}
	if p := s.Retention.check(); p != nil {
		return p
	}
	return links(s.PrivacyURL, s.PublicURL)
}

func (r *Retention) check() *assent.Problem {
	switch {
	case r == nil:
		return nil
	case !slices.Contains([]string{"", RetentionList, RetentionErase}, r.Action):
		return bad("retention.action", "%q is nothing that is done with silent people; choose list or erase.", r.Action)
	case r.SilentMonths < 0 || r.SilentMonths > 1200:
		return bad("retention.silent_months", "People may be kept for 1 to 1200 months of silence; 0 leaves it to the law.")
	case r.ProofMonths != nil && (*r.ProofMonths < 0 || *r.ProofMonths > 240):
		return bad("retention.proof_months", "Proof may be kept for 0 to 240 months after an erasure.")
	}
	return nil
}

func links(all ...string) *assent.Problem {
	for _, l := range all {
		if u, err := url.Parse(l); l != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
			return bad("", "%q is not a web address; write it in full, as in https://example.org/privacy.", l)
		}
	}
	return nil
}

func (b *Brand) check(*Catalogue) *assent.Problem {
	if p := named(b); p != nil {
		return p
	}
	if b.Name == "" {
		return bad("name", "Brand %s needs a name.", b.ID)
	}
	return links(b.PrivacyURL)
}

func (p *Purpose) check(c *Catalogue) *assent.Problem {
	for _, test := range []func(*Catalogue) *assent.Problem{
		p.checkSelf, p.checkWords, p.checkReferences,
		func(*Catalogue) *assent.Problem { return CheckFacts(p.Facts) },
		func(c *Catalogue) *assent.Problem { return c.checkSymmetry(p) },
	} {
		if problem := test(c); problem != nil {
			return problem
		}
	}
	return nil
}

func (p *Purpose) checkSelf(*Catalogue) *assent.Problem {
	if problem := named(p); problem != nil {
		return problem
	}
	kinds := []assent.PurposeKind{
		assent.PurposeOwnMarketing, assent.PurposePartnerMarketing, assent.PurposeService,
		assent.PurposeTracking, assent.PurposeProfiling, assent.PurposeCharityOwn, assent.PurposeCharityOther,
	}
	if !slices.Contains(kinds, p.Kind) {
		return bad("kind", "Purpose %s has the unknown kind %q; the kinds are %s.", p.ID, p.Kind, list(kinds))
	}
	if len(p.Channels) == 0 {
		return bad("channels", "Purpose %s needs at least one channel: %s.", p.ID, list(assent.Channels()))
	}
	for _, ch := range p.Channels {
		if !slices.Contains(assent.Channels(), ch) {
			return bad("channels", "Purpose %s has the unknown channel %q; the channels are %s.", p.ID, ch, list(assent.Channels()))
		}
	}
	if !slices.Contains([]string{"", OptInNever, OptInRequired, OptInByLaw}, p.DoubleOptIn) {
		return bad("double_opt_in", "Purpose %s: double_opt_in is never, required or by_law.", p.ID)
	}
	if p.ValidityMonths < 0 {
		return bad("validity_months", "Purpose %s: validity_months cannot be negative.", p.ID)
	}
	if p.RemindAfter != 0 && (p.RemindAfter < 24 || p.RemindAfter > 120) {
		return bad("remind_after_hours", "Purpose %s: a reminder goes out 24 to 120 hours after the sign-up, which lapses after 168; 0 sends none.", p.ID)
	}
	return links(p.PrivacyURL)
}

func (p *Purpose) checkWords(*Catalogue) *assent.Problem {
	if len(p.Names) == 0 {
		return bad("names", "Purpose %s needs a name in at least one language.", p.ID)
	}
	if problem := inLanguages(p.Names.Languages(), p.Sentences, "sentences", "purpose "+p.ID); problem != nil && len(p.Sentences) > 0 {
		return problem
	}
	for _, t := range p.Topics {
		if !identifier.MatchString(t.ID) {
			return bad("topics", "%q cannot name a topic of %s: use a-z, 0-9, - and _.", t.ID, p.ID)
		}
		if problem := inLanguages(p.Names.Languages(), t.Names, "topics", "topic "+t.ID); problem != nil {
			return problem
		}
	}
	return nil
}

// inLanguages asks that a text exists in each language in which its item is shown.
func inLanguages(languages []string, t Texts, field, of string) *assent.Problem {
	for _, tag := range languages {
		if t[tag] == "" {
			what := strings.Replace(field, "languages", "text", 1)
			return bad(field, "Write the %s of %s in %q too: people who read that language would be shown it.", what, of, tag)
		}
	}
	return nil
}

func (p *Purpose) checkReferences(c *Catalogue) *assent.Problem {
	if _, ok := c.Brand(p.Brand); p.Brand != "" && !ok {
		return bad("brand", "Purpose %s belongs to the unknown brand %q; publish the brand first.", p.ID, p.Brand)
	}
	for _, id := range slices.Concat(p.Requires, p.Withdraws) {
		if _, ok := c.Purpose(id); !ok || id == p.ID {
			return bad("requires", "Purpose %s depends on %q, which is not another purpose of the catalogue.", p.ID, id)
		}
	}
	if ring := c.ring(p.ID); ring != nil {
		return bad("requires", "These purposes require each other in a ring, so nobody could ever begin: %s.", strings.Join(ring, " → "))
	}
	if _, ok := c.PartnerList(p.PartnerList); p.PartnerList != "" && !ok {
		return bad("partner_list", "Purpose %s names the unknown partner list %q.", p.ID, p.PartnerList)
	}
	if p.Kind == assent.PurposePartnerMarketing && p.PartnerList == "" {
		return bad("partner_list", "Purpose %s is for partners: name the list on which a person finds them.", p.ID)
	}
	return nil
}

func (n *Notice) check(*Catalogue) *assent.Problem {
	if problem := named(n); problem != nil {
		return problem
	}
	if !noticeVersion.MatchString(n.Version) {
		return bad("version", "Notice %s: a version is MAJOR.MINOR, as in 1.0; raise MAJOR when people must be asked again.", n.ID)
	}
	if len(n.Languages) == 0 || slices.Contains(slices.Collect(maps.Values(n.Languages)), "") {
		return bad("languages", "Notice %s needs its text in at least one language, and none of them empty.", n.ID)
	}
	return nil
}

func (l *PartnerList) check(*Catalogue) *assent.Problem {
	if problem := named(l); problem != nil {
		return problem
	}
	for _, p := range l.Partners {
		if !identifier.MatchString(p.ID) || p.Name == "" {
			return bad("partners", "Each partner of %s needs an id and the name under which people know it.", l.ID)
		}
	}
	return nil
}
