-- What proves that the books are right: checks of the invariants, the nightly proof, seals, reconciliations.
--
-- The checks are STABLE functions: every query in such a function sees the snapshot of the statement that called it. So
-- the figures that they compare belong together, however many prompts are reserved and settled meanwhile.

-- Rows of an hour, for seals and reconciliation; what belongs to another row, for refunds and late charges.
CREATE INDEX IF NOT EXISTS ledger_created_at ON ledger USING brin (created_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX IF NOT EXISTS ledger_ref ON ledger (ref) WHERE ref IS NOT NULL;
-- No prompt changes parked, so updates of a balance stay HOT.
CREATE INDEX account_parked ON account (id) WHERE parked;

-- How far the entries of an account were checked by the check of every minute: it goes on from there.
CREATE TABLE account_check (
  account_id bigint      PRIMARY KEY,
  seq        bigint      NOT NULL,
  checked_at timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (fillfactor = 50);

-- One row. watermark: what older transactions wrote has been looked at. sample_after: where the next sample begins.
CREATE TABLE check_cursor (
  id           boolean PRIMARY KEY DEFAULT true CHECK (id),
  watermark    xid8,
  sample_after bigint  NOT NULL DEFAULT 0
);
INSERT INTO check_cursor DEFAULT VALUES;

CREATE TABLE check_run (
  mode     text        PRIMARY KEY CHECK (mode IN ('changed', 'full', 'kafka')),
  finished timestamptz NOT NULL,
  took_ms  bigint      NOT NULL,
  accounts bigint      NOT NULL,
  entries  bigint      NOT NULL
);

-- Open until a full check of the account passes; those of no account until the next check of the invariant.
CREATE TABLE violation (
  invariant  smallint    NOT NULL CHECK (invariant BETWEEN 1 AND 12),
  account_id bigint      NOT NULL,     -- 0: of no account
  subject    text        NOT NULL,     -- the first entry or hold concerned, a currency, an hour; may be empty
  expected   numeric,
  found      numeric,
  count      bigint      NOT NULL,     -- how many entries or holds of the account are concerned
  first_seen timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_seen  timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (invariant, account_id, subject)
);
CREATE INDEX violation_account ON violation (account_id);

CREATE TABLE proof (
  id           uuid        PRIMARY KEY,
  night        date        UNIQUE,     -- whose nightly proof this is; null: an operator asked for it
  requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  started      timestamptz,
  finished     timestamptz,
  next_account bigint      NOT NULL DEFAULT 0,  -- everything up to it is checked: where another instance goes on
  accounts     bigint      NOT NULL DEFAULT 0,
  entries      bigint      NOT NULL DEFAULT 0,
  violations   bigint      NOT NULL DEFAULT 0
);
CREATE INDEX proof_open ON proof (requested_at) WHERE finished IS NULL;

-- A page of accounts with the range of entries that is to be checked of each: after o_from, up to about o_seq. Of all
-- accounts after p_after the first p_scan are looked at; o_last is the last one of them, null at the end.
-- p_since null: all accounts, from their first entry. Else those whose row was written by a transaction that is not
-- older than that, by whomever, and those whose holds do not add up; from their last checked entry.
CREATE FUNCTION accounts_to_check(p_after bigint, p_scan int, p_since xid8)
RETURNS TABLE (o_last bigint, o_account bigint[], o_from bigint[], o_seq bigint[])
LANGUAGE sql STABLE AS $$
  WITH scanned AS MATERIALIZED (
    SELECT a.id, a.seq, a.held, a.xmin AS writer FROM account a
     WHERE a.kind = 1 AND a.id > p_after ORDER BY a.id LIMIT p_scan),
  bounds AS (SELECT max(s.id) AS last FROM scanned s),
  holds AS (
    SELECT h.account_id, sum(h.amount) AS amount FROM hold h, bounds b
     WHERE p_since IS NOT NULL AND h.account_id > p_after AND h.account_id <= b.last GROUP BY 1),
  chosen AS (
    SELECT s.id, s.seq, CASE WHEN p_since IS NULL THEN 0 ELSE coalesce(c.seq, 0) END AS after
      FROM scanned s
      LEFT JOIN account_check c ON c.account_id = s.id
      LEFT JOIN holds h ON h.account_id = s.id
     -- A row that was written so long ago that its number is used again may be looked at in vain, never left out.
     WHERE p_since IS NULL OR age(s.writer) <= age(p_since::xid) OR s.held <> coalesce(h.amount, 0))
  SELECT (SELECT last FROM bounds), coalesce(array_agg(c.id ORDER BY c.id), '{}'),
         coalesce(array_agg(c.after ORDER BY c.id), '{}'), coalesce(array_agg(c.seq ORDER BY c.id), '{}')
    FROM chosen c
$$;

-- Checks accounts, each from the entry after p_from on and at most p_limit entries of it; what comes before is taken as
-- checked, and its last entry as the one to go on from. Per account one row with o_invariant 0: up to where it was
-- checked (o_seq), how many entries that were (o_count), and whether that was its end (o_done): only then the account's
-- own figures are compared. And at most one row per account and invariant that is violated: the first entry or hold
-- concerned, what should be there and what is there, and how many are concerned.
CREATE FUNCTION check_accounts(p_account bigint[], p_from bigint[], p_limit bigint)
RETURNS TABLE (o_account bigint, o_invariant smallint, o_subject text, o_expected numeric, o_found numeric,
  o_count bigint, o_seq bigint, o_done boolean)
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_custom_plan SET enable_seqscan = off SET enable_mergejoin = off SET jit = off AS $$
BEGIN
  RETURN QUERY
  WITH acct AS MATERIALIZED (
    SELECT a.id, a.posted, a.held, a.credit_limit, a.seq, i.after, a.seq <= i.after + p_limit AS done,
           CASE WHEN a.seq <= i.after + p_limit THEN 9223372036854775807 ELSE i.after + p_limit END AS upto
      FROM unnest(p_account, p_from) AS i (account, after)
      JOIN account a ON a.id = i.account AND a.kind = 1),
  walked AS MATERIALIZED (
    SELECT c.after, l.id, l.kind, l.debit_account, l.credit_account, l.amount, l.customer_account, l.customer_seq,
           l.customer_balance, l.fingerprint, l.ref, l.created_at,
           CASE WHEN l.credit_account = l.customer_account THEN l.amount ELSE -l.amount END AS signed,
           coalesce(lag(l.customer_seq) OVER w, 0) AS seq_before,
           coalesce(lag(l.customer_balance) OVER w, 0) AS balance_before,
           lag(l.created_at) OVER w AS at_before
      FROM acct c
      JOIN ledger l ON l.customer_account = c.id AND l.customer_seq >= c.after AND l.customer_seq <= c.upto
    WINDOW w AS (PARTITION BY l.customer_account ORDER BY l.customer_seq)),
  entry AS MATERIALIZED (SELECT * FROM walked w WHERE w.customer_seq > w.after),
  held AS MATERIALIZED (SELECT h.* FROM hold h WHERE h.account_id = ANY (p_account)),
  sums AS (
    SELECT c.id, coalesce(max(w.customer_seq), 0) AS last_seq,
           coalesce(sum(w.signed) FILTER (WHERE w.customer_seq > w.after), 0)
           + coalesce(max(w.customer_balance) FILTER (WHERE w.customer_seq = w.after), 0) AS balance
      FROM acct c LEFT JOIN walked w ON w.customer_account = c.id GROUP BY c.id),
  bad AS (
    SELECT c.id AS account, 1 AS rule, 0::bigint AS place, ''::text AS subject, coalesce(h.amount, 0) AS expected,
           c.held::numeric AS found
      FROM acct c LEFT JOIN (SELECT x.account_id, sum(x.amount) AS amount FROM held x GROUP BY 1) h ON h.account_id = c.id
     WHERE c.done AND c.held <> coalesce(h.amount, 0)
    UNION ALL
    SELECT c.id, 2, 0, '', s.balance, c.posted FROM acct c JOIN sums s ON s.id = c.id
     WHERE c.done AND c.posted <> s.balance
    UNION ALL
    SELECT c.id, 3, 0, '', s.last_seq, c.seq FROM acct c JOIN sums s ON s.id = c.id WHERE c.done AND c.seq <> s.last_seq
    UNION ALL
    SELECT e.customer_account, 3, e.customer_seq, e.id::text, e.seq_before + 1, e.customer_seq
      FROM entry e WHERE e.customer_seq <> e.seq_before + 1
    UNION ALL
    SELECT e.customer_account, 4, e.customer_seq, e.id::text, e.balance_before::numeric + e.signed, e.customer_balance
      FROM entry e WHERE e.customer_balance <> e.balance_before::numeric + e.signed
    UNION ALL
    SELECT e.customer_account, 5, e.customer_seq, e.id::text, 1, 2 FROM entry e
     WHERE EXISTS (SELECT 1 FROM reject x WHERE x.id = e.id) OR EXISTS (SELECT 1 FROM hold h WHERE h.id = e.id)
    UNION ALL
    SELECT h.account_id, 5, 0, h.id::text, 1, 2 FROM held h
     WHERE EXISTS (SELECT 1 FROM reject x WHERE x.id = h.id) OR EXISTS (SELECT 1 FROM ledger l WHERE l.id = h.id)
    UNION ALL
    SELECT c.id, 6, 0, '', -c.credit_limit, c.posted::numeric - c.held FROM acct c
     WHERE c.posted::numeric - c.held < -c.credit_limit
    UNION ALL
    SELECT e.customer_account, 7, e.customer_seq, e.id::text, NULL, NULL FROM entry e WHERE e.created_at <= e.at_before
    UNION ALL
    SELECT e.customer_account, 8, e.customer_seq, e.id::text, NULL, NULL FROM entry e
     WHERE (e.debit_account = e.customer_account) = (e.credit_account = e.customer_account)
        OR NOT EXISTS (SELECT 1 FROM account s WHERE s.kind = 2
                          AND s.id = CASE WHEN e.debit_account = e.customer_account THEN e.credit_account
                                          ELSE e.debit_account END)
    UNION ALL
    -- What ends a hold carries its fingerprint; a late charge belongs to one expired hold, which has no other one.
    SELECT e.customer_account, 10, e.customer_seq, e.id::text, NULL, NULL FROM entry e
     WHERE (e.kind IN (1, 2, 3) AND e.fingerprint IS NULL)
        OR (e.kind = 9 AND (SELECT count(*) FROM ledger l WHERE l.id = e.ref AND l.kind = 3
                                AND l.customer_account = e.customer_account) <> 1)
        OR (e.kind = 9 AND (SELECT count(*) FROM ledger l WHERE l.ref = e.ref AND l.kind = 9) <> 1)
    UNION ALL
    SELECT e.customer_account, 11, e.customer_seq, e.id::text, coalesce(b.paid, 0), b.refunded
      FROM entry e
      CROSS JOIN LATERAL (
        SELECT (SELECT l.amount FROM ledger l WHERE l.id = e.ref) AS paid,
               (SELECT sum(l.amount) FROM ledger l WHERE l.ref = e.ref AND l.kind = 5) AS refunded) b
     WHERE e.kind = 5 AND e.ref IS NOT NULL AND b.refunded > coalesce(b.paid, 0))
  SELECT DISTINCT ON (b.account, b.rule) b.account, b.rule::smallint, b.subject, b.expected, b.found,
         count(*) OVER (PARTITION BY b.account, b.rule), NULL::bigint, NULL::boolean
    FROM bad b ORDER BY b.account, b.rule, b.place, b.subject;
  RETURN QUERY
    SELECT a.id, 0::smallint, NULL::text, NULL::numeric, NULL::numeric,
           greatest(least(a.seq, i.after + p_limit) - i.after, 0), least(a.seq, i.after + p_limit),
           a.seq <= i.after + p_limit
      FROM unnest(p_account, p_from) AS i (account, after)
      JOIN account a ON a.id = i.account AND a.kind = 1;
END $$;

-- Holds that are still open so long after their time: the sweeper does not get through.
CREATE FUNCTION check_overdue(p_grace_ms bigint, p_limit int)
RETURNS TABLE (o_account bigint, o_subject text, o_count bigint)
LANGUAGE sql STABLE AS $$
  SELECT h.account_id, min(h.id::text), count(*) FROM hold h
   WHERE h.expires_at < clock_timestamp() - p_grace_ms * interval '1 millisecond'
   GROUP BY h.account_id ORDER BY h.account_id LIMIT p_limit
$$;

-- The sum of all balances per currency, which is zero: customers' as their rows say it, system accounts' from the
-- ledger. Reads the whole ledger once.
CREATE FUNCTION check_totals()
RETURNS TABLE (o_currency text, o_sum numeric)
LANGUAGE sql STABLE AS $$
  WITH sides AS (
    SELECT l.credit_account AS account, sum(l.amount) AS amount FROM ledger l GROUP BY 1
    UNION ALL
    SELECT l.debit_account, -sum(l.amount) FROM ledger l GROUP BY 1)
  SELECT b.currency, sum(b.amount) FROM (
    SELECT a.currency, a.posted::numeric AS amount FROM account a WHERE a.kind = 1
    UNION ALL
    SELECT a.currency, s.amount FROM sides s JOIN account a ON a.id = s.account AND a.kind = 2) b
  GROUP BY b.currency
$$;

-- Parks accounts, and answers which of them were not parked before.
CREATE FUNCTION park_accounts(p_account bigint[])
RETURNS SETOF bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM account a WHERE a.id = ANY (p_account) AND a.kind = 1 ORDER BY a.id FOR NO KEY UPDATE;
  RETURN QUERY
    UPDATE account a SET parked = true WHERE a.id = ANY (p_account) AND a.kind = 1 AND NOT a.parked RETURNING a.id;
END $$;

-- Seals: one per closed hour (UTC) and none skipped, each over the hour's rows and the seal before it.
CREATE TABLE seal (
  hour      timestamptz PRIMARY KEY CHECK (hour = date_trunc('hour', hour, 'UTC')),
  format    smallint    NOT NULL CHECK (format = 1),
  rows      bigint      NOT NULL CHECK (rows >= 0),
  previous  bytea       NOT NULL CHECK (length(previous) = 32),  -- 32 zeros in the first one
  hash      bytea       NOT NULL CHECK (length(hash) = 32),
  sealed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TRIGGER seal_append_only BEFORE UPDATE OR DELETE ON seal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seal_append_only_all BEFORE TRUNCATE ON seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The transaction before which everybody must have ended until the hour, and all before it, are sealed.
CREATE TABLE seal_horizon (
  hour    timestamptz PRIMARY KEY,
  horizon xid8        NOT NULL
);

-- The hash of an hour, format 1. It begins with SHA-256 of: the seal before, then the text kopeck-seal-1|<hour>; and
-- goes on, row by row in the order of created_at and id, with SHA-256 of: the hash so far, then the row's line in UTF-8.
-- A line is 25 fields with | between them: whole numbers in decimal, UUIDs in lower case with hyphens, booleans as true
-- or false, times in microseconds since 1970, texts as x and the hexadecimal digits of their UTF-8; null is empty.
CREATE FUNCTION hash_hour(p_hour timestamptz, p_previous bytea, OUT o_rows bigint, OUT o_hash bytea)
LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET jit = off AS $$
DECLARE line text;
BEGIN
  o_rows := 0;
  o_hash := sha256(p_previous || convert_to('kopeck-seal-1|' || (extract(epoch FROM p_hour) * 1000000)::bigint, 'UTF8'));
  FOR line IN  -- a cursor: no more than a few rows are in memory
    SELECT array_to_string(ARRAY[
        l.id::text, l.kind::text, l.debit_account::text, l.credit_account::text, l.amount::text, l.held::text,
        l.customer_account::text, l.customer_seq::text, l.customer_balance::text, l.price_version::text,
        l.fingerprint::text, l.channel::text, l.input_tokens::text, l.cached_tokens::text, l.cache_write_tokens::text,
        l.output_tokens::text, l.reasoning_tokens::text, l.estimated::text, l.ref::text,
        'x' || encode(convert_to(l.reference, 'UTF8'), 'hex'), (extract(epoch FROM l.created_at) * 1000000)::bigint::text,
        l.key_id::text, (extract(epoch FROM l.held_since) * 1000000)::bigint::text,
        'x' || encode(convert_to(l.operator, 'UTF8'), 'hex'), 'x' || encode(convert_to(l.reason, 'UTF8'), 'hex')],
        '|', '')
      FROM ledger l
     WHERE l.created_at >= p_hour AND l.created_at < p_hour + interval '1 hour' ORDER BY l.created_at, l.id
  LOOP
    o_hash := sha256(o_hash || convert_to(line, 'UTF8'));
    o_rows := o_rows + 1;
  END LOOP;
END $$;

-- Seals the next hour where it is closed. o_state: sealed; waiting, for a transaction that may still commit rows of the
-- hour; idle, where no hour is over since p_grace; busy, where somebody else seals.
--
-- An entry's time is read inside its transaction, which commits later. So once an hour is over and p_grace with it (more
-- than any statement may wait before it gets its transaction number, and more than a clock is set back), the number of
-- this transaction is noted: whoever could still commit rows of the hour, or of an earlier one, has a smaller one. When
-- all those have ended, the next snapshot sees all rows that these hours will ever have.
CREATE FUNCTION seal_next(p_grace interval, p_now timestamptz DEFAULT clock_timestamp())
RETURNS TABLE (o_state text, o_hour timestamptz, o_rows bigint, o_hash bytea)
LANGUAGE plpgsql AS $$
DECLARE before bytea; noted xid8; closed timestamptz := date_trunc('hour', p_now - p_grace, 'UTC') - interval '1 hour';
BEGIN
  o_state := 'busy';
  IF NOT pg_try_advisory_xact_lock(hashtext('kopeck.billing.seal')) THEN
    RETURN NEXT; RETURN;
  END IF;
  SELECT s.hour + interval '1 hour', s.hash INTO o_hour, before FROM seal s ORDER BY s.hour DESC LIMIT 1;
  IF o_hour IS NULL THEN
    SELECT date_trunc('hour', min(l.created_at), 'UTC'), decode(repeat('00', 32), 'hex') INTO o_hour, before FROM ledger l;
  END IF;
  IF o_hour IS NULL OR o_hour > closed THEN
    o_state := 'idle'; RETURN NEXT; RETURN;
  END IF;
  INSERT INTO seal_horizon AS h (hour, horizon) VALUES (closed, pg_current_xact_id())
    ON CONFLICT (hour) DO UPDATE SET horizon = least(h.horizon, excluded.horizon);
  -- The smallest: one above ours comes from before a restore into another server, and nobody would ever reach it.
  SELECT h.horizon INTO noted FROM seal_horizon h WHERE h.hour >= o_hour ORDER BY h.horizon LIMIT 1;
  IF pg_snapshot_xmin(pg_current_snapshot()) < noted THEN
    o_state := 'waiting'; RETURN NEXT; RETURN;
  END IF;
  SELECT h.o_rows, h.o_hash INTO o_rows, o_hash FROM hash_hour(o_hour, before) h;
  INSERT INTO seal (hour, format, rows, previous, hash) VALUES (o_hour, 1, o_rows, before, o_hash);
  DELETE FROM seal_horizon h WHERE h.hour <= o_hour;
  o_state := 'sealed';
  RETURN NEXT;
END $$;

-- Verifies the hours from p_from to before p_to, as far as they are sealed, in one snapshot. o_verdict: sound;
-- rows_changed, rows_missing, rows_added since the hour was sealed; chain_broken, where a seal does not continue the one
-- before; seal_missing; unsealed, where rows lie before the first sealed hour.
CREATE FUNCTION verify_seals(p_from timestamptz, p_to timestamptz)
RETURNS TABLE (o_hour timestamptz, o_verdict text, o_rows_sealed bigint, o_rows_found bigint, o_hash_sealed text,
  o_hash_found text)
LANGUAGE plpgsql STABLE AS $$
DECLARE s seal; first_hour timestamptz; last_hour timestamptz; before bytea; r record;
BEGIN
  SELECT min(x.hour), max(x.hour) INTO first_hour, last_hour FROM seal x;
  o_hour := date_trunc('hour', p_from, 'UTC');
  WHILE o_hour < p_to AND o_hour <= last_hour LOOP
    o_rows_sealed := NULL; o_hash_sealed := NULL; o_rows_found := NULL; o_hash_found := NULL;
    SELECT x.* INTO s FROM seal x WHERE x.hour = o_hour;
    IF NOT FOUND THEN
      SELECT count(*) INTO o_rows_found FROM ledger l
       WHERE l.created_at >= o_hour AND l.created_at < o_hour + interval '1 hour';
      o_verdict := CASE WHEN o_hour < first_hour THEN 'unsealed' ELSE 'seal_missing' END;
      IF o_verdict = 'seal_missing' OR o_rows_found > 0 THEN
        RETURN NEXT;
      END IF;
    ELSE
      before := (SELECT x.hash FROM seal x WHERE x.hour = o_hour - interval '1 hour');
      SELECT h.o_rows, h.o_hash INTO r FROM hash_hour(o_hour, s.previous) h;
      o_rows_sealed := s.rows; o_hash_sealed := encode(s.hash, 'hex');
      o_rows_found := r.o_rows; o_hash_found := encode(r.o_hash, 'hex');
      o_verdict := CASE
        WHEN s.previous <> coalesce(before, decode(repeat('00', 32), 'hex'))
             OR (before IS NULL AND o_hour <> first_hour) THEN 'chain_broken'
        WHEN s.hash = r.o_hash THEN 'sound'
        WHEN r.o_rows < s.rows THEN 'rows_missing'
        WHEN r.o_rows > s.rows THEN 'rows_added'
        ELSE 'rows_changed' END;
      RETURN NEXT;
    END IF;
    o_hour := o_hour + interval '1 hour';
  END LOOP;
END $$;

CREATE TABLE seal_verification (
  id           uuid        PRIMARY KEY,
  from_hour    timestamptz NOT NULL,
  to_hour      timestamptz NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished     timestamptz,
  next_hour    timestamptz NOT NULL,            -- everything before it is verified
  hours        bigint      NOT NULL DEFAULT 0,
  rows         bigint      NOT NULL DEFAULT 0,
  wrong        bigint      NOT NULL DEFAULT 0,
  findings     jsonb       NOT NULL DEFAULT '[]'
);
CREATE INDEX seal_verification_open ON seal_verification (requested_at) WHERE finished IS NULL;

CREATE TABLE reconciliation (
  id           uuid        PRIMARY KEY,
  kind         text        NOT NULL CHECK (kind IN ('kafka', 'telegram_stars', 'provider_usage')),
  from_at      timestamptz NOT NULL,
  to_at        timestamptz NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished     timestamptz,
  compared     bigint      NOT NULL DEFAULT 0,
  differing    bigint      NOT NULL DEFAULT 0,
  failure      text,
  result       jsonb
);
CREATE INDEX reconciliation_kind ON reconciliation (kind, id);
CREATE INDEX reconciliation_open ON reconciliation (requested_at) WHERE finished IS NULL;

-- Event ids that were read from Kafka, until they are compared: may be lost in a crash, since they are read again then.
CREATE UNLOGGED TABLE reconciliation_event (
  run       uuid        NOT NULL,
  topic     smallint    NOT NULL,  -- 1 authorized 2 declined 3 settled
  prompt_id uuid        NOT NULL,
  late      boolean     NOT NULL,  -- of settled: the late charge
  at        timestamptz NOT NULL,  -- of the first record with this id
  PRIMARY KEY (run, topic, prompt_id, late)
);

-- Per topic and hour: rows of the books and distinct events. What is in both counts in the hour of its row, since an event
-- follows its row; what only Kafka has, in the hour of its record. o_unknown: events without a row; o_untold: rows
-- without an event; o_samples: the first of both. What was authorised is open as a hold or ended in the ledger.
CREATE FUNCTION compare_with_kafka(p_run uuid, p_from timestamptz, p_to timestamptz, p_ttl interval)
RETURNS TABLE (o_topic smallint, o_hour timestamptz, o_rows bigint, o_events bigint, o_untold bigint, o_unknown bigint,
  o_samples text[])
LANGUAGE sql STABLE
SET jit = off AS $$
  WITH rows AS (
    SELECT 1::smallint AS topic, h.id, false AS late, h.created_at AS at FROM hold h
     WHERE h.created_at >= p_from AND h.created_at < p_to
    UNION ALL
    SELECT 1::smallint, l.id, false, coalesce(l.held_since, l.created_at) FROM ledger l
     WHERE l.kind IN (1, 2, 3) AND l.created_at >= p_from AND l.created_at < p_to + p_ttl
       AND coalesce(l.held_since, l.created_at) >= p_from AND coalesce(l.held_since, l.created_at) < p_to
    UNION ALL
    SELECT 2::smallint, x.id, false, x.created_at FROM reject x WHERE x.created_at >= p_from AND x.created_at < p_to
    UNION ALL
    SELECT 3::smallint, CASE l.kind WHEN 9 THEN l.ref ELSE l.id END, l.kind = 9, l.created_at FROM ledger l
     WHERE l.kind IN (1, 2, 3, 9) AND l.created_at >= p_from AND l.created_at < p_to),
  told AS (
    SELECT r.topic, r.at, r.id, e.run IS NOT NULL AS has_event
      FROM rows r LEFT JOIN reconciliation_event e
        ON e.run = p_run AND e.topic = r.topic AND e.prompt_id = r.id AND e.late = r.late),
  unknown AS (
    SELECT e.topic, e.at, e.prompt_id AS id FROM reconciliation_event e
     WHERE e.run = p_run AND e.at >= p_from AND e.at < p_to
       AND NOT EXISTS (SELECT 1 FROM ledger l WHERE e.topic IN (1, 2) AND l.id = e.prompt_id)
       AND NOT EXISTS (SELECT 1 FROM hold h WHERE e.topic IN (1, 2) AND h.id = e.prompt_id)
       AND NOT EXISTS (SELECT 1 FROM reject x WHERE e.topic = 2 AND x.id = e.prompt_id)
       AND NOT EXISTS (SELECT 1 FROM ledger l WHERE e.topic = 3 AND NOT e.late AND l.id = e.prompt_id)
       AND NOT EXISTS (SELECT 1 FROM ledger l WHERE e.topic = 3 AND e.late AND l.ref = e.prompt_id AND l.kind = 9)),
  compared AS (
    SELECT x.topic, date_trunc('hour', x.at, 'UTC') AS hour, x.id, x.has_row, x.has_event
      FROM (SELECT t.topic, t.at, t.id, true AS has_row, t.has_event FROM told t
            UNION ALL
            SELECT u.topic, u.at, u.id, false, true FROM unknown u) x),
  counts AS (
    SELECT c.topic, c.hour, count(*) FILTER (WHERE c.has_row) AS with_row, count(*) FILTER (WHERE c.has_event) AS with_event,
           count(*) FILTER (WHERE NOT c.has_event) AS untold, count(*) FILTER (WHERE NOT c.has_row) AS unknown
      FROM compared c GROUP BY 1, 2),
  samples AS (
    SELECT d.topic, d.hour, array_agg(d.id::text ORDER BY d.id) AS ids
      FROM (SELECT c.*, row_number() OVER (PARTITION BY c.topic, c.hour ORDER BY c.id) AS nth
              FROM compared c WHERE c.has_row <> c.has_event) d
     WHERE d.nth <= 5 GROUP BY 1, 2)
  SELECT t.topic, h.hour, coalesce(c.with_row, 0), coalesce(c.with_event, 0), coalesce(c.untold, 0),
         coalesce(c.unknown, 0), s.ids
    FROM generate_series(p_from, p_to - interval '1 hour', interval '1 hour') AS h (hour)
    CROSS JOIN (VALUES (1::smallint), (2::smallint), (3::smallint)) AS t (topic)
    LEFT JOIN counts c ON c.topic = t.topic AND c.hour = h.hour
    LEFT JOIN samples s ON s.topic = t.topic AND s.hour = h.hour
   ORDER BY h.hour, t.topic
$$;
