package locale

import "testing"

func TestLoadsTheLanguagesThatAreBuiltIn(t *testing.T) {
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if got := l.Languages()[0]; got != (Language{Code: "en", Name: "English"}) {
		t.Errorf("first language is %v", got)
	}
}
