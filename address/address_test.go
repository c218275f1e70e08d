package address_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"assent"
	"assent/address"
)

func TestEmail(t *testing.T) {
	reads := func(in, want string) {
		t.Helper()
		if a, err := address.Email(in); err != nil || a.Value != want || a.Kind != assent.EmailAddress {
			t.Errorf("Email(%q) = %q, %v; want %q", in, a.Value, err, want)
		}
	}
	refuses := func(in, why string) {
		t.Helper()
		a, err := address.Email(in)
		p, ok := assent.AsProblem(err)
		if !ok || p.Code != "BAD_EMAIL" || !strings.Contains(p.Detail, why) {
			t.Errorf("Email(%q) = %q, %v; want BAD_EMAIL … %q", in, a.Value, err, why)
		}
	}
	reads("ana@example.org", "ana@example.org")
	reads(" Ana@Example.ORG\t", "ana@example.org")
	reads("\u00a0ana@example.org\u00a0", "ana@example.org")
	reads("o'brien+news/x=1@example.org", "o'brien+news/x=1@example.org")
	reads("ana@bücher.example", "ana@xn--bcher-kva.example")
	reads("ana@BÜCHER.example", "ana@xn--bcher-kva.example")
	reads("ana@XN--BCHER-KVA.example", "ana@xn--bcher-kva.example")
	reads("ana@straße.example", "ana@xn--strae-oqa.example")
	reads("ana@例え.テスト", "ana@xn--r8jz45g.xn--zckzah")
	reads("ana@ｅｘａｍｐｌｅ。org", "ana@example.org")
	reads("ana@a1--b.example", "ana@a1--b.example")
	reads(strings.Repeat("a", 64)+"@example.org", strings.Repeat("a", 64)+"@example.org")

	refuses("", "one @")
	refuses("ana", "one @")
	refuses("@example.org", "one @")
	refuses("ana@", "one @")
	refuses("ana@@example.org", "not allowed there")
	refuses("a@b@example.org", "not allowed there")
	refuses(".ana@example.org", "a dot at its edge")
	refuses("ana.@example.org", "a dot at its edge")
	refuses("a..na@example.org", "two in a row")
	refuses(`"ana"@example.org`, "not allowed there")
	refuses("ana(work)@example.org", "not allowed there")
	refuses("Ana <ana@example.org>", "not allowed there")
	refuses("añа@example.org", "not allowed there")
	refuses("ana\u200b@example.org", "not allowed there")
	refuses("ana\x00@example.org", "not allowed there")
	refuses("ana@example.org\x00", "not a domain name")
	refuses("ana@localhost", "no ending")
	refuses("ana@[192.0.2.1]", "not a domain name")
	refuses("ana@192.0.2.1", "ends in a number")
	refuses("ana@example..org", "not a domain name")
	refuses("ana@example.org.", "not a domain name")
	refuses("ana@-example.org", "not a domain name")
	refuses("ana@example-.org", "not a domain name")
	refuses("ana@exam_ple.org", "not a domain name")
	refuses("ana@xn--a.example", "not a domain name")
	refuses("ana@"+strings.Repeat("a", 64)+".org", "not a domain name")
	refuses(strings.Repeat("a", 65)+"@example.org", "longer than 64")
	refuses("a@"+strings.Repeat("example.", 32)+"org", "longer than 254")
}

func TestPhone(t *testing.T) {
	reads := func(in, country, want string) {
		t.Helper()
		if a, err := address.Phone(in, country); err != nil || a.Value != want || a.Kind != assent.PhoneNumber {
			t.Errorf("Phone(%q, %q) = %q, %v; want %q", in, country, a.Value, err, want)
		}
	}
	refuses := func(in, country, why string) {
		t.Helper()
		a, err := address.Phone(in, country)
		p, ok := assent.AsProblem(err)
		if !ok || p.Code != "BAD_PHONE" || !strings.Contains(p.Detail, why) {
			t.Errorf("Phone(%q, %q) = %q, %v; want BAD_PHONE … %q", in, country, a.Value, err, why)
		}
	}
	reads("+33639980123", "", "+33639980123")
	reads("+33639980123", "DE", "+33639980123")
	reads("06 39 98 01 23", "FR", "+33639980123")
	reads("06.39.98.01.23", "fr", "+33639980123")
	reads("+33 (0)6 39 98 01 23", "", "+33639980123")
	reads("+330639980123", "", "+33639980123")
	reads("0033 6 39 98 01 23", "FR", "+33639980123")
	reads("(202) 555-0143", "US-TX", "+12025550143")
	reads("+12025550143", "", "+12025550143")
	reads("030 23125 000", "DE", "+493023125000")
	reads("02 1234 5678", "IT", "+390212345678")
	reads("+39 02 1234 5678", "", "+390212345678")
	reads("07700 900123", "GB", "+447700900123")

	refuses("", "FR", "empty")
	refuses("0639980123", "", "begin it with +")
	refuses("0639980123", "XX", "no number of that form")
	refuses("+33", "", "no number of that form")
	refuses("+33 6 39", "", "no number of that form")
	refuses("+3363998012345678", "", "no number of that form")
	refuses("1-800-FLOWERS", "US", "without letters")
	refuses("+33639980123 ext 4", "", "without letters")
	refuses("+33639980123;ext=4", "", "without letters")
	refuses("=1+33639980123", "FR", "without letters")
	refuses(strings.Repeat("1", 41), "FR", "too long")
	refuses("3.36639E+10", "FR", "without letters")
}

