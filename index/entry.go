package index

import (
	"encoding/binary"
	"math/bits"

	"assent"
)

// Hash is the keyed hash of an address.
type Hash = [16]byte

// Slot is the place of a contact point in a table. It is never another's while the process runs.
type Slot uint32

// Point is a contact point as the store has it.
type Point struct {
	ID     assent.ID
	Person assent.ID // any of her records
	Kind   assent.PointKind
	Hash   Hash
	Key    int64 // id of the key of the hash
}

// entry is a contact point as the table has it: 48 bytes. Persons and points go by a tag of 64 bits; where two
// persons share one, what touches the one touches the other, which costs a decision and spoils none.
type entry struct {
	hash    Hash
	touched int64 // 1 + the number of the last event that touched the person
	person  uint64
	point   uint64
	next    uint32 // the next entry of the same person, in a ring
	kind    uint8
	gone    uint8 // 1: no contact point any more, or never one; the address may still be a suppressed one
	key     uint16
}

// tag mixes an identifier (splitmix64). Times stand first in it, so neither half would do.
func tag(id assent.ID) uint64 {
	return mix(mix(binary.LittleEndian.Uint64(id[:8])) ^ bits.RotateLeft64(binary.LittleEndian.Uint64(id[8:]), 1))
}

func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func keyOf(h *Hash) uint64 { return binary.LittleEndian.Uint64(h[:8]) }

// kinds are the kinds of contact point by their number in an entry.
var kinds = [...]assent.PointKind{
	"", assent.EmailAddress, assent.PhoneNumber, assent.IMHandle, assent.Device, assent.PostalAddress, assent.ExternalID,
}

func kindNumber(k assent.PointKind) uint8 {
	for i, known := range kinds {
		if known == k {
			return uint8(i)
		}
	}
	return 0
}

// reached is the set of kinds that a channel reaches, by their numbers.
func reached(c assent.Channel) (set uint8) {
	for i, k := range kinds {
		if k.Reaches(c) {
			set |= 1 << i
		}
	}
	return set
}
