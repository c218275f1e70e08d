package web

import (
	"net/http"

	"assent"
	"assent/law"
)

// LawsPage lists the jurisdictions whose law is known.
type LawsPage struct {
	Frame
	Laws []LawTile
}

// LawTile is one jurisdiction in the list.
type LawTile struct{ URL, Code, Name, State, Next string }

// laws is GET /laws.
func (s *site) laws(w http.ResponseWriter, r *http.Request) {
	v, ok := s.visit(w, r, "")
	if !ok {
		return
	}
	p := &LawsPage{Frame: s.frame(v, "", "page.laws.title")}
	p.Wide = true
	today := law.DateOf(s.Now())
	for _, pack := range s.Laws.Jurisdictions() {
		tile := LawTile{URL: v.here("/laws/" + pack.Code), Code: pack.Code, Name: pack.Name, State: v.civil(pack.State)}
		if shown, err := s.Laws.Show(pack.Code, "", today); err == nil {
			tile.Next = v.nextChange(shown.Changes, today)
		}
		p.Laws = append(p.Laws, tile)
	}
	s.draw(v, http.StatusOK, p)
}

func (v *visit) nextChange(days []law.Date, today law.Date) string {
	for _, d := range days {
		if d > today {
			return v.civil(d)
		}
	}
	return ""
}

// civil writes a day as the language of the visit does.
func (v *visit) civil(d law.Date) string { return v.words.Day(assent.Day(d.String())) }

// showLaw is GET /laws/{code}, of today or of ?at=.
func (s *site) showLaw(w http.ResponseWriter, r *http.Request) {
	v, ok := s.visit(w, r, "")
	if !ok {
		return
	}
	on, err := law.ParseDate(r.URL.Query().Get("at"))
	unreadable := err != nil
	if unreadable || !on.Known() {
		on = law.DateOf(s.Now())
	}
	shown, err := s.Laws.Show(r.PathValue("code"), "", on)
	if err != nil {
		s.fault(w, r, http.StatusNotFound, "not_found")
		return
	}
	s.draw(v, http.StatusOK, s.lawPage(v, shown, unreadable))
}
