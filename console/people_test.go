package console_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/auth"
	"assent/catalogue"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/ledger"
	"assent/rights"
)

const ana = "ana@example.org"

// subscribed is Ana, who signed up for the newsletter and confirmed.
func (w *world) subscribed() intake.Receipt {
	w.t.Helper()
	return w.Record(intaketest.Confirm(w.Record(intaketest.SignUp(ana, "club", "newsletter"))))
}

func find(q string) url.Values { return url.Values{"q": {q}} }

func TestAPersonIsFoundByWhateverNamesHer(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		w := newWorld(t, h)
		r := w.subscribed()
		w.Record(intaketest.Link(intaketest.Email(ana), assent.Contactable{Phone: "+33639980123"}))
		number := intaketest.Link(intaketest.Email(ana), assent.Contactable{})
		number.Contact.ExternalID = "K-4711"
		w.Record(number)
		v := w.operator(auth.Agent)
		for _, typed := range []string{ana, " Ana@Example.org", "06 39 98 01 23", "+33639980123", "K-4711", string(r.Code), strings.ToLower(string(r.Code)), r.Person.String()} {
			v.post("/console/people", find(typed)).leads("/console/people/" + r.Person.String())
		}
		for _, typed := range []string{"nobody@example.org", "+33639980199", "Ana", "", r.Event.String()} {
			v.post("/console/people", find(typed)).hides(r.Person.String())
		}
	})
}

func TestAPersonsPageSaysWhatMayBeSentAndWhy(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		w := newWorld(t, h)
		r := w.subscribed()
		v := w.operator(auth.Agent)
		page := v.get("/console/people/"+r.Person.String()).is(http.StatusOK).
			says(ana, "Newsletter", "The person has given a consent that stands.", "May not", "It may be sent if", "Confirmed", string(r.Code))
		w.Record(intaketest.OneClick(r.Point))
		v.get("/console/people/"+r.Person.String()).hides("The person has given a consent that stands.").says("Withdrawn", "with one click")
		page.hides("noted by staff")
	})
}

func TestAViewerSeesAddressesMaskedAndNoNotes(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	r := w.subscribed()
	agent := w.operator(auth.Agent)
	agent.post("/console/people/"+r.Person.String()+"/record", said(w, r, "grant", "offers", "note", "said it at the fair")).is(http.StatusSeeOther)
	agent.get("/console/people/"+r.Person.String()).says(ana, "said it at the fair", "noted by staff", "Agent")
	for _, role := range []auth.Role{auth.Viewer, auth.Campaigner} {
		w.operator(role).get("/console/people/"+r.Person.String()).is(http.StatusOK).
			hides(ana, "said it at the fair").says("a•••@e•••.org", "masked")
	}
}

// said is the form by which staff note something.
func said(w *world, r intake.Receipt, what, purpose string, more ...string) url.Values {
	form := url.Values{"said": {what}, "choice": {purpose + ":email:" + r.Point.String()}, "method": {"call_noted"}, "key": {w.Clock.Now().String()}}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return form
}

func TestWhatStaffNoteIsAClaimWithItsProof(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		w := newWorld(t, h)
		r := w.subscribed()
		v := w.operator(auth.DPO)
		recording := []byte("a recording")
		at := "/console/people/" + r.Person.String()
		form := said(w, r, "grant", "offers", "method", "call_recorded", "on", "2026-11-10")
		v.upload(at+"/record", form, "proof", recording).leads(at + "?done=recorded")
		v.upload(at+"/record", form, "proof", recording).leads(at + "?done=recorded") // pressed twice
		events, err := rights.New(w.Archive, w.Vault, w.Shelf, w.Clock.Now).Events(t.Context(), w.Org, r.Person)
		must(t, err)
		last := events[len(events)-1]
		sum := sha256.Sum256(recording)
		switch {
		case len(events) != 3:
			t.Errorf("%d events", len(events))
		case last.Actor.Kind != assent.ActorOperator || last.Grade != assent.GradeE || last.Method != assent.CallRecorded:
			t.Errorf("recorded as %+v, grade %s, %s", last.Actor, last.Grade, last.Method)
		case !slices.Equal(last.Evidence.Attachments, []string{hex.EncodeToString(sum[:])}):
			t.Errorf("the proof is %v", last.Evidence)
		}
		w.Clock.Pass(time.Minute)
		v.post(at+"/record", said(w, r, "grant", "offers", "method", "web_form")).is(http.StatusBadRequest).says("Say how you know")
		v.post(at+"/record", said(w, r, "dance", "offers")).is(http.StatusBadRequest).says("Say what the person said")
		v.post(at+"/record", said(w, r, "object", "")).is(http.StatusSeeOther)
		v.get(at).says("Objection").hides("The person has given a consent that stands.")
		w.Audit()
	})
}

