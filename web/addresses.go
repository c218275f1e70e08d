package web

import (
	"slices"

	"assent/law"
)

// Addresses lists the method and path of every page that any configuration has ("GET /u/{token}"), for tests that try
// them all.
func Addresses() []string {
	every := &site{Config: Config{Texts: TextDoor{Secret: "on"}, Laws: &law.Book{}, Mailbox: noMails{}}}
	var out []string
	for _, r := range every.table() {
		for method := range r.on {
			out = append(out, method+" "+r.path)
		}
	}
	slices.Sort(out)
	return out
}

type noMails struct{}

func (noMails) Mails() []Mail { return nil }
