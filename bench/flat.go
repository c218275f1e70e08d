package main

import (
	"reflect"
	"strconv"
	"strings"
)

// flat lays an input out by the names of its facts, as CEL and OPA take it.
func flat(in *Input) map[string]any {
	out := map[string]any{}
	v := reflect.ValueOf(in).Elem()
	for i := range v.NumField() {
		name, ok := v.Type().Field(i).Tag.Lookup("fact")
		switch {
		case !ok:
		case v.Field(i).Kind() == reflect.Int:
			out[name] = v.Field(i).Int()
		default:
			out[name] = v.Field(i).Interface()
		}
	}
	return out
}

// prepared lays out where the message goes and the truths of all rules instead of the facts.
func prepared(in *Input, w *walker) map[string]any {
	out := map[string]any{"channel": in.Channel, "recipient": in.Recipient, "day": int64(in.Day), "outside_hours": in.OutsideHours}
	for _, r := range w.rules {
		out[r.name] = r.holds(in)
	}
	return out
}

// dated writes the day of the change into a rule.
func dated(text string) string { return strings.ReplaceAll(text, "{change}", strconv.Itoa(changed)) }

// quoted writes "a", "b".
func quoted(words []string) string {
	var out []string
	for _, w := range words {
		out = append(out, strconv.Quote(w))
	}
	return strings.Join(out, ", ")
}
