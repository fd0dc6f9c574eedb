-- Access and API conventions: the token of an installation that was given none, whose answer an idempotency key
-- records, and the indexes that purges and the audit log read by.

-- At most one row. The token itself is never stored, only its SHA-256.
CREATE TABLE generated_token (
  one        boolean     PRIMARY KEY DEFAULT true CHECK (one),
  sha256     bytea       NOT NULL CHECK (octet_length(sha256) = 32),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Whose key it is. All that were recorded before belong to the one caller that there was, and an instance that does not
-- know the column yet records that caller still. The key stays unique over all callers: see claim_key.
ALTER TABLE idempotency ADD COLUMN who text NOT NULL DEFAULT 'operator';
CREATE INDEX idempotency_age ON idempotency (created_at);
CREATE INDEX reject_age ON reject (created_at);

-- Claims a key on a path for a request, in the transaction of the change. Of two claims at the same moment the later
-- waits for the earlier one's commit, but no longer than p_wait_ms.
-- o_status 0 claimed now, 1 answered before (with what was recorded), 2 used with another body or by another caller,
-- 3 another request with it is under way.
-- A key is its first caller's alone. Another caller is refused instead of being given keys of its own: the retry of a
-- top-up under a second token must not pay twice, and nobody reads an answer that was not theirs.
CREATE FUNCTION claim_key(p_path text, p_key text, p_who text, p_hash text, p_wait_ms int)
RETURNS TABLE (o_status smallint, o_code int, o_response text)
LANGUAGE plpgsql
SET lock_timeout = '5s' AS $$  -- the clause makes the function put back what it changes below
DECLARE claimed boolean; known record;
BEGIN
  PERFORM set_config('lock_timeout', p_wait_ms::text, true);
  BEGIN
    INSERT INTO idempotency (path, key, who, request_hash) VALUES (p_path, p_key, p_who, p_hash)
      ON CONFLICT (path, key) DO NOTHING;
    claimed := FOUND;
  EXCEPTION WHEN lock_not_available THEN
    o_status := 3;
    RETURN NEXT;
    RETURN;
  END;
  IF claimed THEN
    o_status := 0;
  ELSE
    SELECT i.who, i.request_hash, i.status, i.response INTO known
      FROM idempotency i WHERE i.path = p_path AND i.key = p_key;
    IF known.status IS NULL THEN  -- purged in this very moment: to be tried again
      o_status := 3;
    ELSIF (known.who, known.request_hash) IS DISTINCT FROM (p_who, p_hash) THEN
      o_status := 2;
    ELSE
      o_status := 1; o_code := known.status; o_response := known.response;
    END IF;
  END IF;
  RETURN NEXT;
END $$;

-- Both delete at most p_limit rows that are older than p_keep by the database's clock, and answer how many. One purger at
-- a time over all instances; rows that somebody holds are left for the next time.
CREATE FUNCTION purge_idempotency(p_keep interval, p_limit int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE purged int;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('kopeck.billing.purge')) THEN
    RETURN 0;
  END IF;
  DELETE FROM idempotency WHERE ctid = ANY (ARRAY(
    SELECT i.ctid FROM idempotency i WHERE i.created_at < clock_timestamp() - p_keep
     ORDER BY i.created_at LIMIT p_limit FOR UPDATE SKIP LOCKED));
  GET DIAGNOSTICS purged = ROW_COUNT;
  RETURN purged;
END $$;

CREATE FUNCTION purge_rejects(p_keep interval, p_limit int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE purged int;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('kopeck.billing.purge')) THEN
    RETURN 0;
  END IF;
  DELETE FROM reject WHERE ctid = ANY (ARRAY(
    SELECT r.ctid FROM reject r WHERE r.created_at < clock_timestamp() - p_keep
     ORDER BY r.created_at LIMIT p_limit FOR UPDATE SKIP LOCKED));
  GET DIAGNOSTICS purged = ROW_COUNT;
  RETURN purged;
END $$;

-- Read newest first, by each of the filters.
CREATE INDEX audit_at ON audit (at, id);
CREATE INDEX audit_who ON audit (who, at, id);
CREATE INDEX audit_action ON audit (action, at, id);
DROP INDEX audit_subject;
CREATE INDEX audit_subject ON audit (subject, at, id);
