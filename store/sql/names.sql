-- Finding people by the words of their names.

-- name: names_of_record
SELECT person, data FROM person_name WHERE org = $1 AND person = $2;

-- name: people_named
SELECT a.person, n.data FROM name_word a
JOIN name_word b ON b.org = a.org AND b.hash = $3 AND b.person = a.person
JOIN name_word c ON c.org = a.org AND c.hash = $4 AND c.person = a.person
JOIN person_name n ON n.org = a.org AND n.person = a.person
WHERE a.org = $1 AND a.hash = $2 ORDER BY a.person DESC LIMIT $5;

-- name: put_name_word
INSERT INTO name_word (org, hash, person) VALUES ($1, $2, $3) ON CONFLICT (org, hash, person) DO NOTHING;

-- name: drop_name_words
DELETE FROM name_word WHERE org = $1 AND person = $2;

-- name: put_names
INSERT INTO person_name (org, person, data) VALUES ($1, $2, $3)
ON CONFLICT (org, person) DO UPDATE SET data = excluded.data;

-- name: drop_names
DELETE FROM person_name WHERE org = $1 AND person = $2;
