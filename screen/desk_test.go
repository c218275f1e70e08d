package screen_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/decide"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/screen"
)

var byKey = assent.Actor{Kind: assent.ActorKey, ID: "mailer"}

var newsletter = screen.Plan{Purpose: "newsletter", Channel: assent.Email, Format: screen.CSV}

// tray is a desk of lists over a house of tests with Ana and Bob, who said yes.
type tray struct {
	*intaketest.House
	t    *testing.T
	desk *screen.Desk
	ana  intake.Receipt
	dir  string
}

func newTray(t *testing.T, h *intaketest.House) *tray {
	y := &tray{House: h, t: t, dir: filepath.Join(t.TempDir(), "lists")}
	y.ana = h.Record(intaketest.SignUp("ana@example.org", "newsletter"))
	h.Record(intaketest.SignUp("bob@example.org", "newsletter"))
	h.Clock.Pass(time.Minute)
	y.open(0)
	return y
}

// open opens the desk as a process does that starts.
func (y *tray) open(limit int64) {
	y.t.Helper()
	desk := deskOf(y.t, y.House)
	if err := desk.Index(y.t.Context(), y.Org); err != nil {
		y.t.Fatal(err)
	}
	y.over(desk, limit)
}

func (y *tray) over(desk screen.Current, limit int64) {
	y.desk = screen.NewDesk(screen.Config{
		Archive: y.Archive, Org: y.Org, Folder: y.dir, Decide: desk, Now: y.Clock.Now, Random: rand.Reader, Limit: limit,
	})
}

func (y *tray) take(list string) screen.Status {
	y.t.Helper()
	s, err := y.desk.Take(y.t.Context(), byKey, newsletter, strings.NewReader(list))
	if err != nil {
		y.t.Fatal(err)
	}
	return s
}

// rest works until nothing waits.
func (y *tray) rest() {
	y.t.Helper()
	for more := true; more; {
		var err error
		if more, err = y.desk.Round(y.t.Context()); err != nil {
			y.t.Fatal(err)
		}
	}
}

func (y *tray) status(id assent.ID) screen.Status {
	y.t.Helper()
	s, err := y.desk.Status(y.t.Context(), id)
	if err != nil {
		y.t.Fatal(err)
	}
	return s
}

func (y *tray) given(id assent.ID) (string, screen.Status) {
	y.t.Helper()
	g, err := y.desk.Give(y.t.Context(), id)
	if err != nil {
		y.t.Fatal(err)
	}
	defer g.File.Close()
	text, err := io.ReadAll(g.File)
	if err != nil {
		y.t.Fatal(err)
	}
	return string(text), g.Status
}

// empty fails if a list is left in the folder.
func (y *tray) empty() {
	y.t.Helper()
	files, err := os.ReadDir(y.dir)
	if err != nil || len(files) != 1 || files[0].Name() != "node" {
		y.t.Errorf("left %v, %v", files, err)
	}
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

const threeRows = "n,email\n1,ana@example.org\n2,bob@example.org\n3,nobody\n"

func TestAListIsTakenScreenedAndGivenOut(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		y := newTray(t, h)
		s := y.take(threeRows)
		if s.State != screen.Waiting || s.Bytes != int64(len(threeRows)) || s.Source != digest(threeRows) {
			t.Errorf("taken as %+v", s)
		}
		_, err := y.desk.Give(t.Context(), s.ID)
		refused(t, err, "NOT_DONE")
		y.rest()
		text, s := y.given(s.ID)
		if !strings.Contains(text, "1,ana@example.org,allow,CONSENT_VALID,") || strings.Count(text, "\n") != 4 {
			t.Errorf("gave out\n%s", text)
		}
		o := s.Outcome
		if s.State != screen.Done || o.Rows != 3 || o.Allow != 2 || o.Findings["BAD_EMAIL"] != 1 || o.Result != digest(text) || s.Progress.Rows != 3 {
			t.Errorf("done as %+v with %+v", s, o)
		}
		e := h.Event(o.Event)
		if c := e.Screening; e.Type != assent.AudienceScreened || e.Actor != byKey || c.Source != s.Source || c.Result != o.Result || c.Rows != 3 || c.Position != o.Position || c.Reasons["CONSENT_VALID"] != 2 {
			t.Errorf("recorded as %+v", c)
		}
		y.withdrawnBeforeGiven(s.ID)
		h.Audit()
	})
}

