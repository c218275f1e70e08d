package catalogue

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
)

func (*Settings) kind() string        { return KindSettings }
func (*Brand) kind() string           { return KindBrand }
func (*Purpose) kind() string         { return KindPurpose }
func (*Notice) kind() string          { return KindNotice }
func (*PartnerList) kind() string     { return KindPartnerList }
func (*CollectionPoint) kind() string { return KindCollectionPoint }

func (*Settings) key() string          { return KindSettings }
func (b *Brand) key() string           { return b.ID }
func (p *Purpose) key() string         { return p.ID }
func (n *Notice) key() string          { return n.ID }
func (l *PartnerList) key() string     { return l.ID }
func (p *CollectionPoint) key() string { return p.ID }

func (s *Settings) version() string        { return strconv.Itoa(s.Version) }
func (b *Brand) version() string           { return strconv.Itoa(b.Version) }
func (p *Purpose) version() string         { return strconv.Itoa(p.Version) }
func (n *Notice) version() string          { return n.Version }
func (l *PartnerList) version() string     { return strconv.Itoa(l.Version) }
func (p *CollectionPoint) version() string { return strconv.Itoa(p.Version) }

// numbered returns a copy that bears the version. A notice bears its author's.
func (s Settings) numbered(v int) Item        { s.Version = v; return &s }
func (b Brand) numbered(v int) Item           { b.Version = v; return &b }
func (p Purpose) numbered(v int) Item         { p.Version = v; return &p }
func (n Notice) numbered(int) Item            { return &n }
func (l PartnerList) numbered(v int) Item     { l.Version = v; return &l }
func (p CollectionPoint) numbered(v int) Item { p.Version = v; return &p }

// encode returns the canonical form of an item: JSON in the order of its fields, the keys of
// maps sorted, empty fields left out.
func encode(i Item) ([]byte, error) {
	body, err := json.Marshal(i)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", i.kind(), err)
	}
	return body, nil
}

// decode reads a canonical form back.
func decode(kind string, body []byte) (Item, error) {
	var i Item
	switch kind {
	case KindSettings:
		i = new(Settings)
	case KindBrand:
		i = new(Brand)
	case KindPurpose:
		i = new(Purpose)
	case KindNotice:
		i = new(Notice)
	case KindPartnerList:
		i = new(PartnerList)
	case KindCollectionPoint:
		i = new(CollectionPoint)
	case KindPage:
		i = new(Page)
	default:
		return nil, fmt.Errorf("catalogue holds an item of unknown kind %q", kind)
	}
	if err := json.Unmarshal(body, i); err != nil {
		return nil, fmt.Errorf("decode %s: %w", kind, err)
	}
	return i, nil
}

func digest(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// Digest is the SHA-256, in hexadecimal, of what a person read: the notice's identifier,
// version, language and text, as a JSON array. Events name it beside the version.
func (n *Notice) Digest(language string) string {
	body, err := json.Marshal([]string{n.ID, n.Version, language, n.Languages[language]})
	if err != nil { // an array of strings always encodes
		panic(err)
	}
	return digest(body)
}
