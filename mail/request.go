package mail

import "time"

// Request is a consent request: the words of the organisation, in our frame.
type Request struct {
	Subject string
	Parts   []Part
	Answer  string // address of the page with the boxes
	Digits  string // the code that the page may ask for
	Code    string // transaction code
	Life    time.Duration
}

// Part is one paragraph of the organisation's words: a sentence, a list, or the place of the button.
type Part struct {
	Text   string
	List   []string
	Button bool
}

// ConsentRequest asks for consent. The frame adds nothing that could persuade: a button that leads to the
// boxes, the sentence that silence is no yes, the code.
func ConsentRequest(w Words, b Brand, r Request) Message {
	s := &sheet{words: w, Brand: b, Language: w.Language(), Subject: r.Subject, Title: r.Subject}
	s.Hello, s.Sign = s.text("mail.hello"), s.text("mail.sign")
	for _, p := range r.Parts {
		switch {
		case p.Button:
			s.button("mail.request.button", r.Answer)
		case p.List != nil:
			s.list(p.List)
		case p.Text != "":
			s.Blocks = append(s.Blocks, block{Text: p.Text})
		}
	}
	s.say("mail.request.silence")
	s.below("mail.request.valid", "n", int(r.Life/(24*time.Hour)))
	s.below("mail.request.digits", "digits", r.Digits)
	s.below("mail.code", "code", r.Code)
	return s.letter()
}
