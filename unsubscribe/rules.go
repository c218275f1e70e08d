package unsubscribe

// rule is what a code means: which section asks for it, and the sentence that says what to do.
type rule struct {
	cite   string
	remark bool
	text   string
}

// rules lists every finding that there is.
var rules = map[Code]rule{
	ListMissing:    {"RFC 8058 §3.1", false, "The mail has no List-Unsubscribe field. Add one with one https address."},
	ListRepeated:   {"RFC 8058 §3.1", false, "The mail has %d List-Unsubscribe fields. Keep one; put a mailto address into the same field, after a comma."},
	ListUnreadable: {"RFC 2369 §2", false, "List-Unsubscribe cannot be read. Write absolute addresses in angle brackets, separated by commas: <https://example.org/u/abc>, <mailto:leave@example.org>; do not encode the field."},
	HTTPSMissing:   {"RFC 8058 §3.1", false, "List-Unsubscribe has no https address. Add one; mailto may stay beside it."},
	HTTPSRepeated:  {"RFC 8058 §3.1", false, "List-Unsubscribe has %d https addresses. Keep the one that takes the POST."},
	HTTPInList:     {"RFC 8058 §3.1", false, "List-Unsubscribe has an http address. Only one https address and others such as mailto may stand there: remove it, or make it https."},
	HTTPHere:       {"RFC 8058 §3.1", true, "The address is http on this machine, which is good enough for a demonstration. Elsewhere it must be https."},
	PostMissing:    {"RFC 8058 §3.1", false, "The mail has no List-Unsubscribe-Post field, so no reader's program offers one click. Add List-Unsubscribe-Post: List-Unsubscribe=One-Click."},
	PostRepeated:   {"RFC 8058 §3.1", false, "The mail has %d List-Unsubscribe-Post fields. Keep one."},
	PostWrong:      {"RFC 8058 §5", false, "List-Unsubscribe-Post does not say exactly List-Unsubscribe=One-Click. Write that, and nothing else."},

	SignatureMissing: {"RFC 8058 §4", false, "The mail has no DKIM signature. Sign it, and cover List-Unsubscribe and List-Unsubscribe-Post."},
	SignatureNarrow:  {"RFC 8058 §4", false, "No DKIM signature covers %s. Add what is missing to the fields that are signed (the tag h=)."},
	SignatureInvalid: {"RFC 8058 §4", false, "The signature of %s that covers both fields is not valid (%s). Publish the key that signs, and change nothing after signing."},
	SignatureUnknown: {"RFC 8058 §4", true, "Whether the signature is valid was not checked: %s."},
	SignatureForeign: {"RFC 7489 §3.1.1", true, "No signature is of %s, the domain that the reader sees in From. Large receivers want one that is."},

	BodyBroken:     {"RFC 2045 §6", false, "Part of the body cannot be decoded or is nested too deep, and links in it cannot be seen. Mend its encoding and its boundaries."},
	LinkMissing:    {"Directive 2002/58/EC art. 13(4)", false, "The body has no visible link to unsubscribe. Put one into it, named as such; not every reader's program shows the button of the header."},
	LinkOnlyMailto: {"Directive 2002/58/EC art. 13(4)", false, "The only way out of the body is a mail to be written. Add a link to a page; mail may come from another address than the one that is subscribed."},
	ListIDMissing:  {"RFC 2919 §2", true, "There is no List-Id field. With one, readers can filter the list, and programs tell its mails apart."},
	AutoMissing:    {"RFC 3834 §5", true, "There is no Auto-Submitted field. With auto-generated there, fewer programs answer."},

	LinkPrivate:     {"RFC 6890 §2.2", false, "The link leads into a private network, and was not opened. Use an address that readers can reach; to audit within such a network, add --allow-private."},
	LinkUnreachable: {"RFC 2369 §3.2", false, "The link does not answer (%s). Bring it back, or correct it."},
	LinkRefused:     {"RFC 2369 §3.2", false, "Opening the link is answered with status %d. Show a page with a button there, without log-in, for as long as people may come."},
	LinkCircles:     {"RFC 9110 §15.4", false, "The link was redirected more than %d times, or in a circle. Lead to the page directly."},
	LinkRedirects:   {"RFC 9110 §15.4", true, "The link is redirected %d times before the page appears. Each is one more that can fail or track."},
	LinkInClear:     {"RFC 9110 §4.2.2", false, "The link begins as https and is redirected to http, where others can read and change it. Stay with https."},
	CookiesNeeded:   {"RFC 8058 §3.1", false, "The link wants a cookie before it works. Put everything that it has to know into the address."},
	GetUnsubscribes: {"RFC 9110 §9.2.1", false, "The page says that the address is unsubscribed after it was merely opened. Mail scanners open every link, so this unsubscribes people who did not ask (RFC 8058 §1). Show a button, and unsubscribe by POST."},
	GetDiffers:      {"RFC 9110 §9.2.1", false, "Opening the link again gives another answer (%s), so opening it seems to change something. HEAD and GET must change nothing: show a button, and unsubscribe by POST."},
	HeadRefused:     {"RFC 9110 §9.1", true, "HEAD is answered with status %d, where GET gives the page. Programs that look before they open take the link for dead."},
	SubmitsItself:   {"RFC 9110 §9.2.1", true, "The page has a script that submits a form. Mail scanners run scripts: let only a press of the button submit it."},
	LinksLeft:       {"RFC 2369 §3.2", true, "%d more links to unsubscribe were not opened."},

	PostNotDone:    {"RFC 8058 §3.1", true, "The one-click POST was not sent, since the fields of the mail do not offer it."},
	PostRedirects:  {"RFC 8058 §3.1", false, "The one-click POST (%s) is answered with a redirect, status %d. Answer 200 at once."},
	PostRefused:    {"RFC 8058 §3.2", false, "The one-click POST (%s) is answered with status %d. Accept multipart/form-data and application/x-www-form-urlencoded, without cookie, log-in or further fields, again and again."},
	PostSetsCookie: {"RFC 8058 §3.1", true, "The answer to the one-click POST sets a cookie, which nobody sends back. Leave it out."},
}
