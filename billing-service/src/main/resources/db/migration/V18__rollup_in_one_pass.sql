-- The rollup in one pass over the entries. It was three, one for each table, and after a minute of full load it took as
-- much of the database as the prompts themselves.

-- Adds a range of transactions to the rollup: entries are read and summed once, by account and hour, and all three tables
-- are fed from these sums. Only ranges below the horizon.
CREATE OR REPLACE FUNCTION add_usage_between(p_since bigint, p_until bigint) RETURNS bigint
LANGUAGE plpgsql
SET enable_seqscan = off SET jit = off SET work_mem = '64MB' SET plan_cache_mode = force_custom_plan AS $$
DECLARE counted bigint;
BEGIN
  WITH summed AS MATERIALIZED (
    SELECT l.customer_account AS account_id, date_trunc('hour', l.created_at, 'UTC') AS since,
           coalesce(l.price_version, 0) AS price_version, coalesce(l.channel, 0) AS channel, l.kind,
           l.debit_account, l.credit_account, sum(l.amount) AS amount, count(*) AS entries,
           coalesce(sum(l.amount) FILTER (WHERE l.credit_account = l.customer_account), 0) AS credited,
           coalesce(sum(l.amount) FILTER (WHERE l.debit_account = l.customer_account), 0) AS debited,
           count(*) FILTER (WHERE l.estimated) AS estimated_entries,
           coalesce(sum(l.amount) FILTER (WHERE l.estimated), 0) AS estimated,
           count(u.amount) AS uncollected_entries, coalesce(sum(u.amount), 0) AS uncollected,
           coalesce(sum(l.input_tokens), 0) AS input_tokens, coalesce(sum(l.cached_tokens), 0) AS cached_tokens,
           coalesce(sum(l.cache_write_tokens), 0) AS cache_write_tokens,
           coalesce(sum(l.output_tokens), 0) AS output_tokens,
           coalesce(sum(l.reasoning_tokens), 0) AS reasoning_tokens
      FROM ledger l LEFT JOIN uncollected u ON u.id = l.id
     WHERE l.txid >= p_since AND l.txid < p_until
     GROUP BY 1, 2, 3, 4, 5, 6, 7),
  days AS (
    INSERT INTO usage_account_day AS t (account_id, since, price_version, channel, kind,
        entries, credited, debited, estimated_entries, estimated, uncollected_entries, uncollected, input_tokens,
        cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens)
      SELECT h.account_id, date_trunc('day', h.since, 'UTC'), h.price_version, h.channel, h.kind,
             sum(h.entries), sum(h.credited), sum(h.debited), sum(h.estimated_entries), sum(h.estimated),
             sum(h.uncollected_entries), sum(h.uncollected), sum(h.input_tokens), sum(h.cached_tokens),
             sum(h.cache_write_tokens), sum(h.output_tokens), sum(h.reasoning_tokens)
        FROM summed h GROUP BY 1, 2, 3, 4, 5
      ON CONFLICT (account_id, since, price_version, channel, kind) DO UPDATE SET
        entries = t.entries + excluded.entries, credited = t.credited + excluded.credited,
        debited = t.debited + excluded.debited, estimated_entries = t.estimated_entries + excluded.estimated_entries,
        estimated = t.estimated + excluded.estimated,
        uncollected_entries = t.uncollected_entries + excluded.uncollected_entries,
        uncollected = t.uncollected + excluded.uncollected, input_tokens = t.input_tokens + excluded.input_tokens,
        cached_tokens = t.cached_tokens + excluded.cached_tokens,
        cache_write_tokens = t.cache_write_tokens + excluded.cache_write_tokens,
        output_tokens = t.output_tokens + excluded.output_tokens,
        reasoning_tokens = t.reasoning_tokens + excluded.reasoning_tokens),
  hours AS (
    INSERT INTO usage_hour AS t (since, price_version, channel, kind,
        entries, credited, debited, estimated_entries, estimated, uncollected_entries, uncollected, input_tokens,
        cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens)
      SELECT h.since, h.price_version, h.channel, h.kind,
             sum(h.entries), sum(h.credited), sum(h.debited), sum(h.estimated_entries), sum(h.estimated),
             sum(h.uncollected_entries), sum(h.uncollected), sum(h.input_tokens), sum(h.cached_tokens),
             sum(h.cache_write_tokens), sum(h.output_tokens), sum(h.reasoning_tokens)
        FROM summed h GROUP BY 1, 2, 3, 4
      ON CONFLICT (since, price_version, channel, kind) DO UPDATE SET
        entries = t.entries + excluded.entries, credited = t.credited + excluded.credited,
        debited = t.debited + excluded.debited, estimated_entries = t.estimated_entries + excluded.estimated_entries,
        estimated = t.estimated + excluded.estimated,
        uncollected_entries = t.uncollected_entries + excluded.uncollected_entries,
        uncollected = t.uncollected + excluded.uncollected, input_tokens = t.input_tokens + excluded.input_tokens,
        cached_tokens = t.cached_tokens + excluded.cached_tokens,
        cache_write_tokens = t.cache_write_tokens + excluded.cache_write_tokens,
        output_tokens = t.output_tokens + excluded.output_tokens,
        reasoning_tokens = t.reasoning_tokens + excluded.reasoning_tokens),
  turnover AS (
    INSERT INTO system_turnover AS t (account_id, credits, debits)
      SELECT s.account_id, sum(s.credit), sum(s.debit)
        FROM (SELECT h.credit_account AS account_id, h.amount AS credit, 0 AS debit FROM summed h
              UNION ALL SELECT h.debit_account, 0, h.amount FROM summed h) s
        JOIN account a ON a.id = s.account_id AND a.kind = 2
       GROUP BY 1
      ON CONFLICT (account_id) DO UPDATE SET credits = t.credits + excluded.credits, debits = t.debits + excluded.debits)
  SELECT coalesce(sum(h.entries), 0) INTO counted FROM summed h;
  RETURN counted;
END $$;
