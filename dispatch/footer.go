package dispatch

import (
	"slices"
	"strings"

	"assent"
	"assent/locale"
	"assent/mail"
)

// printed are the obligations that a sentence in the footer discharges, in the order in which they
// are read: why she gets the mail and who writes, then the rest. The others are met by a link, by
// header fields, or outside the mail.
var printed = []assent.ObligationCode{
	assent.MustAdLabel, assent.MustIdentifySender, assent.MustStateDataOrigin, assent.MustPostalAddress,
	assent.MustConsolidatedOptOutAvailable, assent.MustInformOfExclusionSystems, assent.MustAckOptOutByEmail,
}

// footer is what stands under a message: the texts of its obligations, and the links.
func footer(words *locale.Printer, d assent.Decision, w writer, l *Links) mail.Footer {
	f := mail.Footer{Lines: sentences(d.Obligations)}
	if w.access != "" {
		f.Lines = append(f.Lines, words.Text("footer.access", "access_email", w.access))
	}
	add := func(key, url string) {
		if url != "" {
			f.Links = append(f.Links, mail.Link{Label: words.Text(key), URL: url})
		}
	}
	if l != nil {
		add("footer.unsubscribe", l.UnsubscribeURL)
		add("footer.preferences", l.PreferencesURL)
		add("footer.why", l.WhyURL)
	}
	add("footer.privacy", w.privacy)
	return f
}

// sentences are the texts of the obligations that are printed, each once: one that another
// contains already is left out.
func sentences(list []assent.Obligation) []string {
	var out []string
	for _, code := range printed {
		for _, o := range list {
			told := slices.ContainsFunc(out, func(line string) bool { return strings.Contains(line, o.Text) })
			if o.Code == code && o.Text != "" && !told {
				out = append(out, o.Text)
			}
		}
	}
	return out
}

// needsWayOut reports whether a message must offer to leave: every one but those that serve a
// person's own affair, and those too if the law says so.
func needsWayOut(kind assent.MessageKind, list []assent.Obligation) bool {
	switch kind {
	case assent.Service, assent.DOIConfirmation, assent.OptOutConfirmation:
		return slices.ContainsFunc(list, func(o assent.Obligation) bool {
			return o.Code == assent.MustOptOutLink || o.Code == assent.MustOneClickHeaders
		})
	}
	return true
}
