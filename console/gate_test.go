package console_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/auth"
	"assent/console"
	"assent/intake/intaketest"
	"assent/locale"
	"assent/store/storetest"
)

var place = regexp.MustCompile(`\{[a-z$]+\}`)

// at is an address of a route, with an identifier in each of its places.
func at(r console.Route, id assent.ID) (method, path string) {
	method, path, _ = strings.Cut(r.Path, " ")
	path = strings.TrimSuffix("/console"+path, "/")
	path = strings.ReplaceAll(path, "{$}", "")
	return method, place.ReplaceAllString(path, id.String())
}

// ask calls a route with an empty form.
func (v *visitor) ask(r console.Route, id assent.ID) *page {
	method, path := at(r, id)
	if method == http.MethodGet {
		return v.get(path)
	}
	return v.post(path, nil)
}

func TestEveryRouteIsRefusedToEveryRoleThatHasNotItsCapability(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	id := w.Record(intaketest.SignUp("ana@example.org", "newsletter")).Person
	for _, role := range auth.Roles() {
		v := w.operator(role)
		for _, r := range w.routes {
			if r.May == console.Nobody || r.Act == "signout" {
				continue
			}
			got := v.ask(r, id).status
			if may := role.May(r.May); may && got == http.StatusForbidden || !may && got != http.StatusForbidden {
				t.Errorf("%s as %s answers %d; the role has %s: %v", r.Path, role, got, r.May, may)
			}
			if got >= http.StatusInternalServerError {
				t.Errorf("%s as %s fails: %s", r.Path, role, w.log)
			}
		}
	}
}

func TestNoRouteShowsAnythingToWhoIsNotSignedIn(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	id := w.Record(intaketest.SignUp("ana@example.org", "newsletter")).Person
	stranger, forger := w.visitor(), w.visitor()
	forger.header.Set("Cookie", "console="+strings.Repeat("A", 43))
	for _, r := range w.routes {
		if r.May == console.Nobody {
			continue
		}
		for _, v := range []*visitor{stranger, forger} {
			p := v.ask(r, id).is(http.StatusSeeOther)
			if !strings.HasPrefix(p.header.Get("Location"), "/console/signin") || p.body != "" {
				t.Errorf("%s leads to %s", r.Path, p.header.Get("Location"))
			}
		}
	}
}

func TestAnotherOrganisationsOperatorIsAStranger(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	foreign := assent.ID{15: 9}
	o, err := w.staff.Hire(t.Context(), foreign, "Spy", "spy@elsewhere.example", auth.Admin)
	must(t, err)
	secret, err := w.staff.Ticket(t.Context(), foreign, o.ID, auth.TicketFor)
	must(t, err)
	entry, err := w.staff.Enter(t.Context(), foreign, secret, auth.Visitor{})
	must(t, err)
	v := w.visitor()
	v.header.Set("Cookie", "console="+entry.Secret)
	v.get("/console/enter/" + secret).is(http.StatusNotFound)
	for _, r := range w.routes {
		if r.May != console.Nobody {
			v.ask(r, o.ID).is(http.StatusSeeOther)
		}
	}
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Admin)
	unknown := assent.ID{15: 7}
	for _, r := range w.routes {
		method, path := at(r, unknown)
		if r.May == console.Nobody || method != http.MethodGet || !strings.Contains(r.Path, "{") || strings.Contains(r.Path, "{$}") {
			continue
		}
		if got := v.get(path); got.status != http.StatusNotFound {
			t.Errorf("%s answers %d for an unknown identifier", r.Path, got.status)
		}
	}
	v.get("/console/nothing/here").is(http.StatusNotFound).says("Nothing here")
}

// TestNothingIsVisibleAcross has two organisations in one database.
func TestNothingIsVisibleAcross(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, database string) {
		ours, theirs := newWorld(t, intaketest.Open(t, database)), intaketest.Open(t, database)
		ana := theirs.Record(intaketest.Confirm(theirs.Record(intaketest.SignUp("ana@example.org", "club", "newsletter"))))
		v := ours.operator(auth.Admin)
		v.post("/console/people", form("q", "ana@example.org")).is(http.StatusOK).says("Nobody is known here")
		v.post("/console/people", form("q", string(ana.Code))).is(http.StatusOK).says("Nobody is known here")
		for _, r := range ours.routes {
			if !strings.Contains(r.Path, "{person}") {
				continue
			}
			if got := v.ask(r, ana.Person); got.status != http.StatusNotFound {
				t.Errorf("%s answers %d for a person of another organisation", r.Path, got.status)
			}
		}
		v.post("/console/call/object", form("person", ana.Person.String(), "what", "everything")).is(http.StatusNotFound)
		if s := theirs.State("ana@example.org"); len(s.Noes) != 0 {
			t.Error("an operator of ours has spoken for a person of theirs")
		}
	})
}

