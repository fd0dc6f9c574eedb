-- Compared with a clock that moves on while the query runs, no index can be used: every look for overdue holds would read
-- all that are open. The hot functions get plans that do not depend on luck with the next migration, which needs new ones.
CREATE OR REPLACE FUNCTION check_overdue(p_grace_ms bigint, p_limit int)
RETURNS TABLE (o_account bigint, o_subject text, o_count bigint)
LANGUAGE sql STABLE AS $$
  SELECT h.account_id, min(h.id::text), count(*) FROM hold h
   WHERE h.expires_at < statement_timestamp() - p_grace_ms * interval '1 millisecond'
   GROUP BY h.account_id ORDER BY h.account_id LIMIT p_limit
$$;
