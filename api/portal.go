package api

import (
	"context"
	"net/http"
	"time"

	"assent"
	"assent/auth"
)

// PortalInput says who is logged in at your site.
type PortalInput struct {
	Contact ContactInput `json:"contact"`
	Brand   string       `json:"brand,omitzero" maxLength:"63"`
}

// PortalOutput is where to send her browser.
type PortalOutput struct {
	URL       string    `json:"url" doc:"Opens her choices once; it names nobody. Make a new one for each press of your button"`
	ExpiresAt time.Time `json:"expires_at"`
}

// PortalSecret is what this key signs forms with.
type PortalSecret struct {
	Key    assent.ID `json:"key" doc:"The form's field key"`
	Secret string    `json:"secret" doc:"Keep it on your server. It follows from the key and dies with it"`
}

type portalRequest struct{ Body PortalInput }

type portalResponse struct{ Body PortalOutput }

type portalSecretResponse struct{ Body PortalSecret }

func (a *API) portal() {
	register(a, operation{
		method: http.MethodPost, path: "/v1/portal", id: "openPortal", tag: "Portal", scope: auth.Portal,
		summary: "A link to the choices of somebody who is logged in at your site",
		doc: "You vouch for who she is: ask for it only while she is logged in, and send her browser there at once. A yes that she gives there counts as one of a form; " +
			"to see her data or be erased she still needs a code from her mailbox.",
	}, a.openPortal)
	register(a, operation{
		method: http.MethodGet, path: "/v1/portal", id: "getPortalSecret", tag: "Portal", scope: auth.Portal,
		summary: "The secret by which your server signs the portal button", doc: "See docs/portal.md for what is signed, with code and test vectors.",
	}, a.portalSecret)
}

func (a *API) openPortal(ctx context.Context, in *portalRequest) (*portalResponse, error) {
	l, err := a.Portal.Link(ctx, a.Org, in.Body.Contact.given(), in.Body.Brand)
	if err != nil {
		return nil, inContact(err)
	}
	return &portalResponse{PortalOutput{l.URL, l.Expires}}, nil
}

func (a *API) portalSecret(ctx context.Context, _ *struct{}) (*portalSecretResponse, error) {
	key := caller(ctx).ID
	return &portalSecretResponse{PortalSecret{key, a.Portal.Secret(key)}}, nil
}