func TestStaffNeverUndoAPersonsOwnWithdrawal(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	r := w.subscribed()
	w.Record(intaketest.OneClick(r.Point))
	v := w.operator(auth.Admin)
	at := "/console/people/" + r.Person.String()
	v.post(at+"/record", said(w, r, "grant", "newsletter")).is(http.StatusConflict).says("Only she can take that back")
	v.get(at).hides("The person has given a consent that stands.")
}

func TestReceiptsAndProofsAreHersAlone(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	r := w.subscribed()
	other := w.Record(intaketest.SignUp("bea@example.org", "newsletter"))
	v := w.operator(auth.DPO)
	w.seal()
	at := "/console/people/" + r.Person.String()
	v.get(at + "/receipts/" + r.Event.String()).is(http.StatusOK).says("ISO/IEC TS 27560").hides(ana)
	for _, what := range []string{"/receipts/", "/proofs/"} {
		v.get(at + what + other.Event.String()).is(http.StatusNotFound)
	}
	proof := v.get(at + "/proofs/" + r.Event.String()).is(http.StatusOK)
	if _, err := ledger.Verify([]byte(proof.body), w.Vault.LogVerifierKey()); err != nil {
		t.Errorf("the proof does not hold: %v", err)
	}
	v.get(at + "/export.json").is(http.StatusOK).says(ana)
	v.get(at + "/history.csv").is(http.StatusOK).hides(ana).says("consent.confirmed")
}

func TestADealingIsNoted(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	r := w.subscribed()
	v := w.operator(auth.Agent)
	at := "/console/people/" + r.Person.String()
	v.post(at+"/relationship", url.Values{"kind": {"purchase"}, "method": {"paper"}, "key": {"j"}}).is(http.StatusBadRequest).says("A purchase counts from its day")
	v.post(at+"/relationship", url.Values{"kind": {"purchase"}, "brand": {"alpenglow"}, "on": {"2026-11-10"}, "method": {"paper"}, "key": {"k"}}).leads(at + "?done=recorded")
	v.get(at).says("Dealings", "Purchase", "10 November 2026")
}

// script is a call script of the house.
func script() catalogue.Item {
	return &catalogue.CollectionPoint{
		ID: "hotline", Kind: catalogue.CallScript, Brand: "alpenglow", Notice: "signup", Origin: catalogue.OriginCustomer,
		Titles: catalogue.Texts{"en": "Good day", "fr": "Bonjour"},
		Boxes:  []catalogue.Box{{Purpose: "newsletter", Channel: assent.SMS}, {Purpose: "offers", Channel: assent.SMS}},
	}
}

func TestAnAgentReadsTheScriptAndNotesTheAnswers(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		w := newWorld(t, h)
		v := w.operator(auth.Agent)
		v.post("/console/call", find("+33639980123")).is(http.StatusOK).says("No call script is published")
		w.Publish(script())
		v.post("/console/call", url.Values{"q": {"+33639980123"}, "lang": {"fr"}}).is(http.StatusOK).
			says("not known yet", "Bonjour", "Nous vous écrivons sur la montagne.", "Je veux ceci : Newsletter")
		answers := url.Values{"contact": {"+33639980123"}, "script": {"hotline"}, "lang": {"fr"}, "answer0": {"yes"}, "answer1": {"no"}, "key": {"k"}}
		p := v.post("/console/call/record", answers).is(http.StatusSeeOther)
		v.follow(p).says("The answers are noted.", "+33639980123")
		person := strings.TrimSuffix(strings.TrimPrefix(p.header.Get("Location"), "/console/call/"), "?done=call_recorded")
		v.get("/console/people/"+person).says("Newsletter by text message", "in a call, as noted by the caller")
		v.post("/console/call/record", url.Values{"contact": {"+33639980123"}, "script": {"hotline"}}).is(http.StatusBadRequest).says("at least one answer")
		v.post("/console/call/object", url.Values{"person": {person}, "what": {"everything"}, "key": {"ko"}}).
			leads("/console/call/" + person + "?done=call_objected")
		v.get("/console/people/"+person).says("Objection", "All advertising")
		w.Audit()
	})
}

