package dispatch_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/dispatch"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/link"

	"github.com/emersion/go-msgauth/dkim"
)

func TestASignUpThatMustBeConfirmedGetsOneMailWithEverythingInIt(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		act := intaketest.SignUp(ana, "club", "newsletter")
		act.Choices[1].Topics = []string{"huts"}
		request := o.Record(act)
		o.work()
		got := o.count(ana, 1)[0]
		confirm := o.linkTo(got, "/c/", link.Confirm)
		if confirm.Event != request.Event || confirm.Point != request.Point || confirm.Org != o.Org {
			t.Errorf("the link to confirm says %+v of %+v", confirm, request)
		}
		notMe := o.linkTo(got, "/u/", link.Unsubscribe)
		if notMe.Event != request.Event || notMe.Point != request.Point || notMe.Purpose != "" {
			t.Errorf("the link that cancels says %+v", notMe)
		}
		digits := o.mint.Code(strings.TrimPrefix(got.Links[0], "https://choices.alpenglow.example/c/"))
		for _, want := range []string{digits, string(request.Code), "Club, par", "Newsletter (Refuges), par", "Bonjour"} {
			if want == "" || !strings.Contains(got.Text, want) || !strings.Contains(got.HTML, want) {
				t.Errorf("the mail does not say %q:\n%s", want, got.Text)
			}
		}
		if got.Headers["Auto-Submitted"] != "auto-generated" || got.Headers["List-Unsubscribe"] != "" {
			t.Errorf("headers %v", got.Headers)
		}
		found, err := dkim.VerifyWithOptions(bytes.NewReader(got.Raw), &dkim.VerifyOptions{
			LookupTXT: func(string) ([]string, error) { return []string{o.record}, nil },
		})
		if err != nil || len(found) != 1 || found[0].Err != nil {
			t.Errorf("signature: %+v, %v", found, err)
		}
	})
}

func TestNothingThatAStrangerTypedStandsInAConfirmation(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base)
		act := intaketest.SignUp(ana, "club")
		act.Personal = map[string]string{"name": "Buy gold at evil.example", "note": "Buy gold at evil.example"}
		o.Record(act)
		o.work()
		if got := o.count(ana, 1)[0]; strings.Contains(string(got.Raw), "gold") || strings.Contains(got.Text, "ana.lopez") {
			t.Errorf("the mail says:\n%s", got.Text)
		}
	})
}

func TestNoConfirmationIsMailedWhere(t *testing.T) {
	for name, act := range map[string]intake.Act{
		"nothing needs confirming": intaketest.SignUp(ana, "newsletter"),
		"an import tells of the past": intaketest.Import(intake.Act{
			Type: assent.ConsentRequested, Contact: intaketest.Email(ana), Evidence: &assent.Evidence{Source: "list"},
			Choices: []intake.ActChoice{{Purpose: "club", Channel: assent.Email}},
		}, "run-1"),
	} {
		t.Run(name, func(t *testing.T) {
			intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
				o := open(t, base)
				o.Record(act)
				o.work()
				o.count(ana, 0)
			})
		})
	}
}

func TestASignUpThatIsSettledBeforeItsMailLeavesGetsNone(t *testing.T) {
	for name, settle := range map[string]func(o *office, request intake.Receipt){
		"withdrawn": func(o *office, r intake.Receipt) { o.Record(intaketest.OneClick(r.Point)) },
		"confirmed": func(o *office, r intake.Receipt) { o.Record(intaketest.Confirm(r)) },
		"erased": func(o *office, r intake.Receipt) {
			o.Record(intake.Act{Type: assent.PersonErased, Contact: intaketest.Email(ana), Actor: assent.Actor{Kind: assent.ActorOperator, ID: "dpo"}})
		},
		"too old": func(o *office, r intake.Receipt) { o.Clock.Pass(8 * 24 * time.Hour) },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, o *office) {
				settle(o, o.Record(intaketest.SignUp(ana, "club")))
				o.work()
				o.count(ana, 0)
			})
		})
	}
}

func TestWhatSettlesASignUpBetweenTwoTriesEndsTheDelivery(t *testing.T) {
	for name, act := range map[string]func(r intake.Receipt) intake.Act{
		"left": func(r intake.Receipt) intake.Act { return intaketest.OneClick(r.Point) },
		"erased": func(intake.Receipt) intake.Act {
			return intake.Act{Type: assent.PersonErased, Contact: intaketest.Email(ana), Actor: assent.Actor{Kind: assent.ActorOperator, ID: "dpo"}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
				o := open(t, base)
				o.box.Refuse(func(string) int { return 451 })
				request := o.Record(intaketest.SignUp(ana, "club"))
				o.work()
				o.Record(act(request))
				o.box.Refuse(nil)
				o.Clock.Pass(time.Hour)
				o.work()
				o.count(ana, 0)
			})
		})
	}
}

