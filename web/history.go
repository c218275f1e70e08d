package web

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"assent"
	"assent/rights"
)

// HistoryPage lists what was recorded about a person, newest first.
type HistoryPage struct {
	OwnFrame
	Entries []Entry
}

// ReceiptPage is her copy of one act, to read and to print.
type ReceiptPage struct {
	OwnFrame
	Entry
	Event    string
	Received string
	Proves   string      // what the evidence is worth, in words
	Wording  []Quotation // what was shown
	Data     string      // address of the receipt as data
	Back     string
}

// Quotation is a text as it was shown then, in its language.
type Quotation struct{ Title, Text, Language string }

func receiptPath(place int) string { return "/p/receipt/" + strconv.Itoa(place) }

// showHistory is GET /p/history.
func (s *site) showHistory(v *owner) {
	events, err := s.Records.OwnEvents(v.r.Context(), s.Org, v.Own)
	if err != nil {
		s.failed(v.w, v.r, err)
		return
	}
	p := &HistoryPage{OwnFrame: s.ownFrame(v, "page.own.history_title")}
	for i, e := range slices.Backward(events) {
		p.Entries = append(p.Entries, placed(v, i, e))
	}
	s.draw(v.visit, http.StatusOK, p)
}

// ownEvent is the event that the address names by its place in her own history.
func (s *site) ownEvent(v *owner) (int, *assent.Event, bool) {
	events, err := s.Records.OwnEvents(v.r.Context(), s.Org, v.Own)
	if err != nil {
		s.failed(v.w, v.r, err)
		return 0, nil, false
	}
	place, err := strconv.Atoi(v.r.PathValue("place"))
	if err != nil || place < 0 || place >= len(events) {
		s.say(v.visit, http.StatusNotFound, "page.fault.not_found")
		return 0, nil, false
	}
	return place, events[place], true
}

// showReceipt is GET /p/receipt/{place}.
func (s *site) showReceipt(v *owner) {
	place, e, ok := s.ownEvent(v)
	if !ok {
		return
	}
	p := &ReceiptPage{
		OwnFrame: s.ownFrame(v, "page.own.receipt_title"), Entry: placed(v, place, e), Event: e.ID.String(),
		Received: v.words.Moment(e.Received.UTC()), Wording: quoted(v.visit, e),
		Data: receiptPath(place) + "/json", Back: v.here("/p/history"),
	}
	if e.Grade != "" {
		p.Proves = v.words.Text("page.own.grade." + string(e.Grade))
	}
	s.draw(v.visit, http.StatusOK, p)
}

// quoted is the wording that was shown: the sentence of each purpose in its version of then, and
// the notice.
func quoted(v *visit, e *assent.Event) []Quotation {
	language := v.words.Language()
	var out []Quotation
	if e.Notice != nil {
		language = e.Notice.Language
	}
	for _, c := range e.Choices {
		p, ok := v.catalogue.PurposeVersion(c.Purpose, c.Version)
		if ok && c.Reply == assent.Yes {
			tongue := p.Sentences.Language(language)
			out = append(out, Quotation{v.name(p), p.Sentences[tongue], tongue})
		}
	}
	if e.Notice == nil {
		return out
	}
	if n, ok := v.catalogue.Notice(e.Notice.ID, e.Notice.Version); ok {
		out = append(out, Quotation{v.words.Text("page.own.notice", "version", n.Version), n.Languages[e.Notice.Language], e.Notice.Language})
	}
	return out
}

// receiptData is GET /p/receipt/{place}/json: the same in the terms of ISO/IEC TS 27560.
func (s *site) receiptData(v *owner) {
	_, e, ok := s.ownEvent(v)
	if !ok {
		return
	}
	s.download(v, "receipt-"+string(e.Code)+".json", rights.NewReceipt(v.catalogue, e, rights.ReceiptPlaces{
		Withdraw: s.PublicURL + "/p/choices", Storage: s.PublicURL,
	}))
}

// download answers with a file that the browser keeps.
func (s *site) download(v *owner, name string, data any) {
	body, err := json.MarshalIndent(data, "", "  ")
	if err != nil {
		s.failed(v.w, v.r, err)
		return
	}
	v.file(name, "application/json", append(body, '\n'))
}

func (v *visit) file(name, kind string, body []byte) {
	v.w.Header().Set("Content-Type", kind+"; charset=utf-8")
	v.w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, _ = v.w.Write(body) // the visitor may be gone
}
