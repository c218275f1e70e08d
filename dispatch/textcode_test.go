package dispatch_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/dispatch"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/link"
	"assent/locale"
	"assent/sms"
)

const anasPhone = "+33612345678"

// byText is a sign-up with a number, as the form records it.
func byText(number string) intake.Act {
	act := intaketest.SignUp("", "club")
	act.Contact, act.CollectionPoint = assent.Contactable{Phone: number}, ""
	act.Choices[0].Channel = assent.SMS
	return act
}

// texts are those that a number got, newest first, of which there must be so many.
func (o *office) texts(number string, want int) []sms.Kept {
	o.t.Helper()
	got := slices.DeleteFunc(o.phone.Texts(), func(k sms.Kept) bool { return k.To != number })
	if len(got) != want {
		o.t.Fatalf("%d texts, want %d; log:\n%s", len(got), want, o.log)
	}
	return got
}

func TestASignUpWithANumberIsTextedACode(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		request := o.Record(byText(anasPhone))
		o.work()
		got := o.texts(anasPhone, 1)[0]
		code := o.mint.TextCode(request.Point, o.Clock.Now())
		if want := "Alpenglow. Votre code est " + code + ", valable dix minutes. Si vous n'avez rien demandé, répondez STOP."; got.Text != want {
			t.Errorf("the text says %q, want %q", got.Text, want)
		}
		if got.Size.Segments != 1 || got.From != "+33755531234" {
			t.Errorf("%+v", got)
		}
		if n := len(o.box.Mails()); n != 0 {
			t.Errorf("%d mails", n)
		}
	})
}

func TestASenderWhoCannotBeAnsweredTextsALinkThatCancels(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base, func(c *dispatch.Config) { c.Replies = false })
		request := o.Record(byText(anasPhone))
		o.work()
		_, raw, _ := strings.Cut(o.texts(anasPhone, 1)[0].Text, "https://choices.alpenglow.example/u/")
		token, err := o.mint.Read(link.Unsubscribe, raw, o.Clock.Now())
		if err != nil || token.Event != request.Event || token.Point != request.Point || token.Channel != assent.SMS {
			t.Errorf("the link says %+v, %v", token, err)
		}
	})
}

func TestNothingThatAStrangerTypedStandsInAText(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base)
		act := byText(anasPhone)
		act.Personal = map[string]string{"name": "Buy gold at evil.example"}
		o.Record(act)
		o.work()
		if got := o.texts(anasPhone, 1)[0].Text; strings.Contains(got, "gold") {
			t.Errorf("the text says %q", got)
		}
	})
}

func TestACodeFitsOneTextInEachLanguage(t *testing.T) {
	words, err := locale.Load()
	must(t, err)
	for _, l := range words.Languages() {
		body := sms.Economize(words.Printer(l.Code).Text("text.code_reply", "brand", "Maison Verdier & Cie", "digits", "123456"))
		if s := sms.Measure(body); s.Segments != 1 || s.Alphabet != sms.GSM7 || !strings.Contains(body, "STOP") || !strings.Contains(body, "123456") {
			t.Errorf("%s: %+v: %s", l.Code, s, body)
		}
	}
}

func TestNoCodeIsTextedWhere(t *testing.T) {
	elsewhere := byText(anasPhone)
	elsewhere.Type, elsewhere.Method, elsewhere.Actor = assent.ConsentRequested, "", assent.Actor{Kind: assent.ActorKey, ID: "shop"}
	granted := byText(anasPhone)
	granted.Choices[0].Purpose = "newsletter"
	settle := func(act intake.Act, then func(*office, intake.Receipt)) func(*office) {
		return func(o *office) {
			if r := o.Record(act); then != nil {
				then(o, r)
			}
		}
	}
	stop := intake.Act{
		Type: assent.ConsentWithdrawn, Contact: assent.Contactable{Phone: anasPhone}, Method: assent.ReplyStop,
		Actor: assent.Actor{Kind: assent.ActorPerson}, Scope: &assent.Scope{Channel: string(assent.SMS)},
	}
	for name, act := range map[string]func(*office){
		"nobody sits before a page of ours": settle(elsewhere, nil),
		"nothing needs confirming":          settle(granted, nil),
		"she has stopped meanwhile":         settle(byText(anasPhone), func(o *office, _ intake.Receipt) { o.Record(stop) }),
		"she has confirmed meanwhile":       settle(byText(anasPhone), func(o *office, r intake.Receipt) { o.Record(intaketest.Confirm(r)) }),
		"it was long ago":                   settle(byText(anasPhone), func(o *office, _ intake.Receipt) { o.Clock.Pass(time.Hour) }),
	} {
		t.Run(name, func(t *testing.T) {
			intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
				o := open(t, base)
				act(o)
				o.work()
				o.texts(anasPhone, 0)
			})
		})
	}
}

