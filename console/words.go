package console

import (
	"net/http"

	"assent/locale"
)

// words chooses the language: what the browser prefers among the languages that say everything the console
// says. English always does; another one is added by one file, locale/messages/<language>/console.yaml.
func (s *site) words(r *http.Request) *locale.Printer {
	p := s.Locale.Printer(r.Header.Get("Accept-Language"))
	if s.Locale.Complete("console.", p.Language()) {
		return p
	}
	return s.Locale.Printer(locale.Base)
}