// Whoever leaves after the list was screened is left out when it is given out.
func (y *tray) withdrawnBeforeGiven(id assent.ID) {
	y.t.Helper()
	before := y.status(id)
	if _, same := y.given(id); same.Outcome.Event != before.Outcome.Event {
		y.t.Error("it was screened again though nobody had said anything")
	}
	y.Record(intaketest.OneClick(y.ana.Point))
	text, s := y.given(id)
	if !strings.Contains(text, "1,ana@example.org,deny,CONSENT_WITHDRAWN,") || !strings.Contains(text, "2,bob@example.org,allow,") {
		y.t.Errorf("gave out\n%s", text)
	}
	if s.Outcome.Allow != 1 || s.Outcome.Position <= before.Outcome.Position || s.Outcome.Event == before.Outcome.Event || s.Deleted != before.Deleted {
		y.t.Errorf("%+v, before %+v", s.Outcome, before.Outcome)
	}
}

func refused(t *testing.T, err error, code string) {
	t.Helper()
	if p, ok := assent.AsProblem(err); !ok || p.Code != code {
		t.Errorf("%v, want %s", err, code)
	}
}

// broken is a desk whose process ends in the middle of a list.
type broken struct {
	*decide.Desk
	stop func()
}

func (b broken) Sieve(ctx context.Context, org assent.ID, q assent.Question) (*decide.Sieve, error) {
	b.stop()
	return b.Desk.Sieve(ctx, org, q)
}

func TestAListThatWasInterruptedIsBegunAnew(t *testing.T) {
	y := newTray(t, intaketest.New(t))
	ctx, stop := context.WithCancel(t.Context())
	y.over(broken{deskOf(t, y.House), stop}, 0)
	s := y.take(threeRows)
	if _, err := y.desk.Round(ctx); err == nil {
		t.Fatal("the round ended well")
	}
	if got := y.status(s.ID); got.State != screen.Running {
		t.Errorf("it is %s", got.State)
	}
	y.open(0)
	y.rest()
	if got := y.status(s.ID); got.State != screen.Done || got.Outcome.Rows != 3 {
		t.Errorf("it is %+v", got)
	}
}

func TestAListThatCannotBeScreenedSaysWhy(t *testing.T) {
	y := newTray(t, intaketest.New(t))
	s := y.take("name\nAna\n")
	lost := y.take(threeRows)
	if err := os.Remove(filepath.Join(y.dir, lost.ID.String()+".list")); err != nil {
		t.Fatal(err)
	}
	y.rest()
	if got := y.status(s.ID); got.State != screen.Failed || got.Problem.Code != "NO_CONTACT_COLUMN" {
		t.Errorf("it is %+v", got)
	}
	_, err := y.desk.Give(t.Context(), s.ID)
	refused(t, err, "NO_CONTACT_COLUMN")
	if got := y.status(lost.ID); got.Problem == nil || got.Problem.Code != "LIST_LOST" {
		t.Errorf("it is %+v", got)
	}
}

func TestWhatCannotBeTakenLeavesNothingBehind(t *testing.T) {
	y := newTray(t, intaketest.New(t))
	y.open(100)
	takes := func(p screen.Plan, list, code string) {
		t.Helper()
		_, err := y.desk.Take(t.Context(), byKey, p, strings.NewReader(list))
		refused(t, err, code)
	}
	takes(newsletter, "", "EMPTY_LIST")
	takes(newsletter, "email\n"+strings.Repeat("ana@example.org\n", 10), "TOO_LARGE")
	takes(screen.Plan{Purpose: "nothing", Channel: assent.Email}, threeRows, "UNKNOWN_PURPOSE")
	takes(screen.Plan{Purpose: "newsletter", Channel: "pigeon"}, threeRows, "UNKNOWN_CHANNEL")
	y.empty()
	for range 20 {
		y.take(threeRows)
	}
	takes(newsletter, threeRows, "TOO_MANY_SCREENINGS")
}

func TestFilesAreDeletedADayAfterTheScreening(t *testing.T) {
	y := newTray(t, intaketest.New(t))
	s := y.take(threeRows)
	y.rest()
	y.Clock.Pass(screen.FilesKept - time.Minute)
	y.rest()
	if got := y.status(s.ID); !got.Deleted.After(y.Clock.Now()) {
		t.Errorf("deleted at %s", got.Deleted)
	}
	y.Clock.Pass(2 * time.Minute)
	y.rest()
	_, err := y.desk.Status(t.Context(), s.ID)
	refused(t, err, "NO_SUCH_SCREENING")
	y.empty()
}

func TestTheListsOfAnotherNodeAreLeftToIt(t *testing.T) {
	y := newTray(t, intaketest.New(t))
	s := y.take(threeRows)
	y.dir += "-other"
	y.open(0)
	y.rest()
	if got := y.status(s.ID); got.State != screen.Waiting {
		t.Errorf("it is %s", got.State)
	}
	all, err := y.desk.List(t.Context())
	if err != nil || fmt.Sprint(len(all)) != "1" {
		t.Errorf("%d listed, %v", len(all), err)
	}
}
