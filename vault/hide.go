package vault

import (
	"fmt"
	"io"
	"log/slog"
)

// Keys must not reach a log or an error by accident: whatever holds one prints as stars.

const stars = "****"

// Format hides the key.
func (Secret) Format(w fmt.State, _ rune) { io.WriteString(w, stars) }

// Format hides the keys.
func (Keys) Format(w fmt.State, _ rune) { io.WriteString(w, stars) }

// Format hides the key.
func (*PersonKey) Format(w fmt.State, _ rune) { io.WriteString(w, stars) }

// Format hides the keys.
func (*Vault) Format(w fmt.State, _ rune) { io.WriteString(w, stars) }

// Format hides the key.
func (*Custodian) Format(w fmt.State, _ rune) { io.WriteString(w, stars) }

// LogValue hides the key.
func (Secret) LogValue() slog.Value { return slog.StringValue(stars) }

// LogValue hides the keys.
func (Keys) LogValue() slog.Value { return slog.StringValue(stars) }
