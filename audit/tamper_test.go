package audit_test

import (
	"slices"
	"testing"
	"time"

	"assent"
	"assent/audit"
	. "assent/intake/intaketest"
	"assent/store/storetest"
)

// Attacks by somebody who administers the database and holds no keys. Each is tried on a copy
// of the same archive.
func TestWhatAnAdministratorChangesIsFound(t *testing.T) {
	url := storetest.SQLiteURL(t)
	h := Open(t, url)
	early, late := live(t, h)
	old := copyOf(t, url)
	h.Record(SignUp("eve@example.org", "newsletter"))
	latest := follow(t, h)

	crime := scene{t: t, h: h}
	for _, c := range []struct {
		says string
		do   func(s scene)
		want []audit.Sort
	}{
		{"edits an event", by(`UPDATE event SET body = CAST(replace(CAST(body AS TEXT), 'one_click', 'api') AS BLOB) WHERE type = 'consent.withdrawn'`),
			[]audit.Sort{audit.BadColumn, audit.BadCheckpoint, audit.BadState}},
		{"edits an event and all that is stored of it", func(s scene) {
			s.forge("consent.withdrawn", func(e *assent.Event) { e.Noes = nil })
		}, []audit.Sort{audit.BadCheckpoint, audit.BadState}},
		{"back-dates an event and all that is stored of it", func(s scene) {
			s.forge("consent.withdrawn", func(e *assent.Event) { e.Received = e.Received.Add(-time.Hour) })
		}, []audit.Sort{audit.BadCheckpoint, audit.BadState}},
		{"back-dates a column", by(`UPDATE event SET recorded = recorded - 3600000 WHERE type = 'consent.withdrawn'`), []audit.Sort{audit.BadColumn}},
		{"back-dates the record of an event", func(s scene) {
			s.forge("consent.withdrawn", func(e *assent.Event) { e.Recorded = e.Recorded.Add(-time.Hour) })
		}, []audit.Sort{audit.BadEvent, audit.BadCheckpoint}},
		{"leads from an identifier to another event", by(`UPDATE sealed SET number = number - 1 WHERE number = 3`), []audit.Sort{audit.BadColumn}},
		{"hides an event from who asks for it by its identifier", by(`DELETE FROM sealed WHERE data IS NULL`), []audit.Sort{audit.BadColumn}},
		{"makes an event unreadable", by(`UPDATE event SET body = CAST('{}' AS BLOB) WHERE type = 'consent.withdrawn'`), []audit.Sort{audit.BadEvent, audit.BadState}},
		{"gives an event to another person", by(`UPDATE event SET person = (SELECT person FROM event WHERE type = 'person.erased') WHERE type = 'consent.withdrawn'`),
			[]audit.Sort{audit.BadColumn, audit.BadState}},
		{"gives an event another code", by(`UPDATE event SET code = 'AAAA-AAAA-AAAA' WHERE type = 'consent.withdrawn'`), []audit.Sort{audit.BadColumn}},
		{"deletes an event", by(`DELETE FROM event WHERE type = 'consent.withdrawn'`), []audit.Sort{audit.Gap, audit.BadState}},
		{"deletes an event and closes the gap", by(
			`CREATE TABLE gap AS SELECT number FROM event WHERE type = 'consent.withdrawn'`,
			`DELETE FROM event WHERE number = (SELECT number FROM gap)`,
			`UPDATE event SET number = -number WHERE number > (SELECT number FROM gap)`,
			`UPDATE event SET number = -number - 1 WHERE number < 0`,
			`UPDATE log SET next = next - 1`,
		), []audit.Sort{audit.BadEvent, audit.BadCheckpoint, audit.BadState}},
		{"swaps two events", by(
			`UPDATE event SET number = -1 WHERE number = 14`, `UPDATE event SET number = 14 WHERE number = 15`,
			`UPDATE event SET number = 15 WHERE number = -1`,
		), []audit.Sort{audit.BadEvent, audit.BadCheckpoint}},
		{"cuts off the end", by(`DELETE FROM event WHERE number > 14`), []audit.Sort{audit.Gap, audit.BadCheckpoint}},
		{"cuts off the end and counts anew", by(`DELETE FROM event WHERE number > 14`, `UPDATE log SET next = 15`), []audit.Sort{audit.BadCheckpoint, audit.RolledBack}},
		{"cuts off the end with its checkpoint", by(`DELETE FROM event WHERE number > 14`, `UPDATE log SET next = 15`, `DELETE FROM checkpoint`), []audit.Sort{audit.BadCheckpoint, audit.RolledBack}},
		{"deletes the checkpoint", by(`DELETE FROM checkpoint`), []audit.Sort{audit.BadCheckpoint, audit.RolledBack}},
		{"inserts an event", func(s scene) { s.insert(15) }, []audit.Sort{audit.BadEvent, audit.BadCheckpoint}},
		{"counts an event that is not there", by(`UPDATE log SET next = next + 1`), []audit.Sort{audit.Gap}},
		{"hides the last publication", by(`UPDATE log SET published = 0`), []audit.Sort{audit.BadColumn}},

		{"puts an old checkpoint back", func(s scene) { s.checkpoint(early) }, []audit.Sort{audit.RolledBack}},
		{"puts a checkpoint of his own", func(s scene) { s.foreign() }, []audit.Sort{audit.BadCheckpoint}},
		{"changes a tile", by(`UPDATE tile SET data = CAST(zeroblob(length(data)) AS BLOB)`), []audit.Sort{audit.BadTile}},
		{"deletes a tile", by(`DELETE FROM tile`), []audit.Sort{audit.BadTile}},
		{"puts the whole archive back", func(s scene) { *s.url = copyOf(t, old) }, []audit.Sort{audit.RolledBack}},

		{"edits a state", by(`UPDATE person SET body = unhex(replace(hex(body), hex('withdrawn'), hex('objection'))) WHERE body IS NOT NULL`), []audit.Sort{audit.BadState}},
		{"lets a state forget a no", func(s scene) { s.forget() }, []audit.Sort{audit.BadState}},
		{"deletes a state", by(`UPDATE person SET body = NULL WHERE id = (SELECT person FROM event WHERE type = 'consent.withdrawn')`), []audit.Sort{audit.BadState}},
		{"invents a person", by(`INSERT INTO person (org, id, seen, body) SELECT org, x'01a1fd8c690074f89170dd6532102ae7', seen, body FROM person WHERE body IS NOT NULL LIMIT 1`), []audit.Sort{audit.BadState}},
		{"takes two persons apart", by(`UPDATE person SET merged_into = NULL`), []audit.Sort{audit.BadPerson, audit.BadState}},
		{"joins two persons", by(`UPDATE person SET merged_into = (SELECT person FROM event WHERE type = 'consent.withdrawn') WHERE id = (SELECT person FROM event WHERE type = 'consent.confirmed')`),
			[]audit.Sort{audit.BadPerson, audit.BadState}},
		{"deletes a contact point", by(`DELETE FROM point WHERE person = (SELECT person FROM event WHERE type = 'consent.withdrawn')`), []audit.Sort{audit.BadPerson}},
		{"gives a contact point to another person", by(`UPDATE point SET person = (SELECT person FROM event WHERE type = 'consent.confirmed')`), []audit.Sort{audit.BadPerson, audit.BadAddress}},
		{"exchanges the addresses of two persons", func(s scene) { s.exchange("point", "hash", "id") }, []audit.Sort{audit.BadAddress}},

		{"deletes personal values", by(`UPDATE sealed SET data = NULL`), []audit.Sort{audit.BadSealed}},
		{"exchanges personal values", func(s scene) { s.exchange("sealed", "data", "event") }, []audit.Sort{audit.BadSealed}},
		{"destroys a key", by(`UPDATE person SET wrapped = NULL`), []audit.Sort{audit.BadSealed, audit.BadAddress}},
		{"exchanges keys", func(s scene) { s.exchange("person", "wrapped", "id") }, []audit.Sort{audit.BadSealed}},
		{"keeps values of a person who was erased", by(`UPDATE sealed SET data = x'00' WHERE number = (SELECT number FROM event WHERE person = (SELECT person FROM event WHERE type = 'person.erased') LIMIT 1)`), []audit.Sort{audit.BadSealed}},

		{"takes an erased person off the list", by(`DELETE FROM suppression`), []audit.Sort{audit.BadSuppression}},
		{"puts another in her place", by(`UPDATE suppression SET hash = randomblob(16)`), []audit.Sort{audit.BadSuppression}},
		{"narrows what she is kept from", by(`UPDATE suppression SET channel = 'sms'`), []audit.Sort{audit.BadSuppression}},
		{"puts somebody on the list", by(`INSERT INTO suppression SELECT org, key_id, randomblob(16), brand, purpose, channel, party, day, stamp FROM suppression`), []audit.Sort{audit.BadSuppression}},
		{"takes away what is kept of the erased", by(`DELETE FROM capsule`), []audit.Sort{audit.BadCapsule}},
		{"takes it away with its key", by(`DELETE FROM capsule`, `DELETE FROM retention_key`), []audit.Sort{audit.BadCapsule}},
		{"destroys its key before the time", by(`DELETE FROM retention_key`), []audit.Sort{audit.BadCapsule}},
		{"gives it to another month", by(`UPDATE capsule SET month = '2099-01'`), []audit.Sort{audit.BadCapsule}},

		{"rewrites what people were shown", by(`UPDATE item SET body = CAST(replace(CAST(body AS TEXT), 'mountains', 'offers') AS BLOB)`), []audit.Sort{audit.BadItem}},
		{"deletes what people were shown", by(`DELETE FROM item WHERE kind = 'notice'`), []audit.Sort{audit.BadItem}},
		{"slips in what nobody was shown", by(`INSERT INTO item SELECT org, kind, id, '9.9', body, 0 FROM item WHERE kind = 'notice'`), []audit.Sort{audit.BadItem}},
	} {
		t.Run(c.says, func(t *testing.T) {
			copied := copyOf(t, url)
			crime.t, crime.url = t, &copied
			c.do(crime)
			r := examine(t, h, copied, early, late, latest)
			if r.Holds() {
				t.Fatal("nothing is found")
			}
			for _, sort := range c.want {
				if !slices.ContainsFunc(r.Findings, func(f audit.Finding) bool { return f.Sort == sort }) {
					t.Errorf("nothing of the sort %q is found: %v", sort, r.Findings)
				}
			}
		})
	}
}
