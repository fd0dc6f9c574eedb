-- Estimated charges as a list; every debit that crosses the threshold of a low balance tells it, not only a charge; and
-- one more invariant: lots never hold more than the account has.

-- The few entries whose tokens were counted here instead of by the provider, by time.
CREATE INDEX ledger_estimated ON ledger (created_at, id, customer_account) WHERE estimated AND kind IN (1, 9);

-- Estimated charges from p_from on and before a place in time and id, the latest first. An account of its own is asked
-- for as a range of one, so that the index decides about it and no other entry is read. However the tables grow: as
-- many entries of the index are looked at as the period has, and of the ledger no more than p_limit.
CREATE FUNCTION estimated_charges(
  p_from timestamptz, p_before timestamptz, p_before_id uuid, p_account_least bigint, p_account_most bigint, p_limit int)
RETURNS TABLE (o_id uuid, o_prompt uuid, o_account bigint, o_kind smallint, o_amount bigint, o_model text,
  o_channel smallint, o_input int, o_cached int, o_cache_write int, o_output int, o_reasoning int, o_at timestamptz)
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off
SET jit = off AS $$
BEGIN
  RETURN QUERY
    SELECT e.id, coalesce(e.ref, e.id), e.customer_account, e.kind, e.amount, p.model, e.channel,
           coalesce(e.input_tokens, 0), coalesce(e.cached_tokens, 0), coalesce(e.cache_write_tokens, 0),
           coalesce(e.output_tokens, 0), coalesce(e.reasoning_tokens, 0), e.created_at
      FROM (SELECT l.* FROM ledger l
             WHERE l.estimated AND l.kind IN (1, 9)
               AND l.created_at >= p_from AND (l.created_at, l.id) < (p_before, p_before_id)
               AND l.customer_account BETWEEN p_account_least AND p_account_most
             ORDER BY l.created_at DESC, l.id DESC LIMIT p_limit) e
      LEFT JOIN price p ON p.version = e.price_version
     ORDER BY e.created_at DESC, e.id DESC;
END $$;

-- As in V10, whose comment tells what goes in and comes out; what takes the posted balance below the account's
-- threshold now leaves a notice, in the same transaction and so once. The entry itself is told as credited or refunded
-- under its own id; so the notice has another one, made of it, for whoever tells events apart by their ids.
CREATE OR REPLACE FUNCTION post_batch(
  p_id uuid[], p_kind smallint[], p_acct bigint[], p_amt bigint[], p_counter bigint[], p_reference text[], p_ref uuid[],
  p_operator text[], p_reason text[], p_strict boolean)
RETURNS TABLE (o_ord int, o_status smallint, o_id uuid, o_balance bigint, o_seq bigint, o_at timestamptz)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $$
DECLARE
  r record; cur bigint; bal bigint; free numeric; sq bigint; ts timestamptz; claimed text[];
  t_ord int[] := '{}'; t_seq bigint[] := '{}'; t_bal bigint[] := '{}'; t_at timestamptz[] := '{}';
  n_ord int[] := '{}'; n_bal bigint[] := '{}'; n_at timestamptz[] := '{}';