func TestEveryAddressGivenIsReadInOrder(t *testing.T) {
	got, err := address.Of(assent.Contactable{
		Email: "Ana@example.org", Phone: "06 39 98 01 23", IM: "@Ana@social.example", Device: " tok-EN ",
		Post:       &assent.Postal{Name: "Ana  Silva", Street: "1 rue de l'Exemple", PostalCode: "75002", City: "Paris"},
		ExternalID: "C-42",
	}, "FR")
	want := []address.Address{
		{Kind: assent.EmailAddress, Value: "ana@example.org"},
		{Kind: assent.PhoneNumber, Value: "+33639980123"},
		{Kind: assent.IMHandle, Value: "@ana@social.example"},
		{Kind: assent.Device, Value: "tok-EN"},
		{Kind: assent.PostalAddress, Value: "ANA SILVA\n1 RUE DE L'EXEMPLE\n75002\nPARIS\nFR"},
		{Kind: assent.ExternalID, Value: "C-42"},
	}
	if err != nil || fmt.Sprint(len(got)) != fmt.Sprint(len(want)) {
		t.Fatalf("Of = %d addresses, %v; want %d", len(got), err, len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("address %d = %q; want %q", i, got[i].Value, want[i].Value)
		}
	}
}

func TestBadContactsNameTheirField(t *testing.T) {
	refuses := func(c assent.Contactable, code, field string) {
		t.Helper()
		_, err := address.Of(c, "")
		p, ok := assent.AsProblem(err)
		if !ok || p.Code != code || p.Field != field {
			t.Errorf("Of = %v (%+v); want %s in %q", err, p, code, field)
		}
	}
	refuses(assent.Contactable{}, "NO_CONTACT", "")
	refuses(assent.Contactable{Email: "x"}, "BAD_EMAIL", "email")
	refuses(assent.Contactable{Email: "ana@example.org", Phone: "12"}, "BAD_PHONE", "phone")
	refuses(assent.Contactable{IM: "a\x00b"}, "BAD_IM", "im")
	refuses(assent.Contactable{Device: "a\nb"}, "BAD_DEVICE", "device")
	refuses(assent.Contactable{ExternalID: strings.Repeat("9", 513)}, "BAD_EXTERNAL_ID", "external_id")
	refuses(assent.Contactable{Post: &assent.Postal{City: "Paris", Country: "FR"}}, "BAD_POST", "post")
	refuses(assent.Contactable{Post: &assent.Postal{Street: "1 rue X", City: "Paris"}}, "BAD_POST", "post")
}

func TestAddressesPrintMasked(t *testing.T) {
	for _, c := range []struct {
		address address.Address
		want    string
	}{
		{address.Address{Kind: assent.EmailAddress, Value: "ana@example.org"}, "a•••@e•••.org"},
		{address.Address{Kind: assent.EmailAddress, Value: "broken"}, "•••"},
		{address.Address{Kind: assent.PhoneNumber, Value: "+33639980189"}, "+33•••••89"},
		{address.Address{Kind: assent.PhoneNumber, Value: "+33"}, "•••"},
		{address.Address{Kind: assent.ExternalID, Value: "C-42"}, "•••"},
		{address.Address{Kind: assent.ExternalID, Value: "C-000042"}, "•••42"},
		{address.Address{Kind: assent.PostalAddress, Value: "ANA\n1 RUE X\n75002\nPARIS\nFR"}, "•••, FR"},
	} {
		for _, got := range []string{
			c.address.Masked(), fmt.Sprint(c.address), fmt.Sprintf("%+v", c.address), c.address.LogValue().String(),
		} {
			if got != c.want {
				t.Errorf("printed %q; want %q", got, c.want)
			}
		}
		var log strings.Builder
		slog.New(slog.NewTextHandler(&log, nil)).Info(fmt.Sprintf("%#v", c.address), "a", c.address)
		if strings.Contains(log.String(), c.address.Value) {
			t.Errorf("the log holds the address: %s", log.String())
		}
	}
}
