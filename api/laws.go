package api

import (
	"context"
	"net/http"

	"assent"
	"assent/auth"
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
	Jurisdiction string `path:"jurisdiction" maxLength:"8"`
}

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
		summary: "The law that answers for a jurisdiction", doc: "`code` names the pack: FR for FR, EU for a country without one.",
	}, func(_ context.Context, in *lawRequest) (*oneItem[Law], error) {
		return &oneItem[Law]{lawOf(a.Laws.Jurisdiction(in.Jurisdiction))}, nil
	})
}

func lawOf(p *law.Pack) Law {
	return Law{Code: p.Code, Name: p.Name, Aliases: present(p.Aliases), Extends: p.Extends, State: assent.Day(p.State.String())}
}
