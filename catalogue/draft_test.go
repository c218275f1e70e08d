package catalogue_test

import (
	"crypto/rand"
	"testing"

	"assent"
	"assent/catalogue"
	"assent/store"
	"assent/store/storetest"
)

func code(err error) string {
	if p, ok := assent.AsProblem(err); ok {
		return p.Code
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func TestNobodyOverwritesUnseenWhatAnotherHasWritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		shelf := catalogue.New(a, rand.Reader)
		ana, bea := assent.ID{15: 1}, assent.ID{15: 2}
		save := func(author assent.ID, revision int64, name string) string {
			p := newsletter(func(p *catalogue.Purpose) { p.Names = catalogue.Texts{"en": name} })
			return code(shelf.SaveDraft(t.Context(), org, catalogue.Draft{Item: p, Revision: revision, Author: author}))
		}
		for _, step := range []struct {
			author   assent.ID
			revision int64
			want     string
		}{{ana, 0, ""}, {bea, 0, "DRAFT_MOVED"}, {bea, 1, ""}, {ana, 1, "DRAFT_MOVED"}, {ana, 2, ""}, {ana, 9, "DRAFT_MOVED"}} {
			if got := save(step.author, step.revision, "Letter"); got != step.want {
				t.Errorf("saving on revision %d answers %q, want %q", step.revision, got, step.want)
			}
		}
		d, found, err := shelf.Draft(t.Context(), org, catalogue.KindPurpose, "newsletter")
		if err != nil || !found || d.Revision != 3 || d.Author != ana || d.Item.(*catalogue.Purpose).Names["en"] != "Letter" {
			t.Errorf("the draft is %+v, %v", d, err)
		}
		if _, found, _ := shelf.Draft(t.Context(), assent.ID{15: 9}, catalogue.KindPurpose, "newsletter"); found {
			t.Error("another organisation sees the draft")
		}
		if got := code(shelf.DropDraft(t.Context(), org, catalogue.KindPurpose, "newsletter", 2)); got != "DRAFT_MOVED" {
			t.Errorf("dropping what was not read answers %q", got)
		}
		if err := shelf.DropDraft(t.Context(), org, catalogue.KindPurpose, "newsletter", 3); err != nil {
			t.Error(err)
		}
		if all, err := shelf.Drafts(t.Context(), org); err != nil || len(all) != 0 {
			t.Errorf("%d drafts are left, %v", len(all), err)
		}
	})
}

func TestADraftIsPublishedOnceAndOnlyOverWhatItWasBegunFrom(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		shelf := catalogue.New(a, rand.Reader)
		current := func() *catalogue.Catalogue {
			t.Helper()
			c, err := shelf.Current(t.Context(), org)
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		publish := func(revision int64) string {
			return code(shelf.PublishDraft(t.Context(), org, operator, now, catalogue.KindPurpose, "newsletter", revision))
		}
		save := func(revision int64, change func(*catalogue.Purpose)) {
			t.Helper()
			d := current().NewDraft(newsletter(change))
			d.Revision = revision
			if err := shelf.SaveDraft(t.Context(), org, d); err != nil {
				t.Fatal(err)
			}
		}
		save(0, func(p *catalogue.Purpose) { p.Channels = nil })
		if got := publish(1); got != "BAD_CATALOGUE_ITEM" {
			t.Errorf("half a draft is published: %q", got)
		}
		save(1, nil)
		if got := publish(1); got != "DRAFT_MOVED" {
			t.Errorf("a revision that nobody read last is published: %q", got)
		}
		if got := publish(2); got != "" {
			t.Errorf("the draft is not published: %q", got)
		}
		if p, ok := current().Purpose("newsletter"); !ok || p.Version != 1 {
			t.Errorf("in force is %+v", p)
		}
		if got := publish(2); got != "DRAFT_MOVED" {
			t.Errorf("it is published twice: %q", got)
		}
		save(0, func(p *catalogue.Purpose) { p.ValidityMonths = 12 })
		if err := shelf.Publish(t.Context(), org, operator, now, newsletter(func(p *catalogue.Purpose) { p.ValidityMonths = 24 })); err != nil {
			t.Fatal(err)
		}
		if got := publish(1); got != "VERSION_MOVED" {
			t.Errorf("a draft of version 1 is published over version 2: %q", got)
		}
	})
}

func TestTryingChangesNothing(t *testing.T) {
	shelf := catalogue.New(storetest.SQLite(t), rand.Reader)
	if err := shelf.Publish(t.Context(), org, operator, now, newsletter(nil)); err != nil {
		t.Fatal(err)
	}
	c, err := shelf.Current(t.Context(), org)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Try(newsletter(func(p *catalogue.Purpose) { p.ValidityMonths = 12 })); err != nil {
		t.Error(err)
	}
	if err := c.Try(newsletter(func(p *catalogue.Purpose) { p.Requires = []string{"newsletter"} })); code(err) != "BAD_CATALOGUE_ITEM" {
		t.Errorf("a purpose that requires itself: %v", err)
	}
	if p, _ := c.Purpose("newsletter"); p.Version != 1 || len(c.Versions(catalogue.KindPurpose, "newsletter")) != 1 {
		t.Errorf("the catalogue has changed: %+v", p)
	}
}
