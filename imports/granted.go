package imports

import (
	"regexp"
	"slices"
	"strings"

	"assent"
	"assent/intake"
)

// granted reads a yes.
func granted(c *cells, contact assent.Contactable, kinds []assent.PointKind) ([]intake.Act, *assent.Problem) {
	choice, problem := c.choice(kinds)
	if problem != nil {
		return nil, problem
	}
	o, problem := c.optIn()
	if problem != nil {
		return nil, problem
	}
	act := c.act(assent.ConsentGranted, contact)
	act.Choices = []intake.ActChoice{choice}
	act.Occurred, act.Evidence = o.since(), c.evidence(o)
	if act.Notice, problem = c.notice(); problem != nil {
		return nil, problem
	}
	if act.Method, problem = c.method(); problem != nil {
		return nil, problem
	}
	if act.Strength, problem = c.strength(o); problem != nil {
		return nil, problem
	}
	if act.Evidence == nil && act.Notice.ID == "" && act.CollectionPoint == "" && act.Method == assent.ViaImport {
		c.remark("source", "UNPROVEN", "Neither source, evidence, notice nor confirmed_at is given; the consent is recorded as unproven.")
	}
	return []intake.Act{act}, nil
}

func (c *cells) choice(kinds []assent.PointKind) (intake.ActChoice, *assent.Problem) {
	purpose, channel := c.purpose(), c.channel()
	party := assent.Party(strings.ToLower(c.text("party")))
	switch {
	case purpose == "" || purpose == assent.Any:
		return intake.ActChoice{}, assent.Problemf("NO_PURPOSE", "A consent is to one purpose; name it in the row or for the whole file.").In("purpose")
	case channel == "":
		return intake.ActChoice{}, assent.Problemf("NO_CHANNEL", "A consent is to one channel; name it in the row or for the whole file.").In("channel")
	case !channelKnown(channel):
		return intake.ActChoice{}, badChannel()
	case party != "" && party != assent.PartyOwn && party != assent.PartyPartners:
		return intake.ActChoice{}, assent.Problemf("BAD_PARTY", "The party is own or partners.").In("party")
	}
	return intake.ActChoice{
		Purpose: purpose, Channel: assent.Channel(channel), Topics: c.list("topics"), Party: party, PartnerList: c.text("partner_list"),
	}, c.reach(kinds, assent.Channel(channel))
}

func channelKnown(channel string) bool {
	return slices.Contains(assent.Channels(), assent.Channel(channel))
}

func badChannel() *assent.Problem {
	return assent.Problemf("BAD_CHANNEL", "The channel is one of email, sms, im, push, auto_call, live_call, fax, post.").In("channel")
}

// list reads words parted by spaces, commas, semicolons or bars.
func (c *cells) list(field string) []string {
	return strings.FieldsFunc(c.text(field), func(r rune) bool { return strings.ContainsRune(" ,;|\t\n", r) })
}

func (c *cells) optIn() (optIn, *assent.Problem) {
	asked, problem := c.since("occurred_at")
	switch {
	case problem != nil:
		return optIn{}, problem
	case asked.IsZero():
		return optIn{}, assent.Problemf("NO_TIME", "A consent counts from a time; say in occurred_at when it was given.").In("occurred_at")
	}
	confirmed, problem := c.since("confirmed_at")
	return optIn{asked, confirmed}, problem
}

func (c *cells) notice() (intake.Notice, *assent.Problem) {
	n := intake.Notice{ID: c.text("notice"), Version: c.text("notice_version"), Language: c.text("language")}
	switch {
	case n.ID == "" && n.Version == "":
		return c.options.Notice, nil
	case n.ID == "" || n.Version == "":
		return n, assent.Problemf("BAD_NOTICE", "A notice is named by notice and notice_version together; which text was shown cannot be told from one.").In("notice")
	}
	return n, nil
}

// method reads how the yes was taken. What happened on pages (web_form, confirm_button …) happened
// on those of another product: here it is a claim, and the word is kept with the source.
func (c *cells) method() (assent.Method, *assent.Problem) {
	m := assent.Method(strings.ToLower(c.text("method")))
	switch {
	case m == "" || m.Known() && m.Source() == assent.Own:
		return assent.ViaImport, nil
	case !m.Known() || m == assent.ViaAPI:
		return m, assent.Problemf("BAD_METHOD", "The method is one of import, paper, call_recorded, call_noted, pre_ticked, or for a page elsewhere web_form, confirm_button, confirm_code, preference_page.").In("method")
	}
	return m, nil
}

// strength reads how firmly the yes was given: as the row claims, else a double opt-in if both
// times show one. Times that contradict the claim outweigh it.
func (c *cells) strength(o optIn) (assent.Strength, *assent.Problem) {
	claimed := assent.Strength(strings.ToLower(c.text("strength")))
	switch {
	case claimed == "" && o.double():
		return assent.DoubleOptIn, nil
	case claimed == "":
		return "", nil
	case !slices.Contains(assent.Strengths(), claimed):
		return claimed, assent.Problemf("BAD_STRENGTH", "The strength is one of passive, verbal_unrecorded, verbal_recorded, single_opt_in, double_opt_in, written_signed.").In("strength")
	case claimed == assent.DoubleOptIn && !o.double() && !o.confirmed.IsZero():
		c.remark("confirmed_at", "CONFIRMED_BEFORE_OPT_IN", "confirmed_at is not later than occurred_at, so it confirms nothing; recorded as a single opt-in.")
		return assent.SingleOptIn, nil
	case claimed == assent.DoubleOptIn && o.confirmed.IsZero():
		c.remark("strength", "CONFIRMATION_CLAIMED", "The row claims a double opt-in without confirmed_at; recorded as claimed.")
	}
	return claimed, nil
}

// source is where the claim comes from: the source named, and the method there.
func (c *cells) source() string {
	named, m := c.text("source"), assent.Method(strings.ToLower(c.text("method")))
	if m.Known() && m.Source() == assent.Own {
		return strings.TrimPrefix(named+": "+string(m), ": ")
	}
	return named
}

var sha256Form = regexp.MustCompile(`^[0-9a-f]{64}$`)

// maxSource bounds the source, which stands in the event in clear.
const maxSource = 200

// evidence gathers what can be shown: SHA-256 digests of documents, the source, the claimed
// times. Other text about the evidence is personal and sealed; see [cells.personal].
func (c *cells) evidence(o optIn) *assent.Evidence {
	e := assent.Evidence{Source: c.source()}
	if strings.Contains(e.Source, "@") || len(e.Source) > maxSource {
		c.fail(assent.Problemf("BAD_SOURCE", "The source names a system, a page or a list in at most %d bytes, and no person; put the rest into note.", maxSource).In("source"))
	}
	for _, digest := range c.list("evidence") {
		if digest = strings.ToLower(digest); !sha256Form.MatchString(digest) {
			c.fail(assent.Problemf("BAD_EVIDENCE", "The evidence is given by SHA-256 digests of documents, in hexadecimal; put a description into note.").In("evidence"))
			return nil
		}
		e.Attachments = append(e.Attachments, digest)
	}
	e.Confirmed = written(o.confirmed)
	if e.Source == "" && e.Confirmed == "" && len(e.Attachments) == 0 {
		return nil
	}
	e.OptIn = written(o.asked)
	return &e
}
