package api

import (
	"context"
	"net/http"
	"slices"

	"assent"
	"assent/auth"
	"assent/catalogue"

	"github.com/danielgtaylor/huma/v2"
)

// What is published through the API. Each is the item of the catalogue but for its version,
// which the catalogue counts itself.
type (
	PurposeInput     catalogue.Purpose
	BrandInput       catalogue.Brand
	FormInput        catalogue.CollectionPoint
	PartnerListInput catalogue.PartnerList
	PageInput        catalogue.Page
	SettingsInput    catalogue.Settings
)

// TransformSchema makes the version optional.
func (*PurposeInput) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return unversioned(s)
}

// TransformSchema makes the version optional.
func (*BrandInput) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return unversioned(s)
}

// TransformSchema makes the version optional.
func (*FormInput) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return unversioned(s)
}

// TransformSchema makes the version optional.
func (*PartnerListInput) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return unversioned(s)
}

// TransformSchema makes the version optional.
func (*PageInput) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return unversioned(s)
}

// TransformSchema makes the version optional.
func (*SettingsInput) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return unversioned(s)
}

func unversioned(s *huma.Schema) *huma.Schema {
	s.Required = slices.DeleteFunc(s.Required, func(name string) bool { return name == "version" })
	s.Properties["version"].Description = "Counted by the catalogue; what is sent is not used"
	return s
}

// Listing is a list of items.
type Listing[T any] struct {
	Items []T `json:"items"`
}

type listed[T any] struct{ Body Listing[T] }

type oneItem[T any] struct{ Body T }

type named struct {
	ID string `path:"id" maxLength:"63"`
}

// section is one part of the catalogue: items of kind T, published as In.
type section[T, In any] struct {
	path, singular, plural string
	doc                    string
	list                   func(*catalogue.Catalogue) []*T
	find                   func(c *catalogue.Catalogue, id string) (*T, bool)
	item                   func(*In) (item catalogue.Item, id string)
}

func (a *API) catalogue() {
	addSection(a, section[catalogue.Purpose, PurposeInput]{
		path: "/v1/purposes", singular: "Purpose", plural: "Purposes",
		doc:  "A purpose is why messages are sent; it is asked for, granted and left on its own.",
		list: (*catalogue.Catalogue).Purposes, find: (*catalogue.Catalogue).Purpose,
		item: func(in *PurposeInput) (catalogue.Item, string) { return (*catalogue.Purpose)(in), in.ID },
	})
	addSection(a, section[catalogue.Notice, catalogue.Notice]{
		path: "/v1/notices", singular: "Notice", plural: "Notices",
		doc:  "A notice is the exact text shown. A published version never changes: publish another.",
		list: (*catalogue.Catalogue).Notices,
		find: func(c *catalogue.Catalogue, id string) (*catalogue.Notice, bool) { return c.Notice(id, "") },
		item: func(in *catalogue.Notice) (catalogue.Item, string) { return in, in.ID },
	})
	addSection(a, section[catalogue.CollectionPoint, FormInput]{
		path: "/v1/forms", singular: "Form", plural: "Forms",
		doc:  "A form is a collection point: where acts are captured, on a page of ours, by API, on paper, by telephone, by import.",
		list: (*catalogue.Catalogue).CollectionPoints, find: (*catalogue.Catalogue).CollectionPoint,
		item: func(in *FormInput) (catalogue.Item, string) { return (*catalogue.CollectionPoint)(in), in.ID },
	})
	addSection(a, section[catalogue.Page, PageInput]{
		path: "/v1/pages", singular: "Page", plural: "Pages",
		doc:  "A page is one variant of the public pages that a link leads to: unsubscribe, preferences or profile. With retired true it is out of use, and links that name it lead to the default.",
		list: (*catalogue.Catalogue).Pages, find: (*catalogue.Catalogue).Page,
		item: func(in *PageInput) (catalogue.Item, string) { return (*catalogue.Page)(in), in.ID },
	})
	addSection(a, section[catalogue.Brand, BrandInput]{
		path: "/v1/brands", singular: "Brand", plural: "Brands",
		doc:  "A brand is what a person sees as the sender.",
		list: (*catalogue.Catalogue).Brands, find: (*catalogue.Catalogue).Brand,
		item: func(in *BrandInput) (catalogue.Item, string) { return (*catalogue.Brand)(in), in.ID },
	})
	addSection(a, section[catalogue.PartnerList, PartnerListInput]{
		path: "/v1/partner-lists", singular: "PartnerList", plural: "PartnerLists",
		doc:  "A partner list names those for whom a consent can be given; a consent reaches those that its version named.",
		list: (*catalogue.Catalogue).PartnerLists, find: (*catalogue.Catalogue).PartnerList,
		item: func(in *PartnerListInput) (catalogue.Item, string) { return (*catalogue.PartnerList)(in), in.ID },
	})
	a.settings()
}

