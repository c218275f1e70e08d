package rights_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/intake/intaketest"
	"assent/rights"
	"assent/store"
)

const ana = "ana@example.org"

var dpo = assent.Actor{Kind: assent.ActorOperator, ID: "dpo"}

func deskOf(h *intaketest.House) *rights.Desk {
	return rights.New(h.Archive, h.Vault, h.Shelf, h.Clock.Now)
}

func TestARequestIsAnsweredWithinAMonthWhichMayBecomeThree(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		desk := deskOf(h)
		person := h.Record(intaketest.SignUp(ana, "newsletter")).Person
		r, err := desk.Ask(t.Context(), h.Org, rights.NewRequest{
			Contact: intaketest.Email(ana), Right: rights.Access, Way: rights.ByLetter, Reference: "DSR-2026/17",
			Received: time.Date(2026, 10, 31, 23, 30, 0, 0, time.UTC), // 1 November in Paris
		})
		must(t, err)
		if r.Due != "2026-12-01" || r.Person != person || r.Overdue {
			t.Errorf("got %+v", r)
		}
		r, err = desk.Extend(t.Context(), h.Org, r.ID, rights.Complex)
		must(t, err)
		if r.Due != "2027-02-01" {
			t.Errorf("extended until %s", r.Due)
		}
		refused(t, "EXTENDED_BEFORE", func() error { _, err := desk.Extend(t.Context(), h.Org, r.ID, rights.Many); return err })

		h.Clock.Pass(100 * 24 * time.Hour)
		late, err := desk.Requests(t.Context(), h.Org, rights.Filter{Overdue: true})
		must(t, err)
		if len(late) != 1 || !late[0].Overdue {
			t.Fatalf("overdue are %+v", late)
		}
		r, err = desk.Answer(t.Context(), h.Org, r.ID, dpo, rights.Complied)
		must(t, err)
		if r.Answered == nil || r.Handler != "operator:dpo" || r.Overdue {
			t.Errorf("answered as %+v", r)
		}
		if _, err := desk.Answer(t.Context(), h.Org, r.ID, dpo, rights.Complied); err != nil {
			t.Errorf("answered again in the same way: %v", err)
		}
		refused(t, "REQUEST_ANSWERED", func() error { _, err := desk.Answer(t.Context(), h.Org, r.ID, dpo, rights.Excessive); return err })
		if open, err := desk.Requests(t.Context(), h.Org, rights.Filter{Open: true}); err != nil || len(open) != 0 {
			t.Errorf("open are %v, %v", open, err)
		}
	})
}

func TestTheLastDayOfAMonthThatIsShorter(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		desk := deskOf(h)
		h.Clock.Pass(400 * 24 * time.Hour)
		for received, want := range map[string]assent.Day{
			"2027-01-31": "2027-02-28", "2027-02-28": "2027-03-28", "2027-11-30": "2027-12-30", "2027-08-31": "2027-09-30",
		} {
			at, err := time.Parse(time.DateOnly, received)
			must(t, err)
			r, err := desk.Ask(t.Context(), h.Org, rights.NewRequest{Right: rights.Objection, Way: rights.ByPhone, Received: at})
			must(t, err)
			if r.Due != want {
				t.Errorf("received %s, due %s; want %s", received, r.Due, want)
			}
		}
	})
}

func TestTheLogOfRequestsOutlivesTheErasure(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		desk := deskOf(h)
		person := h.Record(intaketest.SignUp(ana, "newsletter")).Person
		_, err := desk.AskErasure(t.Context(), h.Org, person)
		must(t, err)
		_, err = desk.CallOffErasure(t.Context(), h.Org, person)
		must(t, err)
		h.Clock.Pass(time.Hour)
		_, err = desk.Ask(t.Context(), h.Org, rights.NewRequest{Person: person, Right: rights.Erasure, Way: rights.ByLetter})
		must(t, err)
		first, err := desk.Erase(t.Context(), h.Org, h.Intake, rights.Erasing{Person: person, Actor: dpo})
		must(t, err)
		again, err := desk.Erase(t.Context(), h.Org, h.Intake, rights.Erasing{Person: person, Actor: dpo})
		if err != nil || again.Event != first.Event || !again.Before {
			t.Errorf("again: %+v, %v", again, err)
		}
		list, err := desk.Requests(t.Context(), h.Org, rights.Filter{Person: person})
		must(t, err)
		var got []rights.Outcome
		for _, r := range list {
			got = append(got, r.Outcome)
		}
		if !slices.Equal(got, []rights.Outcome{rights.TakenBack, rights.Complied}) {
			t.Errorf("answered as %v", got)
		}
		must(t, h.Archive.Read(t.Context(), h.Org, func(v *store.View) error { // as it is sealed into the log
			notes, err := v.Trail(assent.ID{}, person, assent.ID{}, 10)
			if len(notes) != 2 || notes[0].Act != "requests.answered" || !strings.Contains(notes[0].Detail, "erasure by letter, received 2026-11-16T") {
				t.Errorf("the trail says %+v", notes)
			}
			return err
		}))
		h.Audit()
	})
}

