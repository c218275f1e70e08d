package mail

import "strings"

// The quoted-printable encoding of a text (RFC 2045 §6.7) is written by the line and by the stretch, in one pass: most of a
// letter stands for itself.

// quotedLine is the longest line; one that goes on has an "=" at its end besides.
const quotedLine = 75

// plainByte has a one for each byte that stands for itself within a line.
var plainByte = func() (t [256]bool) {
	for b := ' '; b <= '~'; b++ {
		t[b] = b != '='
	}
	t['\t'] = true
	return t
}()

const upperHex = "0123456789ABCDEF"

// quotedRoom is about how long a text becomes.
func quotedRoom(text string) int { return len(text) + len(text)/8 + 256 }

// appendQuoted appends a text; all its line ends become CRLF.
func appendQuoted(dst []byte, text string) []byte {
	if strings.Contains(text, "\r") {
		text = lineEnds.Replace(text)
	}
	for {
		line, rest, more := strings.Cut(text, "\n")
		dst = appendQuotedLine(dst, line)
		if !more {
			return dst
		}
		dst, text = append(dst, "\r\n"...), rest
	}
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// appendQuotedLine appends one line, in pieces if it is long. White space at its end would not survive all servers.
func appendQuotedLine(dst []byte, line string) []byte {
	end := len(line)
	if end > 0 && (line[end-1] == ' ' || line[end-1] == '\t') {
		end--
	}
	room := quotedLine
	for i := 0; i < len(line); {
		plain := 0
		for i+plain < end && plain < room && plainByte[line[i+plain]] {
			plain++
		}
		dst = append(dst, line[i:i+plain]...)
		if i, room = i+plain, room-plain; i == len(line) {
			break
		}
		stands := i < end && plainByte[line[i]] // there is no room for it
		if stands || room < 3 {
			dst, room = append(dst, "=\r\n"...), quotedLine
		}
		if !stands {
			dst = append(dst, '=', upperHex[line[i]>>4], upperHex[line[i]&15])
			i, room = i+1, room-3
		}
	}
	return dst
}