func TestNoCodeIsTextedToANumberWhoseOwnerEarnsOnIt(t *testing.T) {
	for _, number := range []string{"+33899123456", "+33820123456", "+449098790000"} {
		intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
			o := open(t, base)
			request := o.Record(byText(number))
			o.work()
			o.Clock.Pass(10 * time.Minute)
			must(t, o.TextCodeAgain(t.Context(), o.Org, request.Event, request.Point))
			o.work()
			o.texts(number, 0)
		})
	}
}

func TestANewCodeIsTextedWithinTheBudgetOfTheNumber(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		request := o.Record(byText(anasPhone))
		o.work()
		again := func() {
			t.Helper()
			must(t, o.TextCodeAgain(t.Context(), o.Org, request.Event, request.Point))
			o.work()
		}
		again()
		o.texts(anasPhone, 1) // one in ten minutes
		o.Clock.Pass(10 * time.Minute)
		again()
		again()
		first := o.mint.TextCode(request.Point, o.Clock.Now())
		if got := o.texts(anasPhone, 2)[0]; !strings.Contains(got.Text, first) {
			t.Errorf("the text says %q, want %s", got.Text, first)
		}
		for range 5 {
			o.Clock.Pass(time.Hour)
			again()
		}
		o.texts(anasPhone, 3) // three a day
		o.Record(intaketest.Confirm(request))
		o.Clock.Pass(48 * time.Hour)
		again()
		o.texts(anasPhone, 3) // nothing waits any more
	})
}

func TestATextThatTheProviderDidNotTakeIsTriedAgainUnlessItIsForGood(t *testing.T) {
	for code, want := range map[int]int{21211: 1, 20500: 3} {
		intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
			o := open(t, base)
			tries := 0
			o.phone.Refuse(func(string) (int, int) {
				if tries++; tries == 3 {
					return 0, 0
				}
				return map[int]int{21211: 400, 20500: 503}[code], code
			})
			o.Record(byText(anasPhone))
			for range 5 {
				o.work()
				o.Clock.Pass(time.Minute)
			}
			if tries != want {
				t.Errorf("%d: %d tries, want %d", code, tries, want)
			}
			if strings.Contains(o.log.String(), "612345678") {
				t.Errorf("the log names the number:\n%s", o.log)
			}
		})
	}
}

func TestABlockOfNumbersIsTextedNoMoreThanTwentyTimesAnHour(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base)
		for i := range 30 {
			o.Record(byText(fmt.Sprintf("+3361234%04d", i)))
		}
		o.Record(byText("+33698765432"))
		o.work()
		if n := len(o.phone.Texts()); n != 21 {
			t.Errorf("%d texts, want 20 and the one to another block", n)
		}
	})
}

func TestADomainIsMailedNoMoreThanItsBudgetAndTheOthersWait(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.PerDomain = 5
		for i := range 12 {
			o.Record(intaketest.SignUp(fmt.Sprintf("p%d@example.org", i), "club"))
		}
		o.Record(intaketest.SignUp("ana@example.com", "club"))
		for hour, want := range []int{6, 11, 13} {
			o.work()
			if n := len(o.box.Mails()); n != want {
				t.Fatalf("after %d hours %d mails, want %d", hour, n, want)
			}
			o.Clock.Pass(61 * time.Minute)
		}
	})
}
