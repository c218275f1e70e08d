package console_test

import (
	"context"
	"net/http"
	"testing"

	"assent"
	"assent/auth"
	"assent/console"
	"assent/intake/intaketest"
)

// neighbours is an installation of which only the list is kept.
type neighbours struct{ list []console.Organisation }

func (n *neighbours) List(context.Context) ([]console.Organisation, error) { return n.list, nil }

func (n *neighbours) Add(_ context.Context, name, publicURL, email string) (console.NewOrganisation, error) {
	if publicURL == n.list[0].PublicURL {
		return console.NewOrganisation{}, assent.Problemf("ADDRESS_TAKEN", "Another organisation has this address.").OfKind(assent.Conflict)
	}
	o := console.Organisation{ID: assent.ID{15: 7}, Name: name, PublicURL: publicURL}
	n.list = append(n.list, o)
	return console.NewOrganisation{Organisation: o, Key: "as_key", Link: publicURL + "/console/enter/x", Verifier: "log+key"}, nil
}

func TestAnOrganisationIsAddedInTheConsoleOfTheFirst(t *testing.T) {
	n := &neighbours{[]console.Organisation{{Name: "Alpenglow SAS", PublicURL: "https://one.example"}}}
	w := newWorld(t, intaketest.New(t), func(c *console.Config) { c.Organisations = n })
	v := w.operator(auth.Admin)
	v.get("/console/team").says("/console/organisations")
	v.get("/console/organisations").is(http.StatusOK).says("Alpenglow SAS", "those of the installation", "Add an organisation")
	v.post("/console/organisations", form("name", "Twin", "public_url", "https://one.example", "email", "a@b.example")).
		is(http.StatusConflict).says("Another organisation has this address.", `value="Twin"`)
	v.post("/console/organisations", form("name", "Twin\u202e", "public_url", "https://two.example", "email", "a@b.example")).is(http.StatusBadRequest)
	v.post("/console/organisations", form("name", "Other GmbH", "public_url", "https://two.example", "email", "a@b.example")).
		is(http.StatusOK).says("Restart the server", "as_key", "https://two.example/console/enter/x", "log+key")
	v.get("/console/organisations").says("Other GmbH").hides("as_key")
	v.get("/console/organisations.csv").says("Other GmbH,https://two.example")
	v.get("/console/trail").says("Added an organisation").hides("as_key")
	w.operator(auth.DPO).get("/console/organisations").is(http.StatusForbidden)
}

func TestOnlyTheFirstOrganisationSeesTheOthers(t *testing.T) {
	w := newWorld(t, intaketest.New(t), func(c *console.Config) { c.Organisations = nil })
	v := w.operator(auth.Admin)
	v.get("/console/team").hides("/console/organisations")
	v.get("/console/organisations").is(http.StatusNotFound).says("by the command assent org")
	v.get("/console/organisations.csv").is(http.StatusNotFound)
	v.post("/console/organisations", form("name", "Other")).is(http.StatusNotFound)
}
