package console

import (
	"strconv"
	"strings"

	"assent"
	"assent/auth"
	"assent/webhook"
)

func webhookRoutes() []route {
	return []route{
		{"webhooks.list", "GET /integrations/webhooks", auth.SeeSettings, (*site).showWebhooks},
		{"webhooks.csv", "GET /integrations/webhooks.csv", auth.SeeSettings, (*site).webhooksCSV},
		{"webhooks.made", "POST /integrations/webhooks", auth.ManageKeys, (*site).makeWebhook},
		{"webhooks.see", "GET /integrations/webhooks/{webhook}", auth.SeeSettings, (*site).showWebhook},
		{"webhooks.log", "GET /integrations/webhooks/{webhook}/deliveries.csv", auth.SeeSettings, (*site).deliveriesCSV},
		{"webhooks.secret", "POST /integrations/webhooks/{webhook}/secret", auth.ManageKeys, (*site).rotateSecret},
		{"webhooks.enabled", "POST /integrations/webhooks/{webhook}/enabled", auth.EditSettings, (*site).enableWebhook},
		{"webhooks.deleted", "POST /integrations/webhooks/{webhook}/delete", auth.EditSettings, (*site).deleteWebhook},
		{"webhooks.replayed", "POST /integrations/webhooks/{webhook}/replay", auth.EditSettings, (*site).replay},
	}
}

// How many deliveries a screen and a file hold.
const (
	deliveryPage = 50
	deliveryMost = 10_000
)

// WebhooksScreen lists who is told of events.
type WebhooksScreen struct {
	Frame
	Hooks []webhook.Hook
	Types []assent.EventType
	Plan  webhook.Plan // what was typed, if it was wrong
}

// Ticked reports whether a type was chosen in what was typed.
func (w *WebhooksScreen) Ticked(t assent.EventType) bool {
	for _, chosen := range w.Plan.Types {
		if chosen == string(t) {
			return true
		}
	}
	return false
}

func (s *site) showWebhooks(c *call) error {
	hooks, err := s.Webhooks.List(c.r.Context(), s.Org)
	if err != nil {
		return err
	}
	screen := &WebhooksScreen{Frame: s.frame(c, "webhooks"), Hooks: hooks, Types: webhook.Types(), Plan: c.webhookPlan()}
	screen.CSV = "/console/integrations/webhooks.csv"
	return s.draw(c, screen)
}

func (c *call) webhookPlan() webhook.Plan {
	return webhook.Plan{Label: c.field("label"), URL: c.field("url"), Types: c.r.PostForm["type"], Personal: c.field("personal") == "yes"}
}

func (s *site) webhooksCSV(c *call) error {
	hooks, err := s.Webhooks.List(c.r.Context(), s.Org)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, h := range hooks {
		rows = append(rows, []string{
			h.ID.String(), h.Label, h.URL, strings.Join(h.Types, " "), strconv.FormatBool(h.Personal), stamp(h.Created), stamp(h.Failing), stamp(h.Disabled),
		})
	}
	return c.csv("webhooks", []string{"id", "label", "url", "types", "personal", "created_at", "failing_since", "disabled_at"}, rows)
}

func (s *site) makeWebhook(c *call) error {
	h, secret, err := s.Webhooks.Create(c.r.Context(), s.Org, c.webhookPlan())
	if err == nil {
		c.detail = h.ID.String()
		return s.showSecret(c, "webhook", secret, "/integrations/webhooks/"+h.ID.String())
	}
	if err := c.wrong(err); err != nil {
		return err
	}
	return s.showWebhooks(c)
}

// WebhookScreen is one webhook with what it was told.
type WebhookScreen struct {
	Frame
	Hook  webhook.Hook
	Log   []webhook.Delivery
	Older string // address of the next page; empty: this is the last
}

// webhook reads the webhook that the address names.
func (s *site) webhook(c *call) (webhook.Hook, error) {
	id, err := c.pathID("webhook")
	if err != nil {
		return webhook.Hook{}, err
	}
	c.detail = id.String()
	return s.Webhooks.Get(c.r.Context(), s.Org, id)
}

func (s *site) showWebhook(c *call) error {
	h, err := s.webhook(c)
	if err != nil {
		return err
	}
	var before assent.ID
	if text := c.r.URL.Query().Get("before"); text != "" {
		if before, err = assent.ParseID(text); err != nil {
			return errNoScreen
		}
	}
	log, err := s.Webhooks.Deliveries(c.r.Context(), s.Org, h.ID, before, deliveryPage)
	if err != nil {
		return err
	}
	at := "/console/integrations/webhooks/" + h.ID.String()
	screen := &WebhookScreen{Frame: s.frame(c, "webhook", "label", h.Label), Hook: h, Log: log}
	screen.CSV = at + "/deliveries.csv"
	if len(log) == deliveryPage {
		screen.Older = at + "?before=" + log[deliveryPage-1].Event.String()
	}
	return s.draw(c, screen)
}

func (s *site) deliveriesCSV(c *call) error {
	h, err := s.webhook(c)
	if err != nil {
		return err
	}
	log, err := s.Webhooks.Deliveries(c.r.Context(), s.Org, h.ID, assent.ID{}, deliveryMost)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, d := range log {
		rows = append(rows, []string{d.Event.String(), string(d.Type), d.State, strconv.Itoa(d.Attempts), strconv.Itoa(d.Status), d.Problem, stamp(d.Next), stamp(d.Done)})
	}
	return c.csv("deliveries", []string{"event", "type", "state", "attempts", "status", "problem", "next_try_at", "done_at"}, rows)
}

func (s *site) rotateSecret(c *call) error {
	h, err := s.webhook(c)
	if err != nil {
		return err
	}
	_, secret, err := s.Webhooks.Rotate(c.r.Context(), s.Org, h.ID)
	if err != nil {
		return err
	}
	return s.showSecret(c, "rotated", secret, "/integrations/webhooks/"+h.ID.String())
}

func (s *site) enableWebhook(c *call) error {
	h, err := s.webhook(c)
	if err != nil {
		return err
	}
	change, done := s.Webhooks.Enable, "webhook_on"
	if c.field("enabled") == "no" {
		change, done = s.Webhooks.Disable, "webhook_off"
	}
	if _, err := change(c.r.Context(), s.Org, h.ID); err != nil {
		return err
	}
	return c.done("/integrations/webhooks/"+h.ID.String(), done)
}

func (s *site) deleteWebhook(c *call) error {
	h, err := s.webhook(c)
	if err != nil {
		return err
	}
	if err := s.Webhooks.Delete(c.r.Context(), s.Org, h.ID); err != nil {
		return err
	}
	return c.done("/integrations/webhooks", "webhook_deleted")
}

func (s *site) replay(c *call) error {
	h, err := s.webhook(c)
	if err != nil {
		return err
	}
	event, err := assent.ParseID(c.field("event"))
	if err != nil {
		return webhook.ErrNone
	}
	if err := s.Webhooks.Replay(c.r.Context(), s.Org, h.ID, event); err != nil {
		return err
	}
	return c.done("/integrations/webhooks/"+h.ID.String(), "replayed")
}
