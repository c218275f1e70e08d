package api

import (
	"context"
	"net/http"

	"assent"
	"assent/auth"
	"assent/stats"
)

type statsRequest struct {
	Period  string         `query:"period" enum:"day,week,month" default:"week"`
	Until   string         `query:"until" format:"date" doc:"A day of the last period; missing: today, on the calendar of the organisation"`
	Spans   int            `query:"spans" minimum:"0" maximum:"92" doc:"How many periods; missing: 30 days, 12 weeks or 12 months"`
	By      string         `query:"by" enum:"purpose,channel,brand,country,language,collection_point,method,reason,grade,gap" doc:"How lines are told apart; missing: by fact alone"`
	Purpose string         `query:"purpose" maxLength:"63" doc:"Missing: every one"`
	Channel assent.Channel `query:"channel" enum:"email,sms,im,push,auto_call,live_call,fax,post" doc:"Missing: every one"`
	Facts   []string       `query:"fact" maxItems:"12" doc:"Missing: every one"`
}

func (a *API) stats() {
	register(a, operation{
		method: http.MethodGet, path: "/v1/stats", id: "stats", tag: "People", scope: auth.Read,
		summary: "How often people said what, over time",
		doc: "Consents, noes, confirmations, messages and what was stopped, in days, weeks or months, compared with as many periods before. " +
			"One purpose by one channel is one answer, and counts on the day on which the person acted. The numbers come from counters that follow the log within a second or two; " +
			"as_of tells how much of it is counted.",
	}, func(ctx context.Context, in *statsRequest) (*oneItem[*stats.Report], error) {
		ask := stats.Ask{
			Grain: stats.Grain(in.Period), Until: assent.Day(in.Until), Spans: in.Spans, By: stats.Side(in.By), Purpose: in.Purpose, Channel: in.Channel,
		}
		for _, f := range in.Facts {
			ask.Facts = append(ask.Facts, stats.Fact(f))
		}
		r, err := a.Stats.Report(ctx, a.Org, ask)
		return &oneItem[*stats.Report]{r}, err
	})
}
