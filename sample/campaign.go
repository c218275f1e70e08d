package sample

import (
	_ "embed"
	"fmt"
	"time"

	"assent"
	"assent/intake"
)

// Campaign is the plan of the consent request that the sample organisation makes, as YAML.
//
//go:embed campaign.yaml
var Campaign []byte

// Customers are people who have bought something of late and have never been asked: the audience of the
// campaign, and one who has said no. Their acts are to be recorded in this order.
func Customers(now time.Time) (emails []string, acts []intake.Act) {
	yes := true
	for i, name := range []string{"amelie.blanc", "basile.roche", "celine.faure", "denis.guerin", "elise.marchand", "fabien.leroux"} {
		email := name + "@courrier.example"
		emails = append(emails, email)
		acts = append(acts, intake.Act{
			Type: assent.RelationshipRecorded, Contact: assent.Contactable{Email: email, ExternalID: fmt.Sprintf("K-%d", 9001+i)}, CollectionPoint: "checkout",
			Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"}, Attributes: &assent.Attributes{Country: "FR", Language: "fr", Kind: assent.Consumer},
			Relationship: &assent.Relationship{
				Brand: "verdier", Kind: "purchase", LastPurchaseOn: assent.DayOf(now.AddDate(0, 0, -30-i)), DetailsObtainedInSale: &yes,
				OptOutOfferedAtCollection: &yes, OptOutInEveryMessage: &yes, SimilarProducts: &yes,
			},
		})
	}
	everything := assent.Everything()
	acts = append(acts, intake.Act{
		Type: assent.ObjectionRaised, Contact: assent.Contactable{Email: emails[len(emails)-1]}, Scope: &everything, Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
	})
	return emails, acts
}
