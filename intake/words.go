package intake

import (
	"slices"
	"strings"

	"assent"
)

// receiver names, for a sentence, what a channel needs.
func receiver(ch assent.Channel) string {
	switch ch {
	case assent.Email:
		return "an e-mail address"
	case assent.IM:
		return "a phone number or a messaging handle"
	case assent.Push:
		return "a device"
	case assent.Post:
		return "a postal address"
	}
	return "a phone number"
}

func words(channels []assent.Channel) []string {
	out := make([]string, len(channels))
	for i, ch := range channels {
		out[i] = string(ch)
	}
	return out
}

func join(list []string) string { return strings.Join(list, ", ") }

// known lists what would have been right, for a sentence.
func known[T any](items []T, name func(T) string) string {
	if len(items) == 0 {
		return "none is published yet"
	}
	names := make([]string, len(items))
	for i, item := range items {
		names[i] = name(item)
	}
	slices.Sort(names)
	return "known: " + join(names)
}
