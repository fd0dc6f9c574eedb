-- Sums of the ledger by hour, and by day for each account, kept up by roll_usage a few seconds behind; whoever asks adds what is not rolled up yet, in
-- one snapshot, so reports are exact at every moment. Rows are taken by transaction, not by time: a row that commits
-- late is still counted, in the hour that it says, exactly once.

CREATE TABLE ledger_rollup (
  one       boolean     PRIMARY KEY DEFAULT true CHECK (one),
  watermark bigint      NOT NULL,               -- every row with a lower txid is counted
  width     bigint      NOT NULL DEFAULT 1024,  -- transactions per step; finds its own size
  rolled_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- price_version and channel are 0 where the entry is no prompt's. Amounts are numeric: sums over all customers and years
-- may leave the range of a bigint, and nothing ever wraps.
CREATE TABLE usage_hour (
  since               timestamptz NOT NULL,  -- the beginning of the hour
  price_version       int         NOT NULL,
  channel             smallint    NOT NULL,
  kind                smallint    NOT NULL,
  entries             bigint      NOT NULL,
  credited            numeric     NOT NULL,  -- to customers
  debited             numeric     NOT NULL,  -- from customers
  estimated_entries   bigint      NOT NULL,
  estimated           numeric     NOT NULL,
  uncollected_entries bigint      NOT NULL,
  uncollected         numeric     NOT NULL,
  input_tokens        bigint      NOT NULL,
  cached_tokens       bigint      NOT NULL,
  cache_write_tokens  bigint      NOT NULL,
  output_tokens       bigint      NOT NULL,
  reasoning_tokens    bigint      NOT NULL,
  PRIMARY KEY (since, price_version, channel, kind)
) WITH (fillfactor = 70);

-- By whole days of UTC: by the hour it would be about as long as the ledger itself.
CREATE TABLE usage_account_day (
  account_id bigint NOT NULL,
  LIKE usage_hour,
  PRIMARY KEY (account_id, since, price_version, channel, kind)
) WITH (fillfactor = 70);
CREATE INDEX usage_account_day_time ON usage_account_day USING brin (since) WITH (autosummarize = on);

-- What went through the system accounts, whose rows in account only name them.
CREATE TABLE system_turnover (
  account_id bigint  PRIMARY KEY,
  credits    numeric NOT NULL,
  debits     numeric NOT NULL
);

-- Entries of a range of transactions, summed: what reports add to the rollup.
CREATE FUNCTION usage_between(p_since bigint, p_until bigint)
RETURNS TABLE (account_id bigint, hour timestamptz, price_version int, channel smallint, kind smallint,
  debit_account bigint, credit_account bigint, entries bigint, amount numeric, estimated_entries bigint,
  estimated numeric, uncollected_entries bigint, uncollected numeric, input_tokens bigint, cached_tokens bigint,
  cache_write_tokens bigint, output_tokens bigint, reasoning_tokens bigint)
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_custom_plan AS $$
BEGIN
  RETURN QUERY
    SELECT l.customer_account, date_trunc('hour', l.created_at, 'UTC'), coalesce(l.price_version, 0),
           coalesce(l.channel, 0::smallint), l.kind, l.debit_account, l.credit_account, count(*), sum(l.amount),
           count(*) FILTER (WHERE l.estimated), coalesce(sum(l.amount) FILTER (WHERE l.estimated), 0),
           count(u.amount), coalesce(sum(u.amount), 0),
           coalesce(sum(l.input_tokens), 0), coalesce(sum(l.cached_tokens), 0),
           coalesce(sum(l.cache_write_tokens), 0), coalesce(sum(l.output_tokens), 0),
           coalesce(sum(l.reasoning_tokens), 0)
      FROM ledger l LEFT JOIN uncollected u ON u.id = l.id
     WHERE l.txid >= p_since AND l.txid < p_until
     GROUP BY 1, 2, 3, 4, 5, 6, 7;
END $$;

-- Adds a range of transactions to the rollup. Only ranges below the horizon, so all three statements see the same rows.
CREATE FUNCTION add_usage_between(p_since bigint, p_until bigint) RETURNS bigint
LANGUAGE plpgsql
SET enable_seqscan = off SET jit = off SET work_mem = '64MB' SET plan_cache_mode = force_custom_plan AS $$
DECLARE counted bigint;
BEGIN
  INSERT INTO usage_account_day AS t (account_id, since, price_version, channel, kind, entries, credited, debited, estimated_entries, estimated, uncollected_entries,
      uncollected, input_tokens, cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens)
    SELECT l.customer_account, date_trunc('day', l.created_at, 'UTC'), coalesce(l.price_version, 0),
           coalesce(l.channel, 0), l.kind, count(*),
           coalesce(sum(l.amount) FILTER (WHERE l.credit_account = l.customer_account), 0),
           coalesce(sum(l.amount) FILTER (WHERE l.debit_account = l.customer_account), 0),
           count(*) FILTER (WHERE l.estimated), coalesce(sum(l.amount) FILTER (WHERE l.estimated), 0),
           count(u.amount), coalesce(sum(u.amount), 0), coalesce(sum(l.input_tokens), 0),
           coalesce(sum(l.cached_tokens), 0), coalesce(sum(l.cache_write_tokens), 0),
           coalesce(sum(l.output_tokens), 0), coalesce(sum(l.reasoning_tokens), 0)
      FROM ledger l LEFT JOIN uncollected u ON u.id = l.id
     WHERE l.txid >= p_since AND l.txid < p_until
     GROUP BY 1, 2, 3, 4, 5
    ON CONFLICT (account_id, since, price_version, channel, kind) DO UPDATE SET
      entries = t.entries + excluded.entries, credited = t.credited + excluded.credited,
      debited = t.debited + excluded.debited, estimated_entries = t.estimated_entries + excluded.estimated_entries,
      estimated = t.estimated + excluded.estimated,
      uncollected_entries = t.uncollected_entries + excluded.uncollected_entries,
      uncollected = t.uncollected + excluded.uncollected, input_tokens = t.input_tokens + excluded.input_tokens,
      cached_tokens = t.cached_tokens + excluded.cached_tokens,
      cache_write_tokens = t.cache_write_tokens + excluded.cache_write_tokens,
      output_tokens = t.output_tokens + excluded.output_tokens,
      reasoning_tokens = t.reasoning_tokens + excluded.reasoning_tokens;
  INSERT INTO usage_hour AS t (since, price_version, channel, kind, entries, credited, debited, estimated_entries, estimated, uncollected_entries,
      uncollected, input_tokens, cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens)
    SELECT date_trunc('hour', l.created_at, 'UTC'), coalesce(l.price_version, 0), coalesce(l.channel, 0), l.kind,
           count(*),
           coalesce(sum(l.amount) FILTER (WHERE l.credit_account = l.customer_account), 0),
           coalesce(sum(l.amount) FILTER (WHERE l.debit_account = l.customer_account), 0),
           count(*) FILTER (WHERE l.estimated), coalesce(sum(l.amount) FILTER (WHERE l.estimated), 0),
           count(u.amount), coalesce(sum(u.amount), 0), coalesce(sum(l.input_tokens), 0),
           coalesce(sum(l.cached_tokens), 0), coalesce(sum(l.cache_write_tokens), 0),
           coalesce(sum(l.output_tokens), 0), coalesce(sum(l.reasoning_tokens), 0)
      FROM ledger l LEFT JOIN uncollected u ON u.id = l.id
     WHERE l.txid >= p_since AND l.txid < p_until
     GROUP BY 1, 2, 3, 4
    ON CONFLICT (since, price_version, channel, kind) DO UPDATE SET
      entries = t.entries + excluded.entries, credited = t.credited + excluded.credited,
      debited = t.debited + excluded.debited, estimated_entries = t.estimated_entries + excluded.estimated_entries,
      estimated = t.estimated + excluded.estimated,
      uncollected_entries = t.uncollected_entries + excluded.uncollected_entries,
      uncollected = t.uncollected + excluded.uncollected, input_tokens = t.input_tokens + excluded.input_tokens,
      cached_tokens = t.cached_tokens + excluded.cached_tokens,
      cache_write_tokens = t.cache_write_tokens + excluded.cache_write_tokens,
      output_tokens = t.output_tokens + excluded.output_tokens,
      reasoning_tokens = t.reasoning_tokens + excluded.reasoning_tokens;
  WITH pairs AS MATERIALIZED (
    SELECT l.credit_account, l.debit_account, sum(l.amount) AS amount, count(*) AS entries
      FROM ledger l WHERE l.txid >= p_since AND l.txid < p_until GROUP BY 1, 2),
  added AS (
    INSERT INTO system_turnover AS t (account_id, credits, debits)
      SELECT s.account_id, sum(s.credit), sum(s.debit)
        FROM (SELECT p.credit_account AS account_id, p.amount AS credit, 0 AS debit FROM pairs p
              UNION ALL SELECT p.debit_account, 0, p.amount FROM pairs p) s
        JOIN account a ON a.id = s.account_id AND a.kind = 2
       GROUP BY 1
    ON CONFLICT (account_id) DO UPDATE SET credits = t.credits + excluded.credits, debits = t.debits + excluded.debits)
  SELECT coalesce(sum(p.entries), 0) INTO counted FROM pairs p;
  RETURN counted;
END $$;

-- What is there already.
SELECT add_usage_between(0, 1);
INSERT INTO ledger_rollup (watermark) SELECT c.first_txid FROM ledger_clock c;

-- Rolls up the next transactions that are over: at most p_rows_max rows, unless one transaction alone has more. One
-- at a time over all instances; the rest answer that there is nothing to do. Sums and watermark are one transaction.
CREATE FUNCTION roll_usage(p_rows_max int) RETURNS TABLE (o_rows bigint, o_more boolean)
LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
DECLARE r ledger_rollup; horizon bigint; until bigint; step bigint; n bigint := 0;
BEGIN
  o_rows := 0; o_more := false;
  SELECT * INTO r FROM ledger_rollup FOR UPDATE SKIP LOCKED;
  horizon := ledger_horizon();
  IF r.watermark IS NULL OR r.watermark >= horizon THEN
    RETURN NEXT;
    RETURN;
  END IF;
  step := r.width;
  LOOP
    until := least(r.watermark + step, horizon);
    SELECT count(*) INTO n
      FROM (SELECT FROM ledger l WHERE l.txid >= r.watermark AND l.txid < until LIMIT p_rows_max + 1) x;
    EXIT WHEN n <= p_rows_max OR until - r.watermark = 1;
    step := greatest((until - r.watermark) / 2, 1);
  END LOOP;
  IF n > 0 THEN
    o_rows := add_usage_between(r.watermark, until);
  END IF;
  UPDATE ledger_rollup SET watermark = until, rolled_at = clock_timestamp(),
         width = CASE WHEN n < p_rows_max / 2 THEN least(step * 2, 1000000000) ELSE step END;
  o_more := until < horizon;
  RETURN NEXT;
END $$;

-- Lets the index of transactions know of new rows, so that the tail of a report is found quickly.
CREATE FUNCTION summarize_ledger() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '250ms' AS $$
BEGIN
  PERFORM brin_summarize_new_values(i.indexrelid)
     FROM pg_inherits h JOIN pg_index i ON i.indrelid = h.inhrelid JOIN pg_class c ON c.oid = i.indexrelid
     JOIN pg_am m ON m.oid = c.relam AND m.amname = 'brin'
    WHERE h.inhparent = 'ledger'::regclass;
EXCEPTION WHEN lock_not_available THEN
  RETURN;
END $$;
REVOKE EXECUTE ON FUNCTION summarize_ledger() FROM PUBLIC;

-- Prompts and what they cost, grouped by what is asked for; what is not asked for is null. A late charge and the expiry
-- before it are one prompt. Bounds are whole hours; where accounts matter, whole days of UTC in zone UTC.
CREATE FUNCTION usage_report(p_from timestamptz, p_until timestamptz, p_account bigint, p_zone text, p_by_day boolean,
  p_by_model boolean, p_by_account boolean, p_by_channel boolean)
RETURNS TABLE (o_day date, o_model text, o_account bigint, o_channel smallint, o_prompts bigint,
  o_charged_prompts bigint, o_charged numeric, o_estimated_prompts bigint, o_estimated numeric,
  o_uncollected_prompts bigint, o_uncollected numeric, o_input bigint, o_cached bigint, o_cache_write bigint,
  o_output bigint, o_reasoning bigint)
LANGUAGE plpgsql STABLE SET jit = off SET work_mem = '64MB' SET plan_cache_mode = force_custom_plan AS $$
DECLARE mark bigint; by_accounts boolean := p_by_account OR p_account IS NOT NULL;
BEGIN
  SELECT r.watermark INTO mark FROM ledger_rollup r;
  RETURN QUERY
    SELECT CASE WHEN p_by_day THEN (u.hour AT TIME ZONE p_zone)::date END,
           CASE WHEN p_by_model THEN p.model END,
           CASE WHEN p_by_account THEN u.account_id END,
           CASE WHEN p_by_channel THEN u.channel END,
           sum(CASE WHEN u.kind = 9 THEN 0 ELSE u.entries END)::bigint,
           coalesce(sum(u.entries) FILTER (WHERE u.kind IN (1, 9)), 0)::bigint,
           coalesce(sum(u.debited), 0),
           sum(u.estimated_entries)::bigint, sum(u.estimated), sum(u.uncollected_entries)::bigint, sum(u.uncollected),
           coalesce(sum(u.input_tokens) FILTER (WHERE u.kind IN (1, 9)), 0)::bigint,
           coalesce(sum(u.cached_tokens) FILTER (WHERE u.kind IN (1, 9)), 0)::bigint,
           coalesce(sum(u.cache_write_tokens) FILTER (WHERE u.kind IN (1, 9)), 0)::bigint,
           coalesce(sum(u.output_tokens) FILTER (WHERE u.kind IN (1, 9)), 0)::bigint,
           coalesce(sum(u.reasoning_tokens) FILTER (WHERE u.kind IN (1, 9)), 0)::bigint
      FROM (SELECT 0::bigint AS account_id, h.since AS hour, h.price_version, h.channel, h.kind, h.entries, h.debited,
                   h.estimated_entries, h.estimated, h.uncollected_entries, h.uncollected, h.input_tokens,
                   h.cached_tokens, h.cache_write_tokens, h.output_tokens, h.reasoning_tokens
              FROM usage_hour h WHERE NOT by_accounts AND h.since >= p_from AND h.since < p_until
            UNION ALL
            SELECT h.account_id, h.since, h.price_version, h.channel, h.kind, h.entries, h.debited,
                   h.estimated_entries, h.estimated, h.uncollected_entries, h.uncollected, h.input_tokens,
                   h.cached_tokens, h.cache_write_tokens, h.output_tokens, h.reasoning_tokens
              FROM usage_account_day h WHERE by_accounts AND h.since >= p_from AND h.since < p_until
               AND (p_account IS NULL OR h.account_id = p_account)
            UNION ALL
            SELECT b.account_id, b.hour, b.price_version, b.channel, b.kind, b.entries,
                   CASE WHEN b.debit_account = b.account_id THEN b.amount ELSE 0 END,
                   b.estimated_entries, b.estimated, b.uncollected_entries, b.uncollected, b.input_tokens,
                   b.cached_tokens, b.cache_write_tokens, b.output_tokens, b.reasoning_tokens
              FROM usage_between(mark, 9223372036854775807) b WHERE b.hour >= p_from AND b.hour < p_until
               AND (p_account IS NULL OR b.account_id = p_account)) u
      LEFT JOIN price p ON p.version = u.price_version
     WHERE u.kind IN (1, 2, 3, 9)
     GROUP BY 1, 2, 3, 4;
END $$;

-- All money of customers by local day and kind of entry. Bounds are whole hours.
CREATE FUNCTION money_report(p_from timestamptz, p_until timestamptz, p_zone text)
RETURNS TABLE (o_day date, o_kind smallint, o_entries bigint, o_credited numeric, o_debited numeric)
LANGUAGE plpgsql STABLE SET jit = off SET plan_cache_mode = force_custom_plan AS $$
DECLARE mark bigint;
BEGIN
  SELECT r.watermark INTO mark FROM ledger_rollup r;
  RETURN QUERY
    SELECT (u.hour AT TIME ZONE p_zone)::date, u.kind, sum(u.entries)::bigint, sum(u.credited), sum(u.debited)
      FROM (SELECT h.since AS hour, h.kind, h.entries, h.credited, h.debited
              FROM usage_hour h WHERE h.since >= p_from AND h.since < p_until
            UNION ALL
            SELECT b.hour, b.kind, b.entries,
                   CASE WHEN b.credit_account = b.account_id THEN b.amount ELSE 0 END,
                   CASE WHEN b.debit_account = b.account_id THEN b.amount ELSE 0 END
              FROM usage_between(mark, 9223372036854775807) b WHERE b.hour >= p_from AND b.hour < p_until) u
     GROUP BY 1, 2 ORDER BY 1, 2;
END $$;

-- Exact balances of the system accounts: what is rolled up and what is not yet, in the snapshot of whoever asks.
CREATE FUNCTION system_balances() RETURNS TABLE (o_account bigint, o_balance numeric)
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_custom_plan AS $$
DECLARE mark bigint;
BEGIN
  SELECT r.watermark INTO mark FROM ledger_rollup r;
  RETURN QUERY
    SELECT a.id, coalesce(sum(s.amount), 0)
      FROM account a
      LEFT JOIN (SELECT t.account_id, t.credits - t.debits AS amount FROM system_turnover t
                 UNION ALL
                 SELECT l.credit_account, sum(l.amount) FROM ledger l WHERE l.txid >= mark GROUP BY 1
                 UNION ALL
                 SELECT l.debit_account, -sum(l.amount) FROM ledger l WHERE l.txid >= mark GROUP BY 1) s
        ON s.account_id = a.id
     WHERE a.kind = 2
     GROUP BY 1;
END $$;

-- As before: every account's balance as its rows say it, summing to zero; now without reading the whole ledger.
CREATE OR REPLACE VIEW trial_balance AS
  SELECT a.id, a.kind, a.currency, CASE a.kind WHEN 1 THEN a.posted ELSE coalesce(s.o_balance, 0) END AS balance
    FROM account a LEFT JOIN system_balances() s ON s.o_account = a.id;
