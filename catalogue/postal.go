package catalogue

import "strings"

// Premises is a postal address without the name that it may begin with: many people write "Example SA, 1 High Street",
// and every text that prints an address names the sender before it.
func Premises(address, name string) string {
	if name == "" || len(address) < len(name) || !strings.EqualFold(address[:len(name)], name) {
		return address
	}
	rest := strings.TrimLeft(address[len(name):], " \t\r")
	if rest == "" || !strings.ContainsAny(rest[:1], ",;\n") {
		return address // only the beginning of another name
	}
	return strings.TrimLeft(rest, ",; \t\r\n")
}
