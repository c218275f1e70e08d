package sample

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"assent/catalogue"

	"github.com/goccy/go-yaml"
)

//go:embed organisation.yaml
var organisation []byte

// Organisation returns the catalogue items of the sample organisation in the order in which
// they are to be published. publicURL is where the demo is reached.
func Organisation(publicURL string) ([]catalogue.Item, error) {
	var o struct {
		Settings         *catalogue.Settings          `json:"settings"`
		Brands           []*catalogue.Brand           `json:"brands"`
		PartnerLists     []*catalogue.PartnerList     `json:"partner_lists"`
		Purposes         []*catalogue.Purpose         `json:"purposes"`
		Notices          []*catalogue.Notice          `json:"notices"`
		CollectionPoints []*catalogue.CollectionPoint `json:"collection_points"`
		Pages            []*catalogue.Page            `json:"pages"`
	}
	data, err := yaml.YAMLToJSON(organisation)
	if err != nil {
		return nil, fmt.Errorf("sample organisation: %w", err)
	}
	if err := json.Unmarshal(data, &o); err != nil {
		return nil, fmt.Errorf("sample organisation: %w", err)
	}
	o.Settings.PublicURL = publicURL
	items := []catalogue.Item{o.Settings}
	items = add(items, o.Brands)
	items = add(items, o.PartnerLists)
	items = add(items, o.Purposes)
	items = add(items, o.Notices)
	items = add(items, o.CollectionPoints)
	return add(items, o.Pages), nil
}

func add[I catalogue.Item](items []catalogue.Item, more []I) []catalogue.Item {
	for _, i := range more {
		items = append(items, i)
	}
	return items
}
