package api

import (
	"context"
	"net/http"

	"assent"
	"assent/auth"
	"assent/webhook"
)

// Webhook is somebody who is told of events.
type Webhook webhook.Hook

// NewWebhook is a webhook with its secret, which is shown this once.
type NewWebhook struct {
	Webhook
	Secret string `json:"secret" doc:"Signs each request (Standard Webhooks); shown this once"`
}

// WebhookInput is the plan of a webhook.
type WebhookInput webhook.Plan

// Delivery is one event for one webhook.
type Delivery webhook.Delivery

type (
	webhookNamed struct {
		ID string `path:"id" maxLength:"36"`
	}
	deliveryNamed struct {
		ID    string `path:"id" maxLength:"36"`
		Event string `path:"event" maxLength:"36"`
	}
	deliveriesAsked struct {
		ID     string `path:"id" maxLength:"36"`
		Before string `query:"before" maxLength:"36" doc:"Deliveries of events before this one; missing: the latest"`
		Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	}
)

func (a *API) webhooks() {
	const doc = "The body is a CloudEvent 1.0 in JSON; its id is that of the event, the same on every try. Nothing personal but identifiers is in it unless `personal` is true, for which the key also needs the scope `read`."
	const tag = "Webhooks"
	register(a, operation{
		method: http.MethodPost, path: "/v1/webhooks", id: "createWebhook", tag: tag, scope: auth.Hooks, status: http.StatusCreated,
		summary: "Have events told to an address from now on", doc: doc,
	}, func(ctx context.Context, in *struct{ Body WebhookInput }) (*oneItem[NewWebhook], error) {
		if in.Body.Personal { // whoever gets addresses sent could as well read them
			if err := caller(ctx).Require(auth.Read); err != nil {
				return nil, err
			}
		}
		h, secret, err := a.Webhooks.Create(ctx, a.Org, webhook.Plan(in.Body))
		return &oneItem[NewWebhook]{NewWebhook{Webhook(h), secret}}, a.noted(ctx, "webhooks.made", h.ID, err)
	})
	register(a, operation{
		method: http.MethodGet, path: "/v1/webhooks", id: "listWebhooks", tag: tag, scope: auth.Hooks,
		summary: "Every webhook, the oldest first, without secrets",
	}, a.listWebhooks)
	register(a, operation{
		method: http.MethodDelete, path: "/v1/webhooks/{id}", id: "deleteWebhook", tag: tag, scope: auth.Hooks, status: http.StatusNoContent,
		summary: "Tell it nothing more, and forget what it was told",
	}, func(ctx context.Context, in *webhookNamed) (*struct{}, error) {
		id, err := webhookID(in.ID)
		if err != nil {
			return nil, err
		}
		return nil, a.noted(ctx, "webhooks.deleted", id, a.Webhooks.Delete(ctx, a.Org, id))
	})
	register(a, operation{
		method: http.MethodPost, path: "/v1/webhooks/{id}/secret", id: "rotateWebhookSecret", tag: tag, scope: auth.Hooks,
		summary: "Exchange the secret", doc: "For a day the secret before signs too, so that the receiver can change at its leisure.",
	}, func(ctx context.Context, in *webhookNamed) (*oneItem[NewWebhook], error) {
		id, err := webhookID(in.ID)
		if err != nil {
			return nil, err
		}
		h, secret, err := a.Webhooks.Rotate(ctx, a.Org, id)
		return &oneItem[NewWebhook]{NewWebhook{Webhook(h), secret}}, a.noted(ctx, "webhooks.secret", id, err)
	})
	register(a, operation{
		method: http.MethodPost, path: "/v1/webhooks/{id}/enable", id: "enableWebhook", tag: tag, scope: auth.Hooks,
		summary: "Switch it on again; what it missed goes out now", doc: "A webhook is switched off after five days in which nothing arrived, or when its receiver answers 410.",
	}, func(ctx context.Context, in *webhookNamed) (*oneItem[Webhook], error) {
		id, err := webhookID(in.ID)
		if err != nil {
			return nil, err
		}
		h, err := a.Webhooks.Enable(ctx, a.Org, id)
		return &oneItem[Webhook]{Webhook(h)}, a.noted(ctx, "webhooks.enabled", id, err)
	})
	register(a, operation{
		method: http.MethodGet, path: "/v1/webhooks/{id}/deliveries", id: "listDeliveries", tag: tag, scope: auth.Hooks,
		summary: "What it was told and is owed, the latest first", doc: "Kept for 30 days.",
	}, a.listDeliveries)
	register(a, operation{
		method: http.MethodPost, path: "/v1/webhooks/{id}/deliveries/{event}/replay", id: "replayDelivery", tag: tag, scope: auth.Hooks, status: http.StatusAccepted,
		summary: "Tell it of an event once more", doc: "Also of one that happened before there was the webhook.",
	}, a.replayDelivery)
}

func (a *API) listWebhooks(ctx context.Context, _ *struct{}) (*listed[Webhook], error) {
	all, err := a.Webhooks.List(ctx, a.Org)
	out := []Webhook{}
	for _, h := range all {
		out = append(out, Webhook(h))
	}
	return &listed[Webhook]{Listing[Webhook]{out}}, err
}

func (a *API) listDeliveries(ctx context.Context, in *deliveriesAsked) (*listed[Delivery], error) {
	id, err := webhookID(in.ID)
	if err != nil {
		return nil, err
	}
	var before assent.ID
	if in.Before != "" {
		if before, err = webhookID(in.Before); err != nil {
			return nil, err
		}
	}
	all, err := a.Webhooks.Deliveries(ctx, a.Org, id, before, in.Limit)
	out := []Delivery{}
	for _, d := range all {
		out = append(out, Delivery(d))
	}
	return &listed[Delivery]{Listing[Delivery]{out}}, err
}

func (a *API) replayDelivery(ctx context.Context, in *deliveryNamed) (*struct{}, error) {
	id, err := webhookID(in.ID)
	if err != nil {
		return nil, err
	}
	event, err := webhookID(in.Event)
	if err != nil {
		return nil, err
	}
	return nil, a.noted(ctx, "webhooks.replayed", id, a.Webhooks.Replay(ctx, a.Org, id, event))
}

// noted leaves an entry of a change in the trail, beside those of operators, unless it was not done.
func (a *API) noted(ctx context.Context, act string, changed assent.ID, err error) error {
	if err != nil {
		return err
	}
	return a.Keys.Note(ctx, a.Org, caller(ctx), act, changed.String())
}

func webhookID(s string) (assent.ID, error) {
	id, err := assent.ParseID(s)
	if err != nil {
		return id, webhook.ErrNone
	}
	return id, nil
}
