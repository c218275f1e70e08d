package store

import (
	"time"

	"assent"
)

// Person is a person record: the name under which events stand, and the wrapped key that
// seals her values. A record that was merged into another keeps its key, since older values
// are sealed under it.
type Person struct {
	ID      assent.ID
	Wrapped []byte    // the person's data key, wrapped by the vault; nil once shredded
	Into    assent.ID // the record that stands for this one; zero when it stands for itself
}

func (p *Person) fields() []any { return []any{&p.ID, &p.Wrapped, &p.Into} }

// PointRow is a contact point: where a person is reached, found by the keyed hash of its address.
type PointRow struct {
	ID        assent.ID
	Person    assent.ID // the record under whose key Address is sealed; see [View.Person]
	Kind      assent.PointKind
	Pseudonym assent.Pseudonym
	Address   []byte // sealed; bound to ID
	Created   time.Time
}

func (p *PointRow) fields() []any {
	return []any{&p.ID, &p.Person, &p.Kind, &p.Pseudonym.KeyID, &p.Pseudonym.Hash, &p.Address, &p.Created}
}

// Stored is an event as it lies in the log: the columns by which it is found, its canonical
// encoding, and the hash that is its leaf in the ledger's tree.
type Stored struct {
	Number   int64
	ID       assent.ID
	Code     assent.TransactionCode
	Type     assent.EventType
	Person   assent.ID // zero for an event about no person
	Recorded time.Time
	Leaf     [32]byte // SHA-256(0x00 Body), RFC 6962 §2.1
	Body     []byte   // canonical encoding
	Event    *assent.Event
	After    *assent.State // what was known of the person once this was recorded, if that is at hand; not to be changed, and no column
}

func (s *Stored) fields() []any {
	return []any{&s.Number, &s.ID, &s.Code, &s.Type, &s.Person, &s.Recorded, &s.Leaf, &s.Body}
}

// Item is one version of one thing in the catalogue, and the number of the event that published it.
type Item struct {
	Kind    string
	ID      string
	Version string
	Body    []byte
	Number  int64
}

func (i *Item) fields() []any { return []any{&i.Kind, &i.ID, &i.Version, &i.Body, &i.Number} }

// Idempotent remembers the answer to a request that named an idempotency key, and the digest
// of what was asked, so that the same key with another body is noticed.
type Idempotent struct {
	Key      string
	Digest   [32]byte
	Event    assent.ID // zero if the request recorded none
	Response []byte
	Created  time.Time
}

func (i *Idempotent) fields() []any {
	return []any{&i.Key, &i.Digest, &i.Event, &i.Response, &i.Created}
}

// Suppression is what an erasure leaves: that a no of this scope was said for an address with
// this keyed hash. It leads back to nobody.
type Suppression struct {
	Pseudonym assent.Pseudonym
	Scope     assent.Scope
	Day       assent.Day
	Stamp     []byte // shows that the row is genuine; see the vault
}

func (s *Suppression) fields() []any {
	return []any{&s.Pseudonym.KeyID, &s.Pseudonym.Hash,
		&s.Scope.Brand, &s.Scope.Purpose, &s.Scope.Channel, &s.Scope.Party, &s.Day, &s.Stamp}
}

// Delivery is the handing over of one event to one destination by one follower: how often it
// was tried, when it is tried next, and whether it is done.
type Delivery struct {
	Follower    string
	Event       assent.ID
	Destination string
	Attempt     int
	Next        time.Time
	Done        time.Time // zero while it is owed
	LastError   string
}

func (d *Delivery) fields() []any {
	return []any{&d.Follower, &d.Event, &d.Destination, &d.Attempt, &d.Next, &d.Done, &d.LastError}
}

// KeyRow is an API key: the SHA-256 of its text, and what it may do.
type KeyRow struct {
	ID      assent.ID
	Hash    [32]byte
	Label   string
	Scopes  []string
	Created time.Time
	Revoked time.Time // zero while it holds
}

func (k *KeyRow) fields() []any {
	return []any{&k.ID, &k.Hash, &k.Label, &k.Scopes, &k.Created, &k.Revoked}
}

// Org is an organisation: the controller (GDPR art. 4(7)) whose log this is.
type Org struct {
	ID        assent.ID
	Name      string
	PublicURL string // where its people reach it; empty: at the address that the configuration names
}

func (o *Org) fields() []any { return []any{&o.ID, &o.Name, &o.PublicURL} }

// ImportRun is the progress of one import, so that it resumes where it stopped.
type ImportRun struct {
	ID      string
	Digest  string // of the file
	Row     int64  // rows taken so far
	Started time.Time
	Done    time.Time // zero while it runs
}

func (r *ImportRun) fields() []any { return []any{&r.ID, &r.Digest, &r.Row, &r.Started, &r.Done} }
