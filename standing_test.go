package assent_test

import (
	"testing"
	"time"

	"assent"
)

var (
	home = assent.Point{ID: assent.ID{1}, Kind: assent.EmailAddress}
	work = assent.Point{ID: assent.ID{2}, Kind: assent.EmailAddress}
	news = assent.Scope{Brand: "acme", Purpose: "newsletter", Channel: "email", Party: "own"}
)

// story tells events one after the other and asks how things stand.
type story struct {
	state *assent.State
	next  int64
}

func newStory() *story { return &story{state: assent.NewState(assent.ID{9})} }

// then applies an event that happened some time after noon at a contact point.
func (s *story) then(kind assent.EventType, how assent.Method, after time.Duration, set ...func(*assent.Event)) *story {
	when := noon.Add(after)
	e := &assent.Event{
		ID: assent.ID{0xe, byte(s.next)}, Number: s.next, Type: kind, Method: how,
		Occurred: when, Received: when, Recorded: when, Points: []assent.Point{home},
	}
	e.Strength, e.Grade = assent.Prove(how, "", true)
	for _, f := range set {
		f(e)
	}
	s.next++
	s.state.Apply(e)
	return s
}

// yes is the answer to the newsletter at the event's first contact point.
func yes(e *assent.Event) {
	e.Choices = []assent.Choice{{
		Point: e.Points[0].ID, Brand: news.Brand, Purpose: news.Purpose, Channel: assent.Email, Party: assent.PartyOwn,
	}}
}

func no(kind assent.NoKind, scope assent.Scope) func(*assent.Event) {
	return func(e *assent.Event) { e.Noes = []assent.NoEntry{{Scope: scope, Kind: kind}} }
}

func atWork(e *assent.Event)               { e.Points = []assent.Point{work} }
func ofRun(run string) func(*assent.Event) { return func(e *assent.Event) { e.Batch = run } }
func claimedAs(s assent.Strength) func(*assent.Event) {
	return func(e *assent.Event) { e.Strength = s }
}

