package sample

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"time"

	"assent"
)

// date is the calendar day of a day of the simulation that ends yesterday.
func (p *person) date(day int) assent.Day {
	return assent.DayOf(p.start.AddDate(0, 0, day))
}

// phone draws a number from ranges that the regulators keep for films and books, where there are any.
func (p *person) phone() string {
	n := p.r.IntN(10000)
	switch p.home.code {
	case "FR":
		return fmt.Sprintf("+3363998%04d", n)
	case "GB":
		return fmt.Sprintf("+447700900%03d", n%1000)
	case "DE":
		return fmt.Sprintf("+49152289%05d", n+17300)
	}
	return fmt.Sprintf("+3363999%04d", n)
}

// scanDigest stands for the SHA-256 of a recording or a scan.
func scanDigest(r *rand.Rand) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "scan %d", r.Uint64()))
	return hex.EncodeToString(sum[:])
}

// startOf is midnight of the first day of the simulation.
func startOf(now time.Time) time.Time { return now.Add(-Past).UTC().Truncate(24 * time.Hour) }
