package api_test

import (
	"errors"
	"strings"
	"testing"
)

const mailToAna = `{"contact":{"email":"ana@example.org"},"channel":"email","purpose":"newsletter","subject":"November","text":"Hello."}`

func TestAMailIsSentOnlyWhenItMayBe(t *testing.T) {
	h := open(t)
	denied := h.want(409, h.send("POST", "/v1/messages", mailToAna))
	if denied.json["decision"] != "deny" || denied.json["code"] != "DENIED" || denied.json["reason"] == "" || denied.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("a denied mail answers %s", denied.body)
	}
	if n := len(h.outbox.Mails()); n != 0 {
		t.Fatalf("%d mails were sent", n)
	}
	h.record(anaInFrance)
	sent := h.want(202, h.send("POST", "/v1/messages", mailToAna))
	if sent.json["event"] == "" || sent.json["decision"].(map[string]any)["decision"] != "allow" {
		t.Errorf("a sent mail answers %s", sent.body)
	}
	mails := h.outbox.Mails()
	if len(mails) != 1 || mails[0].Headers["List-Unsubscribe-Post"] != "List-Unsubscribe=One-Click" {
		t.Fatalf("mails are %+v", mails)
	}
	h.want(400, h.send("POST", "/v1/messages", strings.Replace(mailToAna, `,"text":"Hello."`, "", 1)))
}

func TestTheSameKeySendsOneMail(t *testing.T) {
	h := open(t)
	h.record(anaInFrance)
	first := h.want(202, h.send("POST", "/v1/messages", mailToAna, "Idempotency-Key", "november-ana"))
	again := h.want(202, h.send("POST", "/v1/messages", mailToAna, "Idempotency-Key", "november-ana"))
	if first.json["event"] != again.json["event"] || len(h.outbox.Mails()) != 1 {
		t.Errorf("%d mails; first %s, again %s", len(h.outbox.Mails()), first.body, again.body)
	}
	other := strings.Replace(mailToAna, "Hello", "Goodbye", 1)
	h.want(422, h.send("POST", "/v1/messages", other, "Idempotency-Key", "november-ana"))
}

func TestAMailServerThatRefusesIsNotOurFault(t *testing.T) {
	h := open(t)
	h.record(anaInFrance)
	h.outbox.Refuse(func(string) int { return 550 })
	a := h.want(502, h.send("POST", "/v1/messages", mailToAna))
	if a.json["code"] != "MAIL_REFUSED" || strings.Contains(string(a.body), "ana@") || strings.Contains(h.log.String(), "ana@") {
		t.Errorf("got %s; logged %s", a.body, h.log)
	}
}

func TestLinksForMailsThatAnotherProductSends(t *testing.T) {
	h := open(t)
	h.record(anaInFrance)
	a := h.want(200, h.send("POST", "/v1/links", `{"contact":{"email":"ana@example.org"},"purpose":"newsletter"}`))
	leave, _ := a.json["unsubscribe_url"].(string)
	headers, _ := a.json["headers"].(map[string]any)
	if !strings.HasPrefix(leave, "https://consent.example.org/u/") || headers["List-Unsubscribe"] != "<"+leave+">" || headers["List-Unsubscribe-Post"] != "List-Unsubscribe=One-Click" {
		t.Errorf("got %s", a.body)
	}
	if a.json["preferences_url"] == "" || strings.Contains(string(a.body), "ana") {
		t.Errorf("got %s", a.body)
	}
	h.want(404, h.send("POST", "/v1/links", `{"contact":{"email":"eve@example.org"},"purpose":"newsletter"}`))
}

func TestHealthSaysWhetherTheHouseCanWork(t *testing.T) {
	h := open(t)
	h.want(200, h.as("", "GET", "/livez", ""))
	h.want(200, h.as("", "GET", "/readyz", ""))
	h.want(200, h.as("", "GET", "/readyz?for=unsubscribe", ""))
	h.broken = errors.New("no database at 10.0.0.7")
	a := h.want(503, h.as("", "GET", "/readyz", ""))
	if a.json["code"] != "NOT_READY" || strings.Contains(string(a.body), "10.0.0.7") {
		t.Errorf("got %s", a.body)
	}
	h.want(200, h.as("", "GET", "/livez", ""))
}