func TestHowAChoiceStands(t *testing.T) {
	const minute, hour, day = time.Minute, time.Hour, 24 * time.Hour
	const (
		request, granted = assent.ConsentRequested, assent.ConsentGranted
		confirm, refused = assent.ConsentConfirmed, assent.ConsentRefused
		left, objected   = assent.ConsentWithdrawn, assent.ObjectionRaised
	)
	withdraw, everything := no(assent.NoWithdrawn, news), no(assent.NoObjection, assent.Everything())
	blank := no(assent.NoRefused, news)
	signedUp := func() *story {
		return newStory().then(request, assent.WebForm, 0, yes).then(confirm, assent.ConfirmButton, minute, yes)
	}
	for _, c := range []struct {
		says string
		s    *story
		ask  time.Duration
		want assent.Status
	}{
		{"nothing was said", newStory(), 0, assent.Unknown},
		{"a sign-up waits for its confirmation", newStory().then(request, assent.WebForm, 0, yes), hour, assent.Pending},
		{"a confirmed sign-up is granted", signedUp(), hour, assent.Granted},
		{"a sign-up waits seven days", newStory().then(request, assent.WebForm, 0, yes), 7 * day, assent.Pending},
		{"and not a moment longer", newStory().then(request, assent.WebForm, 0, yes), 7*day + time.Millisecond, assent.Unknown},
		{"an act is not seen before it happens", signedUp(), 30 * time.Second, assent.Pending},
		{"a yes without double opt-in is granted", newStory().then(granted, assent.WebForm, 0, yes), hour, assent.Granted},
		{"silence never counts", newStory().then(granted, assent.PreTicked, 0, yes), hour, assent.Unknown},

		{"a blank box is a refusal", newStory().then(refused, assent.WebForm, 0, blank), hour, assent.Refused},
		{"a blank box on a request for something else", newStory().then(request, assent.WebForm, 0, blank), hour, assent.Refused},
		{"a withdrawal ends the consent", signedUp().then(left, assent.OneClick, hour, withdraw), 2 * hour, assent.Withdrawn},
		{"so does an objection to everything", signedUp().then(objected, assent.UnsubscribePage, hour, everything), 2 * hour, assent.Withdrawn},
		{"a withdrawal said at work ends the consent at home", signedUp().then(left, assent.OneClick, hour, atWork, withdraw), 2 * hour, assent.Withdrawn},
		{"of two noes the later gives the name", newStory().then(left, assent.OneClick, 0, withdraw).then(refused, assent.WebForm, hour, blank), 2 * hour, assent.Refused},
		{"a no to another purpose changes nothing", signedUp().then(left, assent.OneClick, hour, no(assent.NoWithdrawn,
			assent.Scope{Brand: assent.Any, Purpose: "offers", Channel: assent.Any, Party: assent.Any})), 2 * hour, assent.Granted},

		{"a stranger's sign-up after a no waits", signedUp().then(left, assent.OneClick, hour, withdraw).
			then(request, assent.WebForm, 2*hour, yes), 3 * hour, assent.Pending},
		{"a stranger's sign-up after a no waits, without double opt-in too", signedUp().then(left, assent.OneClick, hour, withdraw).
			then(granted, assent.WebForm, 2*hour, yes), 3 * hour, assent.Pending},
		{"her confirmation after the no opens it again", signedUp().then(left, assent.OneClick, hour, withdraw).
			then(request, assent.WebForm, 2*hour, yes).then(confirm, assent.ConfirmCode, 3*hour, yes), 4 * hour, assent.Granted},
		{"a sign-up before the no is over", newStory().then(request, assent.WebForm, 0, yes).
			then(left, assent.OneClick, hour, withdraw), 2 * hour, assent.Withdrawn},
		{"a yes by API after our own no waits", signedUp().then(left, assent.OneClick, hour, withdraw).
			then(granted, assent.ViaAPI, 2*hour, yes), 3 * hour, assent.Pending},
		{"a yes by API of a time before our own no is nothing", signedUp().then(left, assent.OneClick, hour, withdraw).
			then(granted, assent.ViaAPI, hour+5*minute, yes), 3 * hour, assent.Withdrawn},
		{"an import cannot revive who left", signedUp().then(left, assent.OneClick, hour, withdraw).
			then(granted, assent.ViaImport, 2*hour, yes, ofRun("run"), claimedAs(assent.DoubleOptIn)), 3 * hour, assent.Pending},
		{"within an import its own dates decide", newStory().then(left, assent.ViaImport, 0, withdraw, ofRun("run")).
			then(granted, assent.ViaImport, minute, yes, ofRun("run")), hour, assent.Granted},
		{"between two imports they do not", newStory().then(left, assent.ViaImport, 0, withdraw, ofRun("one")).
			then(granted, assent.ViaImport, day, yes, ofRun("two")), 2 * day, assent.Pending},
		{"yes and no on one bare day of an import are a no", newStory().
			then(left, assent.ViaImport, 0, withdraw, ofRun("run"), onItsDay).
			then(granted, assent.ViaImport, hour, yes, ofRun("run")), day, assent.Withdrawn},
		{"a later claim does not hide her own yes", newStory().then(left, assent.OneClick, 0, withdraw).
			then(confirm, assent.ConfirmButton, hour, yes).
			then(granted, assent.ViaImport, 2*hour, yes, ofRun("run"), claimedAs(assent.DoubleOptIn)), 3 * hour, assent.Granted},
		{"nor does a later question by API hide hers", newStory().then(left, assent.OneClick, 0, withdraw).
			then(request, assent.WebForm, minute, yes).then(request, assent.ViaAPI, 2*minute, yes), hour, assent.Pending},
		{"a later no of an import does not hide our own", signedUp().then(left, assent.OneClick, hour, withdraw).
			then(left, assent.ViaImport, 2*hour, withdraw, ofRun("run")).
			then(granted, assent.ViaImport, 3*hour, yes, ofRun("run")), day, assent.Pending},
		{"an erased person's no still stands", signedUp().then(left, assent.OneClick, hour, withdraw).
			then(assent.PersonErased, assent.Automatic, 2*hour), 3 * hour, assent.Withdrawn},
	} {
		if got := c.s.state.Standing(home.ID, news, noon.Add(c.ask)); got.Status != c.want {
			t.Errorf("%s: %s, want %s", c.says, got.Status, c.want)
		}
	}
}

