package intake

import (
	"maps"

	"assent"
	"assent/catalogue"
)

// place fills in where the act was captured and what was read there.
func (w *work) place() error {
	dr := w.dr
	cp, err := w.collectionPoint()
	if err != nil {
		return err
	}
	notice := dr.Notice
	if cp != nil {
		w.e.CollectionPoint = cp.ID
		if notice.ID == "" {
			notice.ID = cp.Notice
		}
		w.e.Facts = withDefaults(w.e.Facts, cp.Facts)
	}
	if notice.ID == "" {
		return nil
	}
	w.e.Notice, err = w.shown(notice)
	return err
}

func (w *work) collectionPoint() (*catalogue.CollectionPoint, error) {
	if w.dr.CollectionPoint == "" {
		return nil, nil
	}
	cp, ok := w.cat.CollectionPoint(w.dr.CollectionPoint)
	if !ok {
		return nil, assent.Problemf("UNKNOWN_COLLECTION_POINT", "There is no collection point of that name; %s.", known(w.cat.CollectionPoints(), func(p *catalogue.CollectionPoint) string { return p.ID })).In("collection_point")
	}
	return cp, nil
}

// shown names the exact text that was read.
func (w *work) shown(n Notice) (*assent.NoticeRef, error) {
	text, ok := w.cat.Notice(n.ID, n.Version)
	if !ok {
		return nil, assent.Problemf("UNKNOWN_NOTICE", "No such version of that notice is published; publish the wording that was shown, then record what was answered; %s.", known(w.cat.Notices(), func(n *catalogue.Notice) string { return n.ID + " " + n.Version })).In("notice")
	}
	language := n.Language
	if a := w.dr.Attributes; language == "" && a != nil {
		language = a.Language
	}
	language = text.Languages.Language(language)
	if n.Language != "" && text.Languages[n.Language] == "" {
		return nil, assent.Problemf("UNKNOWN_NOTICE", "Notice %s %s is not published in that language.", text.ID, text.Version).In("notice.language")
	}
	return &assent.NoticeRef{ID: text.ID, Version: text.Version, Language: language, Digest: text.Digest(language)}, nil
}

func withDefaults(facts, defaults assent.Facts) assent.Facts {
	if len(defaults) == 0 {
		return facts
	}
	out := maps.Clone(defaults)
	maps.Copy(out, facts)
	return out
}
