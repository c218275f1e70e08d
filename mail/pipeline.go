package mail

import "bytes"

// atOnce is a mail transaction with a server that takes commands before it has answered the last (PIPELINING, RFC 2920):
// from, to and DATA travel together, so that a letter waits for the server twice and not four times. Whoever gets an
// error hangs up, which ends whatever the server still waits for.
func (l *line) atOnce(letter Letter) error {
	text := l.conversation.Text
	if err := l.say(l.envelope(letter)); err != nil {
		return orHungUp(err)
	}
	if _, _, err := text.ReadResponse(250); err != nil {
		return orHungUp(err)
	}
	for _, expected := range []int{25, 354} { // a recipient is taken with 250, or with 251 to be forwarded
		if _, _, err := text.ReadResponse(expected); err != nil {
			return err
		}
	}
	if err := l.say(appendDotted(l.words[:0], letter.Raw)); err != nil {
		return err
	}
	_, _, err := text.ReadResponse(250)
	return err
}

// envelope is what is said before the letter itself.
func (l *line) envelope(letter Letter) []byte {
	p := paper(l.words[:0])
	p.put("MAIL FROM:<", letter.From, ">")
	if ok, _ := l.conversation.Extension("8BITMIME"); ok {
		p.put(" BODY=8BITMIME")
	}
	p.put("\r\nRCPT TO:<", letter.To, ">\r\nDATA\r\n")
	return p
}

// say sends words in one go, and keeps the room that they took for the next.
func (l *line) say(words []byte) error {
	l.words = words
	w := l.conversation.Text.W
	if _, err := w.Write(words); err != nil {
		return err
	}
	return w.Flush()
}

// appendDotted appends a letter as it travels: a dot more before each line that begins with one, and a lone dot at the end (RFC 5321 §4.5.2).
func appendDotted(dst, raw []byte) []byte {
	for {
		i := bytes.Index(raw, []byte("\n."))
		if i < 0 {
			break
		}
		dst, raw = append(append(dst, raw[:i+2]...), '.'), raw[i+2:]
	}
	dst = append(dst, raw...)
	if !bytes.HasSuffix(raw, []byte("\r\n")) {
		dst = append(dst, "\r\n"...)
	}
	return append(dst, ".\r\n"...)
}
