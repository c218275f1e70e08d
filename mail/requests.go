package mail

// Pressing is a request of a person about her data whose time is running out. It says nothing of her.
type Pressing struct {
	Right string // "access", "erasure" …
	Day   string // the last day for the answer, in words
	ID    string
	Late  bool
}

// Requests tells whoever answers for data protection what must be answered.
func Requests(w Words, b Brand, pressing []Pressing) Message {
	s := newSheet(w, b, "mail.requests")
	s.say("mail.requests.intro", "n", len(pressing))
	var lines []string
	for _, p := range pressing {
		key := "mail.requests.due"
		if p.Late {
			key = "mail.requests.late"
		}
		lines = append(lines, s.text(key, "right", s.text("mail.requests.right."+p.Right), "day", p.Day, "id", p.ID))
	}
	s.list(lines)
	s.say("mail.requests.how")
	return s.message()
}
