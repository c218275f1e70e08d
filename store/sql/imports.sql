-- Imports that operators started.

-- name: import_jobs
SELECT id, stage, name, operator, options, report, run, first, beyond, people, wrong, created, changed
FROM import_job WHERE org = $1 AND id < $2 ORDER BY id DESC LIMIT $3;

-- name: import_job
SELECT id, stage, name, operator, options, report, run, first, beyond, people, wrong, created, changed
FROM import_job WHERE org = $1 AND id = $2;

-- name: import_job_at
SELECT id, stage, name, operator, options, report, run, first, beyond, people, wrong, created, changed
FROM import_job WHERE org = $1 AND stage = $2 ORDER BY id LIMIT 1;

-- name: import_job_of_run
SELECT id, stage, name, operator, options, report, run, first, beyond, people, wrong, created, changed
FROM import_job WHERE org = $1 AND run = $2 ORDER BY id DESC LIMIT 1;

-- name: idle_import_jobs
SELECT id, stage, name, operator, options, report, run, first, beyond, people, wrong, created, changed
FROM import_job WHERE org = $1 AND stage = $2 AND changed < $3 ORDER BY id LIMIT $4;

-- name: put_import_job
INSERT INTO import_job (org, id, stage, name, operator, options, report, run, first, beyond, people, wrong, created, changed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (org, id) DO UPDATE SET stage = excluded.stage, options = excluded.options, report = excluded.report, run = excluded.run,
    first = excluded.first, beyond = excluded.beyond, people = excluded.people, wrong = excluded.wrong, changed = excluded.changed;