// onItsDay leaves only the day of what happened.
func onItsDay(e *assent.Event) { e.DayOnly, e.Occurred = true, e.Occurred.Truncate(24*time.Hour) }

func TestAYesBelongsToOneContactPoint(t *testing.T) {
	s := newStory().then(assent.ConsentGranted, assent.ConfirmButton, 0, yes)
	if got := s.state.Standing(work.ID, news, noon.Add(time.Hour)).Status; got != assent.Unknown {
		t.Errorf("said at home, it is %s at work", got)
	}
}

func TestANoReachesContactPointsThatComeLater(t *testing.T) {
	s := newStory().
		then(assent.ConsentWithdrawn, assent.OneClick, 0, no(assent.NoWithdrawn, news)).
		then(assent.ConsentGranted, assent.WebForm, time.Hour, atWork, yes)
	if got := s.state.Standing(work.ID, news, noon.Add(2*time.Hour)).Status; got != assent.Pending {
		t.Errorf("at the new address it is %s", got)
	}
}

func TestAStandingNamesTheActsThatMakeIt(t *testing.T) {
	s := newStory().
		then(assent.ConsentWithdrawn, assent.OneClick, 0, no(assent.NoWithdrawn, news)).
		then(assent.ConsentConfirmed, assent.ConfirmButton, time.Hour, yes).
		then(assent.ConsentGranted, assent.WebForm, 2*time.Hour, yes)
	got := s.state.Standing(home.ID, news, noon.Add(3*time.Hour))
	if got.Status != assent.Granted || got.Yes == nil || got.Yes.Event != (assent.ID{0xe, 1}) {
		t.Errorf("the yes that stands is %+v", got.Yes)
	}
	if got.No == nil || got.No.Event != (assent.ID{0xe, 0}) {
		t.Errorf("the latest no is %+v", got.No)
	}
}

func TestTheTimeThatCounts(t *testing.T) {
	hourBefore := noon.Add(-time.Hour)
	for _, c := range []struct {
		says     string
		how      assent.Method
		occurred time.Time
		want     time.Time
	}{
		{"on our pages it is when we received it", assent.OneClick, hourBefore, noon},
		{"of a claim it is when it is said to have happened", assent.ViaAPI, hourBefore, hourBefore},
		{"but never after we received it", assent.ViaAPI, noon.Add(time.Hour), noon},
		{"a claim without a time happened when we received it", assent.ViaAPI, time.Time{}, noon},
	} {
		e := assent.Event{Method: c.how, Occurred: c.occurred, Received: noon}
		if got := e.Time(); !got.Equal(c.want) {
			t.Errorf("%s: %s", c.says, got)
		}
	}
}

func TestATopicCanBeLeftWithoutLeavingThePurpose(t *testing.T) {
	topics := func(reply assent.Reply, names ...string) func(*assent.Event) {
		return func(e *assent.Event) { yes(e); e.Choices[0].Topics, e.Choices[0].Reply = names, reply }
	}
	s := newStory().
		then(assent.ConsentConfirmed, assent.ConfirmButton, 0, topics(assent.Yes, "cheese", "wine")).
		then(assent.ConsentConfirmed, assent.PreferencePage, time.Hour, topics(assent.No, "wine"))
	chosen := map[string]bool{}
	for _, c := range s.state.Points[home.ID].Topics {
		chosen[c.Topic] = c.Chosen
	}
	if !chosen["cheese"] || chosen["wine"] {
		t.Errorf("chosen are %v", chosen)
	}
	if got := s.state.Standing(home.ID, news, noon.Add(2*time.Hour)).Status; got != assent.Granted {
		t.Errorf("the purpose is %s", got)
	}
}
