package api

import (
	"context"
	"net/http"

	"assent"
	"assent/auth"
	"assent/forecast"
	"assent/law"
)

// Law is one jurisdiction of the statute book.
type Law struct {
	Code    string     `json:"code" example:"FR"`
	Name    string     `json:"name" doc:"In English"`
	Aliases []string   `json:"aliases" doc:"Other codes for it"`
	Extends string     `json:"extends,omitzero" doc:"The pack whose rules it takes over"`
	State   assent.Day `json:"state" doc:"The day whose law it tells"`
}

type lawRequest struct {
	Jurisdiction string         `path:"jurisdiction" maxLength:"8" doc:"ISO 3166-1 alpha-2, UK, EU, or with a state: US-TX"`
	Channel      assent.Channel `query:"channel" enum:"email,sms,im,push,auto_call,live_call,fax,post" doc:"Missing: all"`
	On           string         `query:"on" format:"date" doc:"The law of this day; missing: today's"`
}

var errNoLaw = assent.Problemf("NO_SUCH_LAW", "There is no pack for this jurisdiction; GET /v1/laws lists those that there are. The others are answered for by EU, closed.").OfKind(assent.NotFound)

func (a *API) laws() {
	register(a, operation{
		method: http.MethodGet, path: "/v1/laws", id: "listLaws", tag: "Law", scope: auth.Decide,
		summary: "The jurisdictions whose law is known", doc: "A country without a pack of its own is answered for by EU, closed.",
	}, func(context.Context, *struct{}) (*listed[Law], error) {
		out := []Law{}
		for _, p := range a.Laws.Jurisdictions() {
			out = append(out, lawOf(p))
		}
		return &listed[Law]{Listing[Law]{out}}, nil
	})
	register(a, operation{
		method: http.MethodGet, path: "/v1/laws/{jurisdiction}", id: "getLaw", tag: "Law", scope: auth.Decide,
		summary: "The law of a jurisdiction, with its sources", doc: "Which bases are admissible by which channel, what each needs, what can stop a message, and the clauses that say so.",
	}, a.law)
	register(a, operation{
		method: http.MethodGet, path: "/v1/laws/forecast", id: "forecast", tag: "Law", scope: auth.Read,
		summary: "How many people become unreachable, or reachable, in the coming weeks",
		doc: "For each purpose and channel: whom consents that expire, retention, old sales, stale registers, pauses and changes of law take or give, " +
			"if nothing else happens. Hours of calls and caps do not count. Everyone on record is asked about: reckon with a second or two for each ten thousand people.",
	}, a.forecast)
}

type forecastRequest struct {
	Weeks   int            `query:"weeks" minimum:"1" maximum:"260" default:"26"`
	From    string         `query:"from" format:"date" doc:"The first day; missing: from now on"`
	Purpose string         `query:"purpose" maxLength:"63" doc:"Missing: all but services"`
	Channel assent.Channel `query:"channel" enum:"email,sms,im,push,auto_call,live_call,fax,post" doc:"Missing: those of the purpose"`
}

func (a *API) forecast(ctx context.Context, in *forecastRequest) (*oneItem[*forecast.Forecast], error) {
	f, err := a.Forecast.Forecast(ctx, a.Org, forecast.Ask{
		Weeks: in.Weeks, From: assent.Day(in.From), Purpose: in.Purpose, Channel: in.Channel,
	}, nil)
	return &oneItem[*forecast.Forecast]{f}, err
}

func (a *API) law(_ context.Context, in *lawRequest) (*oneItem[law.Shown], error) {
	on := law.DateOf(a.Now().UTC())
	if in.On != "" {
		var err error
		if on, err = law.ParseDate(in.On); err != nil {
			return nil, err
		}
	}
	shown, err := a.Laws.Show(in.Jurisdiction, in.Channel, on)
	if p, ok := assent.AsProblem(err); ok && p.Kind == assent.NotFound {
		return nil, errNoLaw
	}
	return &oneItem[law.Shown]{shown}, err
}

func lawOf(p *law.Pack) Law {
	return Law{Code: p.Code, Name: p.Name, Aliases: present(p.Aliases), Extends: p.Extends, State: assent.Day(p.State.String())}
}
