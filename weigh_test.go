package assent_test

import (
	"testing"
	"time"

	"assent"
)

// noon is the day on which these tests happen.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// at makes a mark some time after noon.
func at(after time.Duration, source assent.Source, more ...func(*assent.Mark)) assent.Mark {
	m := assent.Mark{At: noon.Add(after), Source: source, Number: 10}
	for _, set := range more {
		set(&m)
	}
	return m
}

func confirmed(m *assent.Mark)            { m.Confirmed = true }
func numbered(n int64) func(*assent.Mark) { return func(m *assent.Mark) { m.Number = n } }
func in(run string) func(*assent.Mark)    { return func(m *assent.Mark) { m.Batch = run } }
func bareDay(m *assent.Mark)              { m.BareDay, m.At = true, m.At.Truncate(24*time.Hour) }

func TestAYesIsWeighedAgainstANo(t *testing.T) {
	const second, minute, hour, day = time.Second, time.Minute, time.Hour, 24 * time.Hour
	const own, claimed = assent.Own, assent.Claimed
	falls, awaits, stands := assent.Falls, assent.Awaits, assent.Stands
	for _, c := range []struct {
		says    string
		yes, no assent.Mark
		want    assent.Weight
	}{
		{"a no after the yes holds", at(0, own, confirmed), at(second, own), falls},
		{"a confirmed yes after the no stands", at(second, own, confirmed), at(0, own), stands},
		{"a later yes that was typed by anyone awaits her confirmation", at(hour, own), at(0, own), awaits},
		{"at the same instant on our pages the later number counts: the yes", at(0, own, confirmed, numbered(11)), at(0, own), stands},
		{"at the same instant on our pages the later number counts: the no", at(0, own, confirmed), at(0, own, numbered(11)), falls},
		{"a yes and a no of one event are a no", at(0, own, confirmed), at(0, own), falls},

		{"a claimed yes never stands against our own no, however late", at(1000*day, claimed), at(0, own), awaits},
		{"nor if it claims to be confirmed", at(1000*day, claimed, confirmed), at(0, own), awaits},
		{"a claimed yes exactly five minutes after the no is not later", at(5*minute, claimed), at(0, own), falls},
		{"a claimed yes more than five minutes after it awaits", at(5*minute+second, claimed), at(0, own), awaits},
		{"our yes within five minutes of a claimed no is not later", at(5*minute, own, confirmed), at(0, claimed), falls},
		{"our confirmed yes more than five minutes after a claimed no stands", at(5*minute+second, own, confirmed), at(0, claimed), stands},
		{"a claimed yes at the instant of a claimed no falls, whatever its number", at(0, claimed, numbered(99)), at(0, claimed), falls},
		{"a claimed yes after a claimed no of another run awaits", at(hour, claimed, in("b")), at(0, claimed, in("a")), awaits},

		{"within one import its own dates decide", at(second, claimed, in("a")), at(0, claimed, in("a")), stands},
		{"within one import the same instant is a no", at(0, claimed, in("a"), numbered(11)), at(0, claimed, in("a")), falls},
		{"within one import an earlier yes falls", at(-second, claimed, in("a")), at(0, claimed, in("a")), falls},

		{"yes and no on the same bare day are a no", at(0, claimed, in("a"), bareDay), at(0, claimed, in("a"), bareDay), falls},
		{"a yes on the bare day after the no is later", at(day, claimed, in("a"), bareDay), at(0, claimed, in("a"), bareDay), stands},
		{"a yes with a time on the bare day of a no is not later", at(6*hour, claimed, in("a")), at(0, claimed, in("a"), bareDay), falls},
		{"a yes on a bare day is not later than a no with a time on that day", at(0, claimed, in("a"), bareDay), at(-6*hour, claimed, in("a")), falls},
		{"a bare day after our own no still awaits", at(day, claimed, bareDay), at(0, own), awaits},
	} {
		if got := assent.Weigh(c.yes, c.no); got != c.want {
			t.Errorf("%s: weighed %d, want %d", c.says, got, c.want)
		}
	}
}

func TestAYesIsWeighedAgainstEveryNo(t *testing.T) {
	yes := at(time.Hour, assent.Own)
	no := func(after time.Duration) assent.StandingNo { return assent.StandingNo{Mark: at(after, assent.Own)} }
	for _, c := range []struct {
		says string
		noes []assent.StandingNo
		want assent.Weight
	}{
		{"with no no it stands", nil, assent.Stands},
		{"one earlier no makes it wait", []assent.StandingNo{no(0)}, assent.Awaits},
		{"one later no makes it fall", []assent.StandingNo{no(0), no(2 * time.Hour)}, assent.Falls},
	} {
		if got := assent.WeighAll(yes, c.noes); got != c.want {
			t.Errorf("%s: weighed %d, want %d", c.says, got, c.want)
		}
	}
}
