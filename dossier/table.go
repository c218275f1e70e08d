package dossier

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"

	"assent"
	"assent/ledger"
	"assent/sheet"
)

var eventHead = []string{
	"number", "code", "type", "received_at", "occurred_at", "recorded_at", "person", "address", "answers", "method", "strength", "grade", "wording", "by", "proof",
}

const addressColumn, proofColumn = 7, 14

// line is an act as events.csv shows it: all of it but the address follows from the record under the proof.
func line(e *assent.Event, address, proof string) []string {
	return []string{
		fmt.Sprint(e.Number), string(e.Code), string(e.Type), stamp(e.Received), stamp(e.Occurred), stamp(e.Recorded), e.Person.String(), address,
		answers(e), string(e.Method), string(e.Strength), string(e.Grade), wording(e.Notice), string(e.Actor.Kind), proof,
	}
}

// safe is a row as spreadsheets open it without calculating anything.
func safe(row []string) []string {
	out := make([]string, len(row))
	for i, cell := range row {
		out[i] = sheet.Safe(cell)
	}
	return out
}

// lines reads events.csv: its lines by the proofs that they name.
func (c *check) lines() {
	c.byProof = map[string][]string{}
	f := c.byName["events.csv"]
	if f == nil {
		c.flaw("events.csv is missing")
		return
	}
	file, err := f.Open()
	if err != nil {
		c.flaw("events.csv cannot be read")
		return
	}
	defer file.Close()
	r := csv.NewReader(file)
	r.FieldsPerRecord = len(eventHead)
	if head, err := r.Read(); err != nil || !slices.Equal(head, eventHead) {
		c.flaw("events.csv has other columns than it should")
		return
	}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			c.flaw("events.csv cannot be read")
			return
		}
		c.listed(row)
	}
}

func (c *check) listed(row []string) {
	proof := row[proofColumn]
	switch {
	case proof == "":
		c.Unproven++
	case c.byName[proof] == nil:
		c.flaw("events.csv names %s, which is not here", proof)
	case c.byProof[proof] != nil:
		c.flaw("events.csv names %s twice", proof)
	default:
		c.byProof[proof] = row
	}
}

// told compares the line of an act with its record. An address is compared where the proof opens it.
func (c *check) told(proof string, found ledger.Finding) {
	row := c.byProof[proof]
	if row == nil {
		c.flaw("events.csv does not tell of %s", proof)
		return
	}
	address := addressOf(found)
	want := safe(line(found.Event, address, proof))
	if address == "" {
		want[addressColumn] = row[addressColumn]
	}
	if !slices.Equal(row, want) {
		c.flaw("events.csv tells of %s otherwise than it was recorded", proof)
	}
}

// addressOf is the address that a proof opens; empty if it opens none.
func addressOf(f ledger.Finding) string {
	for _, o := range f.Openings {
		if o.Name == "address" {
			return o.Value
		}
	}
	return ""
}