func TestAConfirmationIsTriedAgainUnderTheSameNameAndCountsOnce(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		tries := 0
		o.box.Refuse(func(string) int {
			if tries++; tries <= 3 {
				return 451
			}
			return 0
		})
		request := o.Record(intaketest.SignUp(ana, "club"))
		for range 5 {
			o.work()
			o.jobs = o.restart() // a new process each time
			o.Clock.Pass(time.Minute)
		}
		if got := o.count(ana, 1)[0]; got.Headers["Message-ID"] != "<"+request.Event.String()+".confirm@alpenglow.example>" {
			t.Errorf("named %s", got.Headers["Message-ID"])
		}
		if tries != 4 {
			t.Errorf("%d tries, want 4", tries)
		}
		if strings.Contains(o.log.String(), "ana") {
			t.Errorf("the log names the address:\n%s", o.log)
		}
	})
}

func TestAnAddressThatIsRefusedForGoodIsNotTriedAgainAndHindersNoOther(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		tries := 0
		o.box.Refuse(func(to string) int {
			if to == ana {
				tries++
				return 550
			}
			return 0
		})
		o.Record(intaketest.SignUp(ana, "club"))
		o.Record(intaketest.SignUp("bea@example.org", "club"))
		for range 5 {
			o.work()
			o.Clock.Pass(time.Hour)
		}
		o.count("bea@example.org", 1)
		if tries != 1 {
			t.Errorf("%d tries, want 1", tries)
		}
	})
}

func TestAReceiptThanksForAConfirmedConsentAndShowsTheWayOut(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base, func(c *dispatch.Config) { c.Receipts = true })
		request := o.Record(intaketest.SignUp(ana, "club"))
		o.work()
		confirmed := o.Record(intaketest.Confirm(request))
		o.work()
		got := o.count(ana, 2)[0]
		if token := o.linkTo(got, "/u/", link.Unsubscribe); token.Purpose != "club" || token.Point != request.Point || !token.Event.IsZero() {
			t.Errorf("the way out says %+v", token)
		}
		if !strings.Contains(got.Text, string(confirmed.Code)) || regexp.MustCompile(`\{[a-z_]+\}`).MatchString(got.Text) {
			t.Errorf("the receipt says:\n%s", got.Text)
		}
	})
}

func TestNobodyIsThankedForWhatSheHasLeft(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base, func(c *dispatch.Config) { c.Receipts = true })
		request := o.Record(intaketest.SignUp(ana, "club"))
		o.work()
		o.Record(intaketest.Confirm(request))
		o.Record(intaketest.OneClick(request.Point))
		o.work()
		o.count(ana, 1)
	})
}

func TestNobodyIsThankedLongAfterTheAct(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base, func(c *dispatch.Config) { c.Receipts = true })
		o.Record(intaketest.Confirm(o.Record(intaketest.SignUp(ana, "club"))))
		o.Clock.Pass(25 * time.Hour)
		o.work()
		o.count(ana, 0)
	})
}

func TestWhoAsksForHerPageIsMailedTheLinkInTheLanguageOfThePage(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		point := o.granted(ana)
		must(t, o.FindMyPage(t.Context(), o.Org, dispatch.Seeking{Email: "Ana.Lopez@EXAMPLE.org", Brand: "alpenglow", Language: "en"}))
		o.work()
		got := o.count(ana, 1)[0]
		if token := o.linkTo(got, "/u/", link.Unsubscribe); token.Point != point || !token.Event.IsZero() {
			t.Errorf("the link says %+v", token)
		}
		if got.Subject != "Your page at Alpenglow" {
			t.Errorf("subject %q", got.Subject)
		}
	})
}

func TestABrandOrLanguageThatIsNoneDoesNotHinderTheLink(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base)
		o.granted(ana)
		must(t, o.FindMyPage(t.Context(), o.Org, dispatch.Seeking{Email: ana, Brand: "no such brand", Language: "en fr"}))
		o.work()
		if got := o.count(ana, 1)[0]; got.Headers["Content-Language"] != "fr" {
			t.Errorf("headers %v", got.Headers)
		}
	})
}

func TestARequestForAPageThatCouldNotBeAnsweredInTimeIsForgotten(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base)
		o.granted(ana)
		o.box.Refuse(func(string) int { return 451 })
		must(t, o.FindMyPage(t.Context(), o.Org, dispatch.Seeking{Email: ana, Brand: "alpenglow", Language: "fr"}))
		o.work()
		o.box.Refuse(nil)
		o.Clock.Pass(2 * time.Hour)
		o.work()
		o.count(ana, 0)
	})
}

func TestAskingForThePageOfAnUnknownAddressAnswersTheSameAndSendsNothing(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, base *intaketest.House) {
		o := open(t, base)
		must(t, o.FindMyPage(t.Context(), o.Org, dispatch.Seeking{Email: "eve@example.org", Language: "fr"}))
		o.work()
		if n := len(o.box.Mails()); n != 0 {
			t.Errorf("%d mails", n)
		}
		err := o.FindMyPage(t.Context(), o.Org, dispatch.Seeking{Email: "not an address", Language: "fr"})
		if p, ok := assent.AsProblem(err); !ok || p.Code != "BAD_EMAIL" {
			t.Errorf("got %v", err)
		}
	})
}
