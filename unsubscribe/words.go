package unsubscribe

import "strings"

// wayOut are words by which a link says that it unsubscribes, in small letters, with ' for every apostrophe.
var wayOut = []string{
	"unsubscribe", "opt out", "opt-out", "stop receiving", "no longer wish", "no longer want", "remove me", "cancel subscription", "leave this list", // en
	"désabonn", "desabonn", "désinscri", "desinscri", "ne plus recevoir", // fr
	"abmelden", "abmeldung", "abbestell", "austragen", // de
	"afmeld", "uitschrijv", "schrijf je uit", "schrijf u uit", // nl
	"darse de baja", "darme de baja", "date de baja", "dar de baja", "cancelar suscripción", "cancelar la suscripción", "desuscri", // es
	"disiscri", "annulla l'iscrizione", "annulla iscrizione", "cancella iscrizione", "cancella l'iscrizione", "cancellati", // it
	"wypis", "rezygnuj", "anuluj subskrypcj", // pl
	"cancelar inscrição", "cancelar a subscrição", "cancelar subscrição", "descadastr", "anular subscrição", // pt
}

// wayOutInURL are the same for addresses, which are mostly English.
var wayOutInURL = []string{"unsub", "optout", "opt-out", "opt_out"}

// left are words by which a page says that the address is off the list: always as done, never as offered.
var left = []string{
	"have been unsubscribed", "you've been unsubscribed", "are now unsubscribed", "you have unsubscribed", "has been unsubscribed",
	"successfully unsubscribed", "you are already unsubscribed", "you were already unsubscribed", "is already unsubscribed", "unsubscribed successfully", "unsubscribe successful", "unsubscription successful",
	"you have been removed", "has been removed from", "been opted out", // en
	"vous êtes désinscrit", "vous êtes désabonné", "vous avez été désinscrit", "vous avez été désabonné", "désinscription a bien été", "désabonnement a bien été",
	"bien désinscrit", "bien désabonné", "désinscription confirmée", // fr
	"wurden abgemeldet", "sind abgemeldet", "erfolgreich abgemeldet", "wurde abgemeldet", "abmeldung erfolgreich", "abmeldung war erfolgreich", "wurde ausgetragen", "wurden ausgetragen", // de
	"bent afgemeld", "bent uitgeschreven", "is afgemeld", "is uitgeschreven", // nl
	"ha sido dado de baja", "has sido dado de baja", "te has dado de baja", "se ha dado de baja", "baja realizada", // es
	"sei stato disiscritto", "sei stato cancellato", "è stato disiscritto", "è stato cancellato", "disiscrizione completata", "disiscrizione avvenuta", "iscrizione annullata", // it
	"został wypisany", "zostałeś wypisany", "zostałaś wypisana", "został usunięty", "subskrypcja została anulowana", "rezygnacja przyjęta", // pl
	"foi removido", "subscrição foi cancelada", "inscrição foi cancelada", // pt
}

// cookieWords are words by which a page says that it does not work without cookies.
var cookieWords = []string{"enable cookies", "cookies are disabled", "cookies must be enabled", "activer les cookies", "cookies aktivieren", "cookies are required"}

// says reports whether a text contains one of the phrases.
func says(text string, phrases []string) bool {
	text = strings.ReplaceAll(strings.ToLower(strings.Join(strings.Fields(text), " ")), "’", "'")
	for _, p := range phrases {
		if strings.Contains(text, p) {
			return true
		}
	}
	return false
}
