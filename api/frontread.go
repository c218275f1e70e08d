package api

import (
	"bytes"
	"strconv"
	"strings"
)

// frontRequest is a request of the one form that the front reads: HTTP/1.1, POST to a route that has a quick way, headers
// that are known here and mean nothing else to anybody (no Transfer-Encoding, no Expect, no second Content-Length, no
// line that is folded or ends in a bare line feed), application/json, and a body of the length that is told.
type frontRequest struct {
	path          string
	authorization string
	trace         string // X-Request-ID
	body          string
}

// What readFront returns in place of a size.
const (
	other = 0  // it is another request, or none
	more  = -1 // it may become one of the form
)

// readFront reads the first request in a buffer, and tells its size.
func readFront(in []byte) (r frontRequest, size int) {
	end := bytes.Index(in, []byte("\r\n\r\n"))
	if end < 0 {
		if startsQuick(in) {
			return r, more
		}
		return r, other
	}
	head := string(in[:end])
	line, rest, _ := strings.Cut(head, "\r\n")
	path, isPost := strings.CutPrefix(line, "POST ")
	path, isHTTP := strings.CutSuffix(path, " HTTP/1.1")
	if _, quick := quickWays[path]; !isPost || !isHTTP || !quick {
		return r, other
	}
	r.path = path
	length, ok := r.readHeaders(rest)
	size = end + len("\r\n\r\n") + length
	switch {
	case !ok || size > frontSize:
		return r, other
	case size > len(in):
		return r, more
	}
	r.body = string(in[size-length : size])
	return r, size
}

// startsQuick reports whether what has come so far may be the beginning of a request of the form.
func startsQuick(in []byte) bool {
	for path := range quickWays {
		line := "POST " + path + " HTTP/1.1\r\n"
		n := min(len(in), len(line))
		if string(in[:n]) == line[:n] {
			return true
		}
	}
	return false
}

// readHeaders reads the lines of a head; ok is false if something in them is not of the form.
func (r *frontRequest) readHeaders(lines string) (length int, ok bool) {
	var host, kind, told string
	for len(lines) > 0 {
		var line string
		line, lines, _ = strings.Cut(lines, "\r\n")
		name, value, found := strings.Cut(line, ":")
		value = strings.Trim(value, " \t")
		if !found || !printable(value) {
			return 0, false
		}
		into := (*string)(nil)
		switch header(name) {
		case "Host":
			into = &host
		case "Content-Type":
			into = &kind
		case "Content-Length":
			into = &told
		case "Authorization":
			into = &r.authorization
		case "X-Request-Id":
			into = &r.trace
		case "Connection":
			if value != "keep-alive" {
				return 0, false
			}
		case "":
			return 0, false
		}
		if into != nil {
			if *into != "" || value == "" {
				return 0, false
			}
			*into = value
		}
	}
	length, err := strconv.Atoi(told)
	return length, err == nil && told[0] != '+' && length > 0 && plainHost(host) && kind == jsonType[0] && len(r.trace) <= traceLimit
}

// frontHeaders are the headers that a request of the form may have. Those that are not looked at mean nothing to these routes.
var frontHeaders = []string{
	"Host", "Content-Type", "Content-Length", "Authorization", "X-Request-Id", "Connection", "User-Agent", "Accept", "Accept-Encoding",
	"Accept-Language", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-Ip", "Forwarded", "Via", "Traceparent", "Tracestate",
}

// header is the name of a header that may be there, as it is usually written; "" for any other.
func header(name string) string {
	for _, known := range frontHeaders {
		if name == known || len(name) == len(known) && strings.EqualFold(name, known) {
			return known
		}
	}
	return ""
}

// printable reports whether a value holds nothing but what is seen, and blanks.
func printable(value string) bool {
	for i := range len(value) {
		if value[i] < ' ' && value[i] != '\t' || value[i] >= 0x7f {
			return false
		}
	}
	return true
}

// plainHost reports whether a host is a name or an address, with a port or without.
func plainHost(host string) bool {
	for i := range len(host) {
		c := host[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '.' && c != '-' && c != ':' && c != '[' && c != ']' {
			return false
		}
	}
	return host != ""
}
