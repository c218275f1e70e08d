package console_test

import (
	"net/http"
	"net/url"
	"testing"

	"assent/auth"
	"assent/catalogue"
	"assent/intake/intaketest"
)

const (
	noNotice = "No notice is chosen"
	noBox    = "Offers by e-mail needs a yes to Newsletter, for which there is no box here."
)

func TestADoubtfulFormIsPublishedAndSaysWhatIsDoubtful(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Campaigner)
	p := v.post("/console/forms/form", contest(func(f url.Values) {
		f.Set("notice", "")
		f.Set("place.newsletter:email", "")
		f.Set("place.offers:email", "2")
	})).leads("/console/forms/form/contest?done=form_published")
	v.follow(p).is(http.StatusOK).says(noNotice, noBox)
	v.post("/console/forms/form", contest(func(f url.Values) { f.Set("id", "sound"); f.Set("place.offers:email", "3") }))
	v.get("/console/forms/form/sound").is(http.StatusOK).hides(noNotice, noBox)
}

func TestAFormThatAsksNothingYetIsNotDoubtful(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.operator(auth.Campaigner).get("/console/forms/new/form").is(http.StatusOK).hides(noNotice)
}

func TestAFormBegunUnderAPurposeBringsItAlongWithWhatItNeeds(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Campaigner)
	v.get("/console/purposes/purpose/partner-offers").says(`href="/console/forms/new/form?purpose=partner-offers"`)
	v.get("/console/forms/new/form?purpose=offers").is(http.StatusOK).hides(noBox).
		says(`name="place.newsletter:email" min="1" max="99" value="1"`, `name="place.offers:email" min="1" max="99" value="2"`, `<option value="alpenglow" selected>`)
	v.get("/console/forms/new/form?purpose=nothing").is(http.StatusOK).hides(`max="99" value="1"`)
	v.get("/console/forms/new/form?notice=signup").is(http.StatusOK).says(`<option value="signup" selected>`)
}

func TestTheReviewOfAPurposeNamesTheFormsThatItMakesDoubtful(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Campaigner)
	v.post("/console/forms/form", contest(func(f url.Values) { f.Set("place.newsletter:email", "") }))
	w.draft(w.hire(auth.Admin), "club", func(p *catalogue.Purpose) { p.Requires = []string{"newsletter"} })
	v.get("/console/purposes/purpose/club/review").is(http.StatusOK).
		says("Form contest: Club by e-mail needs a yes to Newsletter", `/publish`).hides("Form newsletter")
}
