package unsubscribe

import "fmt"

// Finding is one thing to be mended, or, as a remark, to be known.
type Finding struct {
	Code   Code   `json:"code"`
	Remark bool   `json:"remark,omitzero"` // nothing that has to be mended
	Where  string `json:"where,omitzero"`  // the field or the link, by where it stands
	Cite   string `json:"cite"`            // the section that asks for it
	Text   string `json:"text"`            // what is wrong, and what to do
}

// Code names a kind of finding; it is stable.
type Code string

// The kinds of finding; [rules] says what each means.
const (
	ListMissing      Code = "LIST_UNSUBSCRIBE_MISSING"
	ListRepeated     Code = "LIST_UNSUBSCRIBE_REPEATED"
	ListUnreadable   Code = "LIST_UNSUBSCRIBE_UNREADABLE"
	HTTPSMissing     Code = "HTTPS_URI_MISSING"
	HTTPSRepeated    Code = "HTTPS_URI_REPEATED"
	HTTPInList       Code = "HTTP_URI"
	HTTPHere         Code = "HTTP_ON_THIS_MACHINE"
	PostMissing      Code = "LIST_UNSUBSCRIBE_POST_MISSING"
	PostRepeated     Code = "LIST_UNSUBSCRIBE_POST_REPEATED"
	PostWrong        Code = "LIST_UNSUBSCRIBE_POST_WRONG"
	SignatureMissing Code = "SIGNATURE_MISSING"
	SignatureNarrow  Code = "SIGNATURE_DOES_NOT_COVER"
	SignatureInvalid Code = "SIGNATURE_INVALID"
	SignatureUnknown Code = "SIGNATURE_NOT_CHECKED"
	SignatureForeign Code = "SIGNATURE_NOT_ALIGNED"
	BodyBroken       Code = "BODY_BROKEN"
	LinkMissing      Code = "LINK_MISSING"
	LinkOnlyMailto   Code = "LINK_ONLY_MAILTO"
	ListIDMissing    Code = "LIST_ID_MISSING"
	AutoMissing      Code = "AUTO_SUBMITTED_MISSING"
	LinkPrivate      Code = "LINK_TO_PRIVATE_NETWORK"
	LinkUnreachable  Code = "LINK_UNREACHABLE"
	LinkRefused      Code = "LINK_REFUSED"
	LinkCircles      Code = "LINK_REDIRECTS_TOO_OFTEN"
	LinkRedirects    Code = "LINK_REDIRECTS"
	LinkInClear      Code = "LINK_REDIRECTS_TO_HTTP"
	CookiesNeeded    Code = "COOKIES_NEEDED"
	GetUnsubscribes  Code = "GET_UNSUBSCRIBES"
	GetDiffers       Code = "GET_DIFFERS"
	HeadRefused      Code = "HEAD_REFUSED"
	SubmitsItself    Code = "PAGE_SUBMITS_ITSELF"
	LinksLeft        Code = "LINKS_NOT_OPENED"
	PostNotDone      Code = "POST_NOT_DONE"
	PostRedirects    Code = "POST_REDIRECTS"
	PostRefused      Code = "POST_REFUSED"
	PostSetsCookie   Code = "POST_SETS_COOKIE"
)

// at makes a finding of this kind.
func (c Code) at(where string, args ...any) Finding {
	r := rules[c]
	return Finding{Code: c, Remark: r.remark, Where: where, Cite: r.cite, Text: fmt.Sprintf(r.text, args...)}
}