func form(pairs ...string) url.Values {
	out := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		out.Set(pairs[i], pairs[i+1])
	}
	return out
}

func TestAFormFromAnotherSiteDoesNothing(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Admin)
	for _, header := range []http.Header{{"Sec-Fetch-Site": {"cross-site"}}, {"Origin": {"https://evil.example"}}} {
		v.header = header
		v.post("/console/team", url.Values{"name": {"Eve"}, "email": {"eve@evil.example"}, "role": {"admin"}}).
			is(http.StatusForbidden).says("sent from another site")
	}
	team, err := w.staff.Operators(t.Context(), w.Org)
	if err != nil || len(team) != 1 {
		t.Errorf("the team has %d members, %v", len(team), err)
	}
}

func TestWhatCannotBeTakenBackAsksAgainWhoItIs(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Admin)
	w.Clock.Pass(auth.FreshFor)
	eve := url.Values{"name": {"Eva"}, "email": {"eva@alpenglow.example"}, "role": {"viewer"}}
	v.header.Set("Referer", w.server.URL+"/console/team")
	p := v.post("/console/team", eve).leads("/console/again?to=%2Fconsole%2Fteam")
	v.follow(p).says("Is it still you?")
	v.post("/console/again", url.Values{"answer": {"wrong"}, "to": {"/console/team"}}).is(http.StatusUnprocessableEntity).says("This is not your password.")
	v.post("/console/again", url.Values{"answer": {password}, "to": {"/console/team"}}).leads("/console/team")
	v.post("/console/team", eve).is(http.StatusOK).says("/console/enter/")
}

func TestFilesAboutPeopleAskAgainWhoItIs(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.DPO)
	w.Clock.Pass(auth.FreshFor)
	for _, list := range []string{"/console/requests", "/console/retention"} {
		v.get(list).is(http.StatusOK)
		v.get(list + ".csv").leads("/console/again?to=" + url.QueryEscape(list+".csv"))
	}
}

func TestNoAddressLeadsOutOfTheConsole(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.hire(auth.Viewer)
	for _, to := range []string{"https://evil.example/", "//evil.example", "/console//evil.example", "/console/\\evil.example", "/", "/consoles"} {
		v := w.visitor()
		v.post("/console/signin", url.Values{"email": {"viewer@alpenglow.example"}, "password": {password}, "to": {to}}).leads("/console")
	}
}

func TestEveryScreenOpenedAndEveryRefusalStandsInTheTrail(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Viewer)
	w.Clock.Pass(time.Second)
	v.get("/console").is(http.StatusOK)
	w.Clock.Pass(time.Second)
	v.get("/console/trail").is(http.StatusForbidden)
	notes, err := w.staff.Trail(t.Context(), w.Org, assent.ID{}, assent.ID{}, assent.ID{}, 10)
	must(t, err)
	var acts []string
	for _, n := range notes {
		acts = append(acts, n.Act)
	}
	if got := strings.Join(acts, " "); got != "trail.list.refused home signed_in" {
		t.Errorf("the trail says %s", got)
	}
}

func TestASessionEndsWhenNobodyIsThereAndAtTheEndOfTheDay(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Viewer)
	w.Clock.Pass(auth.IdleFor - time.Second)
	v.get("/console").is(http.StatusOK)
	w.Clock.Pass(auth.IdleFor + time.Second)
	v.get("/console").leads("/console/signin")

	v = w.operator(auth.Agent)
	for range 12 * 3 {
		w.Clock.Pass(20 * time.Minute)
		v.get("/console").is(http.StatusOK)
	}
	w.Clock.Pass(time.Second)
	v.get("/console").leads("/console/signin")
}

func TestEveryActOfTheTableHasItsWords(t *testing.T) {
	words, err := locale.Load()
	must(t, err)
	for _, r := range console.Routes() {
		if _, ok := words.Printer("en").Lookup("console.act." + r.Act); !ok {
			t.Errorf("the trail has no words for %s", r.Act)
		}
	}
}
