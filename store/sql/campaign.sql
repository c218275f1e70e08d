-- Consent requests.

-- name: campaigns
SELECT id, state, plan, actor, created, started, ended FROM campaign WHERE org = $1 ORDER BY id;

-- name: campaign
SELECT id, state, plan, actor, created, started, ended FROM campaign WHERE org = $1 AND id = $2;

-- name: put_campaign
INSERT INTO campaign (org, id, state, plan, actor, created, started, ended)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (org, id) DO UPDATE SET state = excluded.state, started = excluded.started, ended = excluded.ended;

-- name: campaign_contacts
SELECT campaign, line, point, event, code, state, reason, changed
FROM campaign_contact WHERE org = $1 AND campaign = $2 ORDER BY line;

-- name: campaign_contact
SELECT campaign, line, point, event, code, state, reason, changed
FROM campaign_contact WHERE org = $1 AND campaign = $2 AND line = $3;

-- name: campaign_contacts_of_point
SELECT campaign, line, point, event, code, state, reason, changed
FROM campaign_contact WHERE org = $1 AND point = $2 ORDER BY campaign, line;

-- name: put_campaign_contact
INSERT INTO campaign_contact (org, campaign, line, point, event, code, state, reason, changed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (org, campaign, line) DO UPDATE SET state = excluded.state, reason = excluded.reason, changed = excluded.changed;
