package store

import (
	"encoding/binary"

	"assent"

	"github.com/jackc/pgx/v5/pgtype"
)

// PostgreSQL takes what a batch inserts as a list for each column. The lists are written before the turn, in the binary form of its
// arrays (array_recv in its source), and pass through the driver as they are.

// array is such a list.
type array []byte

// asLists turns rows into the organisation and a list for each of their columns.
func asLists(org assent.ID, rows [][]any) []any {
	out := []any{org[:]}
	for i := range rows[0] {
		out = append(out, listOf(rows, i))
	}
	return out
}

// listOf writes one column. Only bytes may be missing.
func listOf(rows [][]any, i int) array {
	oid := uint32(pgtype.ByteaOID)
	switch rows[0][i].(type) {
	case int64:
		oid = pgtype.Int8OID
	case string:
		oid = pgtype.TextOID
	}
	out := make(array, 0, 20+16*len(rows))
	for _, head := range []uint32{1, 1, oid, uint32(len(rows)), 1} { // dimensions, some may be missing, type, length, first index
		out = binary.BigEndian.AppendUint32(out, head)
	}
	for _, row := range rows {
		out = appendElement(out, row[i])
	}
	return out
}

func appendElement(out []byte, v any) []byte {
	switch v := v.(type) {
	case int64:
		return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint32(out, 8), uint64(v))
	case string:
		return append(binary.BigEndian.AppendUint32(out, uint32(len(v))), v...)
	case []byte:
		if v != nil {
			return append(binary.BigEndian.AppendUint32(out, uint32(len(v))), v...)
		}
	}
	return binary.BigEndian.AppendUint32(out, 1<<32-1) // nothing
}

// takeLists has a connection let lists pass.
func takeLists(m *pgtype.Map) {
	for _, oid := range []uint32{pgtype.ByteaArrayOID, pgtype.Int8ArrayOID, pgtype.TextArrayOID} {
		if t, ok := m.TypeForOID(oid); ok {
			m.RegisterType(&pgtype.Type{Name: t.Name, OID: oid, Codec: listCodec{t.Codec}})
		}
	}
}

// listCodec writes lists as they are, and all else as the codec that it stands for.
type listCodec struct{ pgtype.Codec }

func (c listCodec) PlanEncode(m *pgtype.Map, oid uint32, format int16, value any) pgtype.EncodePlan {
	if _, ready := value.(array); ready && format == pgtype.BinaryFormatCode {
		return asItIs{}
	}
	return c.Codec.PlanEncode(m, oid, format, value)
}

type asItIs struct{}

func (asItIs) Encode(value any, to []byte) ([]byte, error) {
	return append(to, value.(array)...), nil
}
