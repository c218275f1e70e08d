package api

import (
	"bytes"
	"context"
	"net/http"

	"assent"
	"assent/auth"
	"assent/campaign"

	"github.com/danielgtaylor/huma/v2"
)

// CampaignInput is a consent request to make: its plan, and whom it asks.
type CampaignInput struct {
	campaign.Plan
	Emails []string `json:"emails" maxItems:"10000" doc:"Whom to ask: 50 addresses at most. They are looked up and not kept; what is said of one names its place, from 1"`
	DryRun bool     `json:"dry_run,omitzero" doc:"Say what would be found and who would be left out, and keep nothing"`
}

// Campaign is a consent request as it stands.
type Campaign campaign.Status

type campaignRequest struct{ Body CampaignInput }

type campaignResponse struct{ Body Campaign }

type campaignNamed struct {
	ID string `path:"id" maxLength:"36"`
}

// campaignMails is a zip of the prepared mails.
type campaignMails struct {
	Type        string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

func (a *API) campaigns() {
	const doc = "A consent request is itself marketing: it reaches only those whom a basis still covers, and nobody who has said no, has asked for silence, or was asked before."
	register(a, operation{
		method: http.MethodPost, path: "/v1/campaigns", id: "createCampaign", tag: "Campaigns", scope: auth.Send, status: http.StatusCreated,
		summary: "Make a consent request; nothing is sent yet",
		doc:     doc + " Answers with what the linter finds in its texts (then it is a draft, which cannot start) and with everyone who is left out, and why.",
	}, a.createCampaign)
	register(a, operation{
		method: http.MethodGet, path: "/v1/campaigns", id: "listCampaigns", tag: "Campaigns", scope: auth.Read,
		summary: "Every consent request, the oldest first", doc: doc,
	}, a.listCampaigns)
	register(a, operation{
		method: http.MethodGet, path: "/v1/campaigns/{id}", id: "getCampaign", tag: "Campaigns", scope: auth.Read,
		summary: "How a consent request stands, and what came back", doc: "The counts are read from the log: answers come back by themselves.",
	}, a.onCampaign(a.Campaigns.Status))
	register(a, operation{
		method: http.MethodPost, path: "/v1/campaigns/{id}/start", id: "startCampaign", tag: "Campaigns", scope: auth.Send,
		summary: "Let the mails leave, a batch at a time", doc: "Each is decided once more at the moment at which it leaves. One that was stopped goes on.",
	}, a.onCampaign(a.Campaigns.Start))
	register(a, operation{
		method: http.MethodPost, path: "/v1/campaigns/{id}/stop", id: "stopCampaign", tag: "Campaigns", scope: auth.Send,
		summary: "Keep the mails that have not left from leaving",
	}, a.onCampaign(a.Campaigns.Stop))
	register(a, operation{
		method: http.MethodPost, path: "/v1/campaigns/{id}/mails", id: "prepareCampaign", tag: "Campaigns", scope: auth.Send,
		summary: "The mails of a prepared consent request, as a zip",
		doc:     "For people who send from a mailbox of their own: one .eml for each contact, and index.html with a mailto link for each. They count as asked from here on.",
	}, a.prepareCampaign)
	a.huma.OpenAPI().Paths["/v1/campaigns/{id}/mails"].Post.Responses["200"].Content = map[string]*huma.MediaType{
		"application/zip": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}
}

func (a *API) createCampaign(ctx context.Context, in *campaignRequest) (*campaignResponse, error) {
	create := a.Campaigns.Create
	if in.Body.DryRun {
		create = a.Campaigns.Preview
	}
	var audience []campaign.Contact
	for i, email := range in.Body.Emails {
		audience = append(audience, campaign.Contact{Line: i + 1, Email: email})
	}
	s, err := create(ctx, a.Org, caller(ctx).Actor(), in.Body.Plan, audience)
	return &campaignResponse{Campaign(s)}, err
}

func (a *API) listCampaigns(ctx context.Context, _ *struct{}) (*listed[Campaign], error) {
	all, err := a.Campaigns.List(ctx, a.Org)
	if err != nil {
		return nil, err
	}
	out := []Campaign{}
	for _, s := range all {
		out = append(out, Campaign(s))
	}
	return &listed[Campaign]{Listing[Campaign]{out}}, nil
}

// onCampaign is a route that does one thing to one campaign.
func (a *API) onCampaign(do func(ctx context.Context, org, id assent.ID) (campaign.Status, error)) func(context.Context, *campaignNamed) (*campaignResponse, error) {
	return func(ctx context.Context, in *campaignNamed) (*campaignResponse, error) {
		id, err := campaignID(in.ID)
		if err != nil {
			return nil, err
		}
		s, err := do(ctx, a.Org, id)
		return &campaignResponse{Campaign(s)}, err
	}
}

func (a *API) prepareCampaign(ctx context.Context, in *campaignNamed) (*campaignMails, error) {
	id, err := campaignID(in.ID)
	if err != nil {
		return nil, err
	}
	letters, s, err := a.Campaigns.Prepare(ctx, a.Org, id)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := campaign.Bundle(&b, s.Plan.Name, letters); err != nil {
		return nil, err
	}
	return &campaignMails{"application/zip", `attachment; filename="mails.zip"`, b.Bytes()}, nil
}

func campaignID(s string) (assent.ID, error) {
	id, err := assent.ParseID(s)
	if err != nil {
		return id, assent.Problemf("NO_SUCH_CAMPAIGN", "There is no campaign of this identifier; GET /v1/campaigns lists them.").In("id").OfKind(assent.NotFound)
	}
	return id, nil
}
