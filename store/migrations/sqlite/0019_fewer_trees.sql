-- Each tree that a newcomer enters costs the writer's turn (ADR 0024). A person's key and her state become one row; and an
-- event is found by its identifier through the row that holds its sealed values.

CREATE TABLE person_19 (
    org         BYTEA  NOT NULL,
    id          BYTEA  NOT NULL,
    wrapped     BYTEA,
    merged_into BYTEA,
    seen        BIGINT NOT NULL DEFAULT 0, -- number of the last event applied to the state
    body        BYTEA,                     -- state; NULL: there is none
    PRIMARY KEY (org, id)
) WITHOUT ROWID;
INSERT INTO person_19 (org, id, wrapped, merged_into, seen, body)
SELECT p.org, p.id, p.wrapped, p.merged_into, COALESCE(s.seen, 0), s.body
FROM person p LEFT JOIN state s ON s.org = p.org AND s.person = p.id ORDER BY p.org, p.id;
INSERT INTO person_19 (org, id, seen, body)
SELECT s.org, s.person, s.seen, s.body FROM state s
WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.org = s.org AND p.id = s.person);
DROP TABLE person;
DROP TABLE state;
ALTER TABLE person_19 RENAME TO person;
CREATE INDEX person_merged ON person (org, merged_into, id) WHERE merged_into IS NOT NULL;

CREATE TABLE sealed_19 (
    org    BYTEA  NOT NULL,
    event  BYTEA  NOT NULL,
    number BIGINT NOT NULL, -- of the event
    data   BYTEA,           -- NULL: nothing was sealed, or it is erased
    PRIMARY KEY (org, event)
) WITHOUT ROWID;
INSERT INTO sealed_19 (org, event, number, data)
SELECT e.org, e.id, e.number, s.data
FROM event e LEFT JOIN sealed s ON s.org = e.org AND s.event = e.id ORDER BY e.org, e.id;
DROP TABLE sealed;
ALTER TABLE sealed_19 RENAME TO sealed;
DROP INDEX event_id;

DELETE FROM sqlite_stat1 WHERE tbl IN ('person', 'state', 'sealed', 'person_19', 'sealed_19') OR idx = 'event_id';
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('person', 'person', '1000000 1000000 1'),
    ('person', 'person_merged', '1000 1000 1 1'),
    ('sealed', 'sealed', '1000000 1000000 1');
ANALYZE sqlite_schema;
