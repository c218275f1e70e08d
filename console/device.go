package console

import "strings"

// device names the browser and the system of a User-Agent field, for the list of sessions: "Firefox on
// Linux". The order matters: most browsers claim to be others as well.
func device(agent string) string {
	return first(agent, "a browser", browsers) + " on " + first(agent, "an unknown system", systems)
}

type sign struct{ token, name string }

var (
	browsers = []sign{
		{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
	}
	systems = []sign{
		{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"},
	}
)

func first(agent, otherwise string, signs []sign) string {
	for _, s := range signs {
		if strings.Contains(agent, s.token) {
			return s.name
		}
	}
	return otherwise
}
