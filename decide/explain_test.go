package decide_test

import (
	"strings"
	"testing"

	"assent"
	. "assent/intake/intaketest"
)

func TestADenyIsExplainedInTheLanguageAskedForWithWhatWouldTurnIt(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	for language, want := range map[string][2]string{
		"en": {"No: this message may not be sent.", "It may be sent if the person gives a valid consent"},
		"fr": {"Non\u00a0: ce message ne peut pas être envoyé.", "Il pourra être envoyé si la personne donne un consentement valable"},
		"de": {"Nein: Diese Nachricht darf nicht gesendet werden.", "Sie darf gesendet werden, wenn die Person eine gültige Einwilligung erteilt"},
		"nl": {"Nee: dit bericht mag niet worden verstuurd.", "Het mag worden verstuurd als de persoon een geldige toestemming geeft"},
		"pl": {"Nie: tej wiadomości nie można wysłać.", "Będzie można ją wysłać, jeżeli osoba udzieli ważnej zgody"},
		"es": {"No: este mensaje no se puede enviar.", "Podrá enviarse si la persona da un consentimiento válido"},
		"it": {"No: questo messaggio non si può inviare.", "Si potrà inviare se la persona presta un consenso valido"},
	} {
		got := ask(t, h, d, ana, "newsletter", func(q *assent.Question) { q.Language = language }).Explanation
		if !strings.HasPrefix(got, want[0]) || !strings.Contains(got, want[1]) {
			t.Errorf("%s: %s", language, got)
		}
	}
}
