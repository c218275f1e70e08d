package main

import (
	"time"

	"assent"
)

// moment is a flag that takes a point in time.
type moment struct{ time.Time }

// UnmarshalText reads RFC 3339; a bare day says too little, since days begin at different times.
func (m *moment) UnmarshalText(text []byte) error {
	t, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		return assent.Problemf("BAD_MOMENT", "a moment is written with its zone, as in 2026-11-21T10:00:00+01:00 or 2026-11-21T09:00:00Z; %q is not", text)
	}
	m.Time = t
	return nil
}
