package intaketest

import (
	"assent"
	"assent/catalogue"
)

// Items are what the house may ask: a newsletter, offers that require it, partner offers that
// leave with it, text messages, and service mails.
func Items() []catalogue.Item {
	return []catalogue.Item{
		&catalogue.Settings{
			Name: "Alpenglow SAS", PostalAddress: "1 rue des Cimes, 74000 Annecy", AccessEmail: "privacy@alpenglow.example",
			PrivacyURL: "https://alpenglow.example/privacy", Country: "FR", Language: "en", TimeZone: "Europe/Paris",
		},
		&catalogue.Brand{ID: "alpenglow", Name: "Alpenglow"},
		purpose("newsletter", "Newsletter", func(p *catalogue.Purpose) {
			p.Withdraws = []string{"partner-offers"}
			p.Topics = []catalogue.Topic{{ID: "skis", Names: both("Skis", "Skis")}, {ID: "huts", Names: both("Huts", "Refuges")}}
		}),
		purpose("offers", "Offers", func(p *catalogue.Purpose) { p.Requires = []string{"newsletter"} }),
		purpose("club", "Club", func(p *catalogue.Purpose) { p.DoubleOptIn = catalogue.OptInRequired }),
		purpose("partner-offers", "Partner offers", func(p *catalogue.Purpose) {
			p.Kind, p.PartnerList = assent.PurposePartnerMarketing, "friends"
		}),
		purpose("orders", "Orders", func(p *catalogue.Purpose) { p.Kind = assent.PurposeService }),
		&catalogue.PartnerList{ID: "friends", Partners: []catalogue.Partner{{ID: "rope-co", Name: "Rope & Co"}}},
		&catalogue.Notice{ID: "signup", Version: "1.0", Languages: both("We write to you about mountains.", "Nous vous écrivons sur la montagne.")},
		form("newsletter", "newsletter", "offers", "club"),
		&catalogue.CollectionPoint{
			ID: "checkout", Kind: catalogue.ByAPI, Brand: "alpenglow", Origin: catalogue.OriginCustomer,
			Facts: assent.Facts{"opt_out_offered_at_collection": "true"},
		},
	}
}

func purpose(id, name string, change func(*catalogue.Purpose)) *catalogue.Purpose {
	p := &catalogue.Purpose{
		ID: id, Brand: "alpenglow", Kind: assent.PurposeOwnMarketing, Names: both(name, name),
		Sentences: both("I want this: "+name, "Je veux ceci : "+name), Channels: []assent.Channel{assent.Email, assent.SMS},
	}
	change(p)
	return p
}

func form(id string, purposes ...string) *catalogue.CollectionPoint {
	f := &catalogue.CollectionPoint{
		ID: id, Kind: catalogue.HostedForm, Brand: "alpenglow", Titles: both("Stay in touch", "Restons en contact"),
		Notice: "signup", Origin: catalogue.OriginSubscribed, Asks: []string{"email"},
	}
	for _, p := range purposes {
		f.Boxes = append(f.Boxes, catalogue.Box{Purpose: p, Channel: assent.Email})
	}
	return f
}

func both(en, fr string) catalogue.Texts { return catalogue.Texts{"en": en, "fr": fr} }
