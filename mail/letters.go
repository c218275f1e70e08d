package mail

import "time"

// Words are the texts of one language; a *locale.Printer is one.
type Words interface {
	Text(key string, args ...any) string
	Language() string
}

// Brand is in whose name a letter is written.
type Brand struct {
	Name   string
	Accent string // colour of the button, "#1f6f5c"; empty: the house's
}

// Asked is what somebody asked for under an address, and the links by which its owner answers.
type Asked struct {
	Choices []string // "Newsletter by e-mail"
	Code    string   // transaction code of the request
	Digits  string   // the code that the page may ask for
	Confirm string   // address of the page with the button
	NotMe   string   // address of the page that cancels
	Life    time.Duration
}

// Confirmation asks the owner of an address whether it was she who signed up (double opt-in). It
// holds no advertising, which would make it advertising itself, and no word that the person at the
// form typed: otherwise a form would be a way to send strangers one's own words.
func Confirmation(w Words, b Brand, a Asked) Message { return askFor(w, b, a, "mail.confirm") }

// Reminder asks once more, and says that it is the last time.
func Reminder(w Words, b Brand, a Asked) Message { return askFor(w, b, a, "mail.remind") }

func askFor(w Words, b Brand, a Asked, kind string) Message {
	s := newSheet(w, b, kind)
	s.say(kind + ".intro")
	s.list(a.Choices)
	s.say("mail.confirm.ask")
	s.button("mail.confirm.button", a.Confirm)
	s.sayStrong(a.Digits, "mail.confirm.digits", "digits", a.Digits)
	s.say("mail.confirm.valid", "n", int(a.Life/time.Hour))
	s.below("mail.confirm.not_me")
	s.link("mail.confirm.not_me_button", a.NotMe)
	s.below("mail.code", "code", a.Code)
	return s.message()
}

// YourPage brings the link to the page of one's own choices.
func YourPage(w Words, b Brand, page string, life time.Duration) Message {
	s := newSheet(w, b, "mail.find")
	s.say("mail.find.intro")
	s.button("mail.find.button", page)
	s.say("mail.find.valid", "n", int(life/(24*time.Hour)))
	s.below("mail.find.not_me")
	return s.message()
}

// PageCode brings the six digits that open the page of one's own choices.
func PageCode(w Words, b Brand, digits string, life time.Duration) Message {
	s := newSheet(w, b, "mail.page_code")
	s.sayStrong(digits, "mail.page_code.intro", "digits", digits)
	s.say("mail.page_code.valid", "n", int(life/time.Minute))
	s.below("mail.page_code.not_me")
	return s.message()
}

// AddressCode brings the six digits that show that a new address is the person's own.
func AddressCode(w Words, b Brand, digits string, life time.Duration) Message {
	s := newSheet(w, b, "mail.address_code")
	s.sayStrong(digits, "mail.address_code.intro", "digits", digits)
	s.say("mail.page_code.valid", "n", int(life/time.Minute))
	s.below("mail.address_code.not_me")
	return s.message()
}

// OldAddressCode brings the six digits by which a person gives an address up for another. It says so: whoever
// reads only that a page is to be opened may pass the code on, and lose her page with it.
func OldAddressCode(w Words, b Brand, digits string, life time.Duration) Message {
	s := newSheet(w, b, "mail.old_address_code")
	s.sayStrong(digits, "mail.old_address_code.intro", "digits", digits)
	s.say("mail.page_code.valid", "n", int(life/time.Minute))
	s.below("mail.old_address_code.not_me")
	return s.message()
}

// Erasing tells a person that she has asked to be erased, and how she calls it off.
func Erasing(w Words, b Brand, asked time.Time, stay string) Message {
	s := newSheet(w, b, "mail.erasing")
	s.say("mail.erasing.intro", "date", asked)
	s.say("mail.erasing.wait")
	s.button("mail.erasing.button", stay)
	s.below("mail.erasing.not_me")
	return s.message()
}

// Leaving brings the button that stops what a person has asked to stop on a page that asks once more.
func Leaving(w Words, b Brand, leave string) Message {
	s := newSheet(w, b, "mail.leaving")
	s.say("mail.leaving.intro")
	s.button("mail.leaving.button", leave)
	s.below("mail.leaving.not_me")
	return s.message()
}

// Agreed is what a person has agreed to, for her receipt.
type Agreed struct {
	Choices     []string
	Code        string
	On          time.Time
	Unsubscribe string
	Preferences string
}

// Receipt thanks for a consent and is the person's copy of it.
func Receipt(w Words, b Brand, a Agreed) Message {
	s := newSheet(w, b, "mail.receipt")
	s.say("mail.receipt.intro", "date", a.On)
	s.list(a.Choices)
	s.say("mail.receipt.keep")
	s.link("footer.preferences", a.Preferences)
	s.link("mail.receipt.unsubscribe", a.Unsubscribe)
	s.below("mail.code", "code", a.Code)
	return s.message()
}
