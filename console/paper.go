package console

import (
	htmltemplate "html/template"

	"assent"
	"assent/locale"
)

// PaperScreen is a form to print: what a hosted form asks, with room for a pen, and codes that lead to the web.
type PaperScreen struct {
	Frame
	Tongue            string // of the paper
	Words             *locale.Printer
	Heading, About    string
	Boxes             []PaperBox
	Notice, Version   string
	Phone             bool
	Sender            string
	JoinURL, LeaveURL string
	Join, Leave       htmltemplate.HTML
}

// PaperBox is a box to tick.
type PaperBox struct{ Sentence, By string }

// Say is a message in the language of the paper.
func (p *PaperScreen) Say(key string) string { return p.Words.Text("clause.paper." + key) }

func (s *site) showPaper(c *call) error {
	at, ok := c.catalogue.CollectionPoint(c.r.PathValue("item"))
	if !ok {
		return errNothingThere
	}
	o := s.outside(c, at.ID, c.r.URL.Query().Get("language"))
	screen := &PaperScreen{
		Frame: s.frame(c, "paper"), Tongue: o.words.Language(), Words: o.words, Heading: orElse(o.in(at.Titles), at.ID), About: o.in(at.Intros),
		Notice: o.notice(), JoinURL: o.join, LeaveURL: o.leave, Sender: o.say("clause.controller_short"),
	}
	screen.CSV = "/console/purposes/clauses.csv?point=" + at.ID + "&language=" + screen.Tongue
	if n, ok := c.catalogue.Notice(at.Notice, ""); ok && at.Notice != "" {
		screen.Version = n.ID + " " + n.Version
	}
	for _, b := range at.Boxes {
		if p, ok := c.catalogue.Purpose(b.Purpose); ok {
			screen.Boxes = append(screen.Boxes, PaperBox{o.sentence(p), o.words.Text("by_channel." + string(b.Channel))})
			screen.Phone = screen.Phone || b.Channel != assent.Email
		}
	}
	if o.join == "" {
		return s.draw(c, screen)
	}
	var err error
	if screen.Join, err = qrSVG(o.join, o.join); err == nil {
		screen.Leave, err = qrSVG(o.leave, o.leave)
	}
	if err != nil {
		return err
	}
	return s.draw(c, screen)
}