func TestTheScriptIsReadInTheLanguageOfThePerson(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.Publish(script())
	r := w.subscribed() // in French
	v := w.operator(auth.Agent)
	v.get("/console/call/" + r.Person.String()).is(http.StatusOK).says("Nous vous écrivons sur la montagne.")
	v.get("/console/call/" + r.Person.String() + "?lang=en").is(http.StatusOK).says("We write to you about mountains.")
}

func TestAPersonIsErasedByWhoMay(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		w := newWorld(t, h)
		r := w.subscribed()
		v := w.operator(auth.DPO)
		at := "/console/people/" + r.Person.String()
		v.get(at+"/erase").is(http.StatusOK).says(ana, "cannot be undone")
		v.post(at+"/erase", url.Values{"way": {"letter"}}).is(http.StatusBadRequest).says("Tick the box")
		v.post(at+"/erase", url.Values{"sure": {"yes"}}).is(http.StatusBadRequest).says("how she asked")
		v.post(at+"/erase", url.Values{"way": {"letter"}, "sure": {"yes"}}).leads(at + "?done=erased")
		v.get(at).is(http.StatusOK).says("She was erased on").hides(ana)
		v.post("/console/people", find(ana)).is(http.StatusOK).says("Nobody is known here")
		w.Audit()
	})
}

func TestWhoStandsBesideAnotherInARecordIsNotErasedUnseen(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	var person string
	for _, number := range []string{"C-1", "C-2"} {
		person = w.Record(intake.Act{
			Type: assent.ContactLinked, Contact: assent.Contactable{Email: ana, ExternalID: number}, Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
		}).Person.String()
	}
	v := w.operator(auth.DPO)
	for _, path := range []string{"", "/erase"} {
		v.get("/console/people/" + person + path).is(http.StatusOK).says("Two customer numbers share this record")
	}
}

func TestAYesInACallWaitsForItsConfirmation(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.Publish(&catalogue.CollectionPoint{
		ID: "hotline", Kind: catalogue.CallScript, Notice: "signup", Boxes: []catalogue.Box{{Purpose: "newsletter", Channel: assent.Email}},
	})
	v := w.operator(auth.Agent)
	answers := url.Values{"contact": {ana}, "script": {"hotline"}, "answer0": {"yes"}, "confirm": {"yes"}, "key": {"k"}}
	v.post("/console/call/record", answers).is(http.StatusSeeOther)
	s := w.State(ana)
	for _, point := range s.Points {
		if len(point.Requests) != 1 || len(point.Yeses) != 0 {
			t.Errorf("%d requests, %d yeses", len(point.Requests), len(point.Yeses))
		}
	}
	w.Record(intaketest.OneClick(onlyPoint(s)))
	v.post("/console/call/record", url.Values{"person": {s.Person.String()}, "script": {"hotline"}, "answer0": {"yes"}, "key": {"l"}}).
		is(http.StatusConflict).says("Only she can take that back")
	v.post("/console/call/record", url.Values{"person": {s.Person.String()}, "script": {"hotline"}, "answer0": {"yes"}, "confirm": {"yes"}, "key": {"m"}}).
		is(http.StatusSeeOther) // she is asked, and it is she who answers
	v.get("/console/people/" + s.Person.String()).hides("The person has given a consent that stands.")
}

func onlyPoint(s *assent.State) assent.ID {
	for id := range s.Points {
		return id
	}
	return assent.ID{}
}

func TestAYesThatWaitsForHerOwnWordSaysSo(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	r := w.subscribed()
	w.Record(intaketest.OneClick(r.Point))
	w.Clock.Pass(time.Hour)
	w.Record(intaketest.SignUp(ana, "newsletter")) // by anybody: it waits
	w.Clock.Pass(time.Hour)
	v := w.operator(auth.Agent)
	at := "/console/people/" + r.Person.String()
	p := v.post(at+"/record", said(w, r, "grant", "newsletter")).leads(at + "?done=recorded_waits")
	v.follow(p).says("It is noted, but changes nothing yet.")
	w.Clock.Pass(time.Minute)
	v.post(at+"/record", said(w, r, "withdraw", "newsletter")).leads(at + "?done=recorded")
}

func TestThePageSaysOfWhatTheListOfMessagesIs(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	r := w.subscribed()
	w.operator(auth.Agent).get("/console/people/"+r.Person.String()).
		says("None was sent or reported.", "Mails to confirm and codes are not in this list.")
}