// addSection adds the three routes of a section: list, one, publish.
func addSection[T, In any](a *API, s section[T, In]) {
	register(a, operation{
		method: http.MethodGet, path: s.path, id: "list" + s.plural, tag: "Catalogue", scope: auth.Read,
		summary: "List them, each in its version in force", doc: s.doc,
	}, func(ctx context.Context, _ *struct{}) (*listed[*T], error) {
		c, err := a.Catalogue.Current(ctx, a.Org)
		if err != nil {
			return nil, err
		}
		return &listed[*T]{Listing[*T]{present(s.list(c))}}, nil
	})
	register(a, operation{
		method: http.MethodGet, path: s.path + "/{id}", id: "get" + s.singular, tag: "Catalogue", scope: auth.Read,
		summary: "One of them, in its version in force", doc: s.doc,
	}, func(ctx context.Context, in *named) (*oneItem[*T], error) {
		return find(ctx, a, s, in.ID)
	})
	register(a, operation{
		method: http.MethodPost, path: s.path, id: "publish" + s.singular, tag: "Catalogue", scope: auth.Publish, status: http.StatusCreated,
		summary: "Publish one, or its next version", doc: s.doc + " Publishing what is in force already changes nothing.",
	}, func(ctx context.Context, in *struct{ Body In }) (*oneItem[*T], error) {
		item, id := s.item(&in.Body)
		if err := a.Catalogue.Publish(ctx, a.Org, caller(ctx).Actor(), a.Now(), item); err != nil {
			return nil, err
		}
		return find(ctx, a, s, id)
	})
}

func find[T, In any](ctx context.Context, a *API, s section[T, In], id string) (*oneItem[*T], error) {
	c, err := a.Catalogue.Current(ctx, a.Org)
	if err != nil {
		return nil, err
	}
	found, ok := s.find(c, id)
	if !ok {
		return nil, assent.Problemf("NOT_IN_CATALOGUE", "The catalogue has nothing of this name here; GET %s lists what it has.", s.path).In("id").OfKind(assent.NotFound)
	}
	return &oneItem[*T]{found}, nil
}

func (a *API) settings() {
	get := func(ctx context.Context, _ *struct{}) (*oneItem[*catalogue.Settings], error) {
		c, err := a.Catalogue.Current(ctx, a.Org)
		if err != nil {
			return nil, err
		}
		return &oneItem[*catalogue.Settings]{c.Settings()}, nil
	}
	register(a, operation{
		method: http.MethodGet, path: "/v1/settings", id: "getSettings", tag: "Catalogue", scope: auth.Read,
		summary: "What holds for the organisation as a whole",
	}, get)
	register(a, operation{
		method: http.MethodPut, path: "/v1/settings", id: "publishSettings", tag: "Catalogue", scope: auth.Publish,
		summary: "Publish the settings; they replace those in force as a whole",
	}, func(ctx context.Context, in *struct{ Body SettingsInput }) (*oneItem[*catalogue.Settings], error) {
		if err := a.Catalogue.Publish(ctx, a.Org, caller(ctx).Actor(), a.Now(), (*catalogue.Settings)(&in.Body)); err != nil {
			return nil, err
		}
		return get(ctx, nil)
	})
}
