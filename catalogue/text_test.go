package catalogue_test

import (
	"reflect"
	"strings"
	"testing"

	"assent"
	"assent/catalogue"
	"assent/intake/intaketest"
)

// TestEveryTextOfEveryItemIsBounded puts a text that deceives, and one without end, into every text of a sample of each
// kind of item, wherever it stands.
func TestEveryTextOfEveryItemIsBounded(t *testing.T) {
	h := intaketest.New(t)
	texts := catalogue.Texts{"en": "Words"}
	for _, sample := range []func() catalogue.Item{
		func() catalogue.Item {
			return &catalogue.Settings{Name: "Alpenglow", SenderName: "A", PostalAddress: "Street 1\nTown", SenderEmail: "a@example.org"}
		},
		func() catalogue.Item { return &catalogue.Brand{ID: "sum", Name: "Sum", SenderName: "Sum"} },
		func() catalogue.Item {
			return &catalogue.Purpose{
				ID: "tips", Kind: assent.PurposeOwnMarketing, Names: texts, Descriptions: texts, Sentences: texts, Channels: []assent.Channel{assent.Email},
				Topics: []catalogue.Topic{{ID: "garden", Names: texts}},
			}
		},
		func() catalogue.Item { return &catalogue.Notice{ID: "tips", Version: "1.0", Languages: texts} },
		func() catalogue.Item {
			return &catalogue.PartnerList{ID: "tips", Partners: []catalogue.Partner{{ID: "p", Name: "Partner", URL: "https://p.example"}}}
		},
		func() catalogue.Item {
			return &catalogue.CollectionPoint{ID: "tips", Kind: catalogue.OnPaper, Titles: texts, Intros: texts, Thanks: texts}
		},
		func() catalogue.Item {
			return &catalogue.Page{ID: "tips", Kind: catalogue.UnsubscribePage, Titles: texts, Intros: texts, Thanks: texts}
		},
	} {
		n := 0
		each(reflect.ValueOf(sample()), func(reflect.Value) { n++ })
		for at := range n {
			for what, add := range map[string]string{"BAD_TEXT": "\u202e", "TEXT_TOO_LONG": strings.Repeat("x", 2<<20)} {
				item, i, was := sample(), 0, ""
				each(reflect.ValueOf(item), func(v reflect.Value) {
					if i == at {
						was = v.String()
						v.SetString(was + add)
					}
					i++
				})
				err := h.Shelf.Publish(t.Context(), h.Org, assent.Actor{Kind: assent.ActorHouse}, h.Clock.Now(), item)
				if p, ok := assent.AsProblem(err); !ok || p.Code != what || len(p.Detail) > 400 || strings.Contains(p.Detail, "\u202e") {
					t.Errorf("%T, %q with %s: %.300v", item, was, what, err)
				}
			}
		}
	}
}

// each calls do for every text that is set in a value; those of maps are put back afterwards.
func each(v reflect.Value, do func(reflect.Value)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			each(v.Elem(), do)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			each(v.Field(i), do)
		}
	case reflect.Slice:
		for i := range v.Len() {
			each(v.Index(i), do)
		}
	case reflect.Map:
		copied := reflect.MakeMap(v.Type())
		for key, value := range v.Seq2() {
			fresh := reflect.New(value.Type()).Elem()
			fresh.Set(value)
			each(fresh, do)
			copied.SetMapIndex(key, fresh)
		}
		v.Set(copied)
	case reflect.String:
		if v.Len() > 0 {
			do(v)
		}
	}
}
