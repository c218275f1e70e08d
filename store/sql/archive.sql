-- Questions about the archive as a whole: the only statements without an organisation.

-- name: organisations
SELECT org, name, public_url FROM organisation ORDER BY org;
