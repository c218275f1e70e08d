package law

import (
	"slices"

	"assent"
)

// compareFact compiles the forms {fact: …, is | fresh | since | before | later_than | at_least | below}.
func compareFact(e *Expr) (func(*view) Truth, error) {
	switch {
	case len(e.Is) > 0:
		return isOneOf(e)
	case e.AtLeast != nil:
		return compareNumber(e.Fact, func(n int) bool { return n >= *e.AtLeast })
	case e.Below != nil:
		return compareNumber(e.Fact, func(n int) bool { return n < *e.Below })
	case e.LaterThan != "":
		return laterThan(e.Fact, e.LaterThan)
	}
	f, err := typed(e.Fact, DayFact)
	if err != nil {
		return nil, err
	}
	switch {
	case e.Fresh != nil:
		return lasts(f.day, *e.Fresh), nil
	case e.Since != 0:
		return compareDay(f, func(d Date) bool { return d >= e.Since }), nil
	}
	return compareDay(f, func(d Date) bool { return d < e.Before }), nil
}

func isOneOf(e *Expr) (func(*view) Truth, error) {
	f, err := typed(e.Fact, WordFact)
	if err != nil {
		return nil, err
	}
	absent := NotKnown
	if f.Absent == Defect {
		absent = False
	}
	return func(v *view) Truth {
		word := f.word(v)
		if word == "" {
			return absent
		}
		return truth(slices.Contains(e.Is, word))
	}, nil
}

// compareNumber reads an absent number, which is a defect, as not holding.
func compareNumber(name string, holds func(int) bool) (func(*view) Truth, error) {
	f, err := typed(name, NumberFact)
	return func(v *view) Truth {
		n, ok := f.number(v)
		return truth(ok && holds(n))
	}, err
}

func compareDay(f Fact, holds func(Date) bool) func(*view) Truth {
	return func(v *view) Truth {
		d := f.day(v)
		if d == 0 {
			return NotKnown
		}
		return truth(holds(d))
	}
}

func laterThan(name, other string) (func(*view) Truth, error) {
	a, err := typed(name, DayFact)
	if err != nil {
		return nil, err
	}
	b, err := typed(other, DayFact)
	return func(v *view) Truth {
		x, y := a.day(v), b.day(v)
		if x == 0 || y == 0 {
			return NotKnown
		}
		return truth(x > y)
	}, err
}

// known compiles {known: fact}.
func known(name string) (func(*view) Truth, error) {
	f, ok := factNamed(name)
	if !ok {
		return nil, assent.Problemf("LAW_PACK", "No fact is called %q.", name)
	}
	return func(v *view) Truth {
		switch f.Type {
		case FlagFact:
			return truth(f.flag(v) != NotKnown)
		case DayFact:
			return truth(f.day(v) != 0)
		case WordFact:
			return truth(f.word(v) != "")
		}
		_, ok := f.number(v)
		return truth(ok)
	}, nil
}