func TestWhatSheDoesOnHerOwnPageIsLoggedAsAnsweredAtOnceOnceADay(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		desk := deskOf(h)
		r := h.Record(intaketest.SignUp(ana, "newsletter"))
		own, err := desk.Own(t.Context(), h.Org, r.Point)
		must(t, err)
		must(t, desk.Show(t.Context(), h.Org, r.Person, dpo, rights.ShownPerson))
		h.Clock.Pass(time.Minute)
		for range 3 {
			copied, err := desk.OwnExport(t.Context(), h.Org, own)
			must(t, err)
			if len(copied.Requests) == 0 || copied.Disclosures[0].Actor != "operator" { // which one is not hers to know
				t.Errorf("the copy says %+v, %+v", copied.Requests, copied.Disclosures)
			}
			h.Clock.Pass(9 * time.Hour)
		}
		list, err := desk.Requests(t.Context(), h.Org, rights.Filter{})
		must(t, err)
		if len(list) != 2 || list[0].Answered == nil || list[0].Right != rights.Access || list[0].Way != rights.OnOwnPage {
			t.Errorf("logged are %+v", list)
		}
		shown, err := desk.Disclosures(t.Context(), h.Org, r.Person)
		if err != nil || len(shown) != 4 || shown[0].Actor != "operator:dpo" || shown[3].Actor != "person" || shown[3].What != string(rights.ShownExport) {
			t.Errorf("shown: %+v, %v", shown, err)
		}
	})
}

func TestARequestThatCannotBeEnteredIsRefusedInASentence(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		desk := deskOf(h)
		ask := func(n rights.NewRequest) func() error {
			return func() error { _, err := desk.Ask(t.Context(), h.Org, n); return err }
		}
		good := rights.NewRequest{Right: rights.Access, Way: rights.ByLetter}
		with := func(change func(*rights.NewRequest)) func() error { n := good; change(&n); return ask(n) }
		refused(t, "UNKNOWN_WORD", with(func(n *rights.NewRequest) { n.Right = "money" }))
		refused(t, "UNKNOWN_WORD", with(func(n *rights.NewRequest) { n.Way = "pigeon" }))
		refused(t, "RECEIVED_IN_FUTURE", with(func(n *rights.NewRequest) { n.Received = h.Clock.Now().Add(time.Hour) }))
		refused(t, "RECEIVED_TOO_EARLY", with(func(n *rights.NewRequest) { n.Received = time.Date(202, 11, 1, 0, 0, 0, 0, time.UTC) }))
		refused(t, "BAD_REFERENCE", with(func(n *rights.NewRequest) { n.Reference = "Ana Byrne" }))
		refused(t, "BAD_REFERENCE", with(func(n *rights.NewRequest) { n.Reference = ana }))
		refused(t, "NO_SUCH_PERSON", with(func(n *rights.NewRequest) { n.Contact = intaketest.Email(ana) }))
		refused(t, "NO_SUCH_PERSON", with(func(n *rights.NewRequest) { n.Person = assent.ID{1} }))
		refused(t, "NO_SUCH_REQUEST", func() error {
			_, err := desk.Answer(t.Context(), h.Org, assent.ID{1}, dpo, rights.Complied)
			return err
		})
		if err := desk.Show(t.Context(), h.Org, assent.ID{1}, dpo, rights.ShownPerson); !errors.Is(err, rights.ErrNobody) {
			t.Errorf("shown: %v", err)
		}
		must(t, h.Archive.Read(t.Context(), h.Org, func(v *store.View) error {
			rows, err := v.Requests(assent.ID{}, 10)
			if len(rows) > 0 {
				t.Errorf("entered: %v", rows)
			}
			return err
		}))
	})
}

func refused(t *testing.T, code string, try func() error) {
	t.Helper()
	if p, ok := assent.AsProblem(try()); !ok || p.Code != code {
		t.Errorf("want %s, got %v", code, p)
	}
}
