package law

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
)

// PackSchema returns the JSON Schema (2020-12) of the files of a pack, and CasesSchema that
// of a file of worked cases. Both are drawn from the types that read those files, so that
// they cannot tell anything else; editors that know "yaml-language-server" use them.
func PackSchema() []byte { return schemaOf("A file of a law pack", reflect.TypeFor[packFile]()) }

// CasesSchema returns the JSON Schema of a file of worked cases; see [PackSchema].
func CasesSchema() []byte { return schemaOf("Worked cases of the law", reflect.TypeFor[caseFile]()) }

type schema map[string]any

func schemaOf(title string, t reflect.Type) []byte {
	s := &schemer{defs: schema{}}
	root := schema{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
	for k, v := range s.object(t) {
		root[k] = v
	}
	root["$defs"] = s.defs
	text, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		panic(err) // a schema of maps and strings always encodes
	}
	return append(text, '\n')
}

// schemer draws types; named structs become definitions.
type schemer struct{ defs schema }

func (s *schemer) of(t reflect.Type) schema {
	if reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		return schema{"type": "string"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem())
	case reflect.Slice:
		return schema{"type": "array", "items": s.of(t.Elem())}
	case reflect.Map:
		return schema{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.Bool:
		return schema{"type": "boolean"}
	case reflect.Int:
		return schema{"type": "integer"}
	case reflect.Struct:
		return s.ref(t)
	}
	return schema{"type": "string"}
}

func (s *schemer) ref(t reflect.Type) schema {
	if _, ok := s.defs[t.Name()]; !ok {
		s.defs[t.Name()] = schema{} // ends the recursion of expressions
		drawn := s.object(t)
		if t == reflect.TypeFor[Expr]() {
			drawn = schema{"oneOf": []any{schema{"type": "string", "description": "a flag that must be true; always; never"}, drawn}}
		}
		s.defs[t.Name()] = drawn
	}
	return schema{"$ref": "#/$defs/" + t.Name()}
}

// object draws the fields of a struct; those of an embedded one are its own.
func (s *schemer) object(t reflect.Type) schema {
	properties := schema{}
	s.fields(t, properties)
	return schema{"type": "object", "properties": properties, "additionalProperties": false}
}

func (s *schemer) fields(t reflect.Type, into schema) {
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case f.Anonymous:
			s.fields(f.Type, into)
		case name != "" && name != "-":
			into[name] = s.of(f.Type)
		}
	}
}