BEGIN
  PERFORM 1 FROM account a WHERE a.id = ANY (p_acct) AND a.kind = 1 ORDER BY a.id FOR NO KEY UPDATE;
  -- Waits for whoever is booking the same reference just now; in the order of references, so that two batches never
  -- wait for each other.
  WITH won AS (
    INSERT INTO top_up_reference (reference, entry_id)
      SELECT i.reference, i.id FROM unnest(p_id, p_kind, p_reference) AS i (id, kind, reference)
       WHERE i.kind = 4 AND i.reference IS NOT NULL ORDER BY i.reference
      ON CONFLICT DO NOTHING RETURNING reference)
  SELECT coalesce(array_agg(w.reference), '{}') INTO claimed FROM won w;

  FOR r IN
    SELECT i.ord::int AS ord, i.id, i.kind, i.acct, i.amt, a.id AS known, a.closed, a.posted, a.seq, a.last_at,
           a.low_balance AS low,
           a.posted::numeric - a.held + a.credit_limit AS free,
           l.kind AS l_kind, l.customer_account AS l_acct, l.customer_balance AS l_balance, l.customer_seq AS l_seq,
           l.created_at AS l_at, CASE WHEN l.credit_account = l.customer_account THEN l.amount ELSE -l.amount END AS l_amt,
           x.entry_id AS x_id, y.customer_account AS y_acct, y.amount AS y_amt, y.customer_balance AS y_balance,
           y.customer_seq AS y_seq, y.created_at AS y_at,
           row_number() OVER (PARTITION BY i.id ORDER BY i.ord) AS nth
      FROM unnest(p_id, p_kind, p_acct, p_amt, p_reference) WITH ORDINALITY AS i (id, kind, acct, amt, reference, ord)
      LEFT JOIN account a ON a.id = i.acct AND a.kind = 1
      LEFT JOIN ledger l ON l.id = i.id
      LEFT JOIN top_up_reference x ON p_strict AND i.kind = 4 AND x.reference = i.reference AND x.entry_id <> i.id
      LEFT JOIN ledger y ON y.id = x.entry_id
     ORDER BY i.acct, i.ord
  LOOP
    IF cur IS DISTINCT FROM r.acct THEN
      cur := r.acct; bal := r.posted; free := r.free; sq := r.seq; ts := r.last_at;
    END IF;
    CONTINUE WHEN r.nth > 1;
    o_ord := r.ord; o_id := r.id; o_balance := bal; o_seq := NULL; o_at := NULL;
    IF r.l_kind IS NOT NULL THEN
      o_status := CASE WHEN (r.l_kind, r.l_acct, r.l_amt) = (r.kind, r.acct, r.amt) THEN 1 ELSE 9 END;
      o_balance := r.l_balance; o_seq := r.l_seq; o_at := r.l_at;
    ELSIF r.x_id IS NOT NULL THEN
      o_status := CASE WHEN (r.y_acct, r.y_amt) = (r.acct, r.amt) THEN 1 ELSE 10 END;
      o_id := r.x_id; o_balance := r.y_balance; o_seq := r.y_seq; o_at := r.y_at;
    ELSIF r.known IS NULL THEN
      o_status := 4;
    ELSIF r.closed AND r.amt > 0 THEN
      o_status := 6;
    ELSIF r.amt > 0 AND bal > 9223372036854775807 - r.amt THEN
      o_status := 5;
    ELSIF r.amt < 0 AND free + r.amt < 0 THEN
      o_status := 3;
    ELSE
      ts := greatest(clock_timestamp(), ts + interval '1 microsecond');
      IF r.amt < 0 AND bal >= r.low AND bal + r.amt < r.low THEN  -- what crosses the threshold tells it
        n_ord := n_ord || r.ord; n_bal := n_bal || bal + r.amt; n_at := n_at || ts;
      END IF;
      bal := bal + r.amt; free := free + r.amt; sq := sq + 1;
      o_status := 0; o_balance := bal; o_seq := sq; o_at := ts;
      t_ord := t_ord || r.ord; t_seq := t_seq || sq; t_bal := t_bal || bal; t_at := t_at || ts;
    END IF;
    RETURN NEXT;
  END LOOP;

  -- A refused top-up leaves its reference free.
  DELETE FROM top_up_reference x
   WHERE x.reference = ANY (claimed)
     AND NOT EXISTS (SELECT 1 FROM unnest(t_ord) u (ord) WHERE p_reference[u.ord] = x.reference);
  UPDATE account a SET posted = a.posted + s.amt, seq = a.seq + s.n, last_at = s.at
    FROM (SELECT p_acct[u.ord] AS acct, sum(p_amt[u.ord])::bigint AS amt, count(*) AS n, max(u.at) AS at
            FROM unnest(t_ord, t_at) u (ord, at) GROUP BY 1) s
   WHERE a.id = s.acct;
  INSERT INTO ledger (id, kind, debit_account, credit_account, amount, customer_account, customer_seq,
      customer_balance, customer_spent, ref, reference, operator, reason, created_at)
    SELECT p_id[u.ord], p_kind[u.ord],
           CASE WHEN p_amt[u.ord] < 0 THEN p_acct[u.ord] ELSE p_counter[u.ord] END,
           CASE WHEN p_amt[u.ord] < 0 THEN p_counter[u.ord] ELSE p_acct[u.ord] END,
           abs(p_amt[u.ord]), p_acct[u.ord], u.seq, u.bal, a.spent, p_ref[u.ord], p_reference[u.ord],
           p_operator[u.ord], p_reason[u.ord], u.at
      FROM unnest(t_ord, t_seq, t_bal, t_at) u (ord, seq, bal, at) JOIN account a ON a.id = p_acct[u.ord];
  IF n_ord <> '{}' THEN
    INSERT INTO notice (event_id, account_id, payer, balance, created_at)
      SELECT encode(substr(sha256(convert_to('balance_low:' || p_id[u.ord], 'UTF8')), 1, 16), 'hex')::uuid, p_acct[u.ord],
             coalesce((SELECT min(p.payer) FROM account_payer p WHERE p.account_id = p_acct[u.ord]),
                      'account:' || p_acct[u.ord]), u.bal, u.at
        FROM unnest(n_ord, n_bal, n_at) u (ord, bal, at);
  END IF;
END $$;

-- As in V14, and invariant 13: the lots of an account that are walked to its end hold no more than it has.
ALTER TABLE violation DROP CONSTRAINT violation_invariant_check;
ALTER TABLE violation ADD CONSTRAINT violation_invariant_check CHECK (invariant BETWEEN 1 AND 13);

CREATE OR REPLACE FUNCTION check_accounts(p_account bigint[], p_from bigint[], p_limit bigint)
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
     WHERE e.kind = 5 AND e.ref IS NOT NULL AND b.refunded > coalesce(b.paid, 0)
    UNION ALL
    -- Only where the lots are walked to the account's end: before that they are behind its ledger, and may hold more.
    SELECT c.id, 13, 0, '', greatest(c.posted, 0), g.rest
      FROM acct c
      JOIN lot_cursor w ON w.account_id = c.id AND w.seq = c.seq
      CROSS JOIN LATERAL (
        SELECT sum(x.rest) AS rest FROM grant_lot x WHERE x.account_id = c.id AND x.seq IS NOT NULL) g
     WHERE c.done AND g.rest > greatest(c.posted, 0))
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
