-- Row-level security for every table that has organisations, whoever made it: run after each migration, and
-- it touches only tables that have none yet. FORCE: the owner of the tables, who is ourselves, is not exempt.
-- (The sub-select is worked out once for a statement and not for each row.)
DO $fence$
DECLARE
    t regclass;
BEGIN
    PERFORM pg_advisory_xact_lock(7236837001); -- two nodes may be told to migrate at once
    FOR t IN
        SELECT c.oid::regclass FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::text::regnamespace
            AND a.attname = 'org' AND NOT a.attisdropped AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
    LOOP
        EXECUTE format('CREATE POLICY own ON %s USING (org = (SELECT decode(current_setting(''assent.org'', true), ''hex'')))', t);
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
    END LOOP;

    -- Which organisations there are may be read by a transaction that says so.
    IF NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = 'organisation'::regclass AND polname = 'directory') THEN
        CREATE POLICY directory ON organisation FOR SELECT USING ((SELECT current_setting('assent.directory', true)) = 'on');
    END IF;
END
$fence$;

-- The length of a log in one journey, without a transaction around it to set its organisation.
CREATE OR REPLACE FUNCTION assent_head(of_org BYTEA) RETURNS TABLE (next BIGINT, recorded BIGINT, published BIGINT)
LANGUAGE plpgsql AS $head$
BEGIN
    PERFORM set_config('assent.org', encode(of_org, 'hex'), true);
    RETURN QUERY SELECT l.next, l.recorded, l.published FROM log l WHERE l.org = of_org;
END
$head$;
