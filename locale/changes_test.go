package locale

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// house are the gates that are no law's: see package decide.
var house = []string{"contact_for", "consent_to", "frequency_until", "paused_until"}

func TestEveryConditionAndGateOfTheLawHasItsChange(t *testing.T) {
	for name, packs := range packNames(t) {
		if changes[name] == "" {
			t.Errorf("changes has no line for %s (%s): say which phrase under \"change\" in messages/*.yaml tells what would have to be otherwise",
				name, strings.Join(packs, ", "))
		}
	}
}

func TestEveryChangeBelongsToTheLawOrTheHouse(t *testing.T) {
	names := packNames(t)
	for key := range changes {
		pack, name, qualified := strings.Cut(key, ".")
		if !qualified {
			pack, name = "", key
		}
		packs, known := names[name]
		if !known && !slices.Contains(house, name) {
			t.Errorf("changes has a line for %s, which no pack defines", key)
		}
		if qualified && !slices.Contains(packs, strings.ToLower(pack)) {
			t.Errorf("changes has a line for %s, but the pack has no such name", key)
		}
	}
}

func TestEveryPhraseForAChangeIsThereAndUsed(t *testing.T) {
	base := load(t).books[0]
	used := slices.Collect(maps.Values(changes))
	for _, phrase := range used {
		if _, ok := base.messages["change."+phrase]; !ok {
			t.Errorf("there is no message change.%s", phrase)
		}
	}
	for key := range base.messages {
		phrase, isChange := strings.CutPrefix(key, "change.")
		if isChange && phrase != "other" && !slices.Contains(used, phrase) {
			t.Errorf("no condition needs the message %s", key)
		}
	}
}

// TestAReasonThatCanGoBothWaysIsWordedForBoth keeps the list of reasons that one pack gives for a yes and
// another for a no: their sentences must be true of either.
func TestAReasonThatCanGoBothWaysIsWordedForBoth(t *testing.T) {
	worded := []string{"REFERRAL_ONE_MESSAGE"}
	against, in := map[string]bool{}, map[string]bool{}
	eachPack(t, func(_ string, p pack) {
		for _, rules := range []map[string]rule{p.Conditions, p.Gates} {
			for _, r := range rules {
				against[r.Reason] = true
			}
		}
		for _, c := range p.Cells {
			against[c.Otherwise] = true
		}
		for _, j := range p.Judged {
			against[j.Denied], in[j.Permitted] = true, true
		}
		for _, b := range p.Bases {
			in[b.Reason] = true
			for _, finer := range b.Reasons {
				in[finer.Reason] = true
			}
		}
		for _, h := range p.Headline.Permit {
			in[h.Reason] = true
		}
	})
	for reason := range in {
		if reason != "" && against[reason] && !slices.Contains(worded, reason) {
			t.Errorf("%s is a reason for a yes and for a no: word reason.%s so that it is true of both, then list it here", reason, reason)
		}
	}
}

// pack is what these tests read of a law pack's files.
type pack struct {
	Conditions map[string]rule
	Gates      map[string]rule
	Bases      map[string]rule
	Cells      []struct{ Otherwise string }
	Judged     []struct{ Denied, Permitted string }
	Headline   struct{ Permit []rule }
}

type rule struct {
	Reason  string
	Reasons []struct{ Reason string }
	Final   bool
	Drop    bool
}

func eachPack(t *testing.T, visit func(code string, p pack)) {
	t.Helper()
	files, err := filepath.Glob("../law/packs/*/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("found no law packs (%v)", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var lines []any
		if yaml.Unmarshal(text, &lines) == nil {
			continue // a list stands beside a pack, and is no part of it
		}
		var p pack
		if err := yaml.Unmarshal(text, &p); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		visit(filepath.Base(filepath.Dir(name)), p)
	}
}

// packNames are the conditions and gates that somebody could still meet, with the packs that define them.
func packNames(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	eachPack(t, func(code string, p pack) {
		for _, rules := range []map[string]rule{p.Conditions, p.Gates} {
			for name, r := range rules {
				if !r.Final && !r.Drop {
					out[name] = append(out[name], code)
				}
			}
		}
	})
	return out
}
