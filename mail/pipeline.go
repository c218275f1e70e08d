package mail

import (
	"github.com/wneessen/go-mail/smtp"
)

// atOnce is a mail transaction with a server that takes commands before it has answered the last (PIPELINING, RFC 2920):
// from, to and DATA travel together, so that a letter waits for the server twice and not four times. Whoever gets an
// error hangs up, which ends whatever the server still waits for.
func atOnce(c *smtp.Client, l Letter) error {
	body := ""
	if ok, _ := c.Extension("8BITMIME"); ok {
		body = " BODY=8BITMIME"
	}
	if err := c.Text.PrintfLine("MAIL FROM:<%s>%s\r\nRCPT TO:<%s>\r\nDATA", l.From, body, l.To); err != nil {
		return orHungUp(err)
	}
	if _, _, err := c.Text.ReadResponse(250); err != nil {
		return orHungUp(err)
	}
	for _, expected := range []int{25, 354} { // a recipient is taken with 250, or with 251 to be forwarded
		if _, _, err := c.Text.ReadResponse(expected); err != nil {
			return err
		}
	}
	w := c.Text.DotWriter()
	if _, err := w.Write(l.Raw); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	_, _, err := c.Text.ReadResponse(250)
	return err
}
