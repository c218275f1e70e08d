package decide_test

import (
	"fmt"
	"testing"

	"assent"
	. "assent/intake/intaketest"
)

func BenchmarkMaySend(b *testing.B) {
	h := New(b)
	d := desk(b, h)
	h.Record(SignUp(ana, "newsletter"))
	for b.Loop() {
		ask(b, h, d, ana, "newsletter")
	}
}

func BenchmarkMaySendAllOfAThousand(b *testing.B) {
	h := New(b)
	d := desk(b, h)
	h.Record(SignUp(ana, "newsletter"))
	to := make([]assent.Contactable, 1000)
	for i := range to {
		to[i] = Email(fmt.Sprintf("p%d@example.org", i))
		if i%2 == 0 {
			to[i] = Email(ana)
		}
	}
	for b.Loop() {
		if _, err := d.MaySendAll(b.Context(), h.Org, assent.Question{Channel: assent.Email, Purpose: "newsletter"}, to); err != nil {
			b.Fatal(err)
		}
	}
}
