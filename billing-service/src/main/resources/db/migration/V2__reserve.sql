-- Reserves a batch of prompts in one statement. Accounts are locked in the order of their ids, so two batches never
-- deadlock; then each account's prompts are decided in the order of arrival, and a small one still passes after a
-- large one was refused.
--
-- p_amt    the prompt's worst case
-- p_floor  its worst case with the shortest useful answer: what the account must at least have
-- p_refuse 0, or the reason for which the caller already knows that the prompt is refused
--
-- Each prompt is answered with what is recorded of it, so that a replay is answered as the first time:
-- o_status 0 held now, 1 held before, 2 resolved before, 9 the id belongs to another prompt, and refusals:
-- 3 funds do not suffice, 4 unknown account, 5 account frozen, 6 no price, 7 cost out of range.
-- An id that comes twice in one batch is answered once.
--
-- The planner settings: plans are made once and for many rows; on young tables it would otherwise cache plans that
-- turn quadratic as the tables grow.
CREATE FUNCTION reserve_batch(
  p_id uuid[], p_acct bigint[], p_amt bigint[], p_floor bigint[], p_price int[], p_fp bigint[], p_refuse smallint[],
  p_channel smallint[], p_payer text[], p_ttl_ms bigint)
RETURNS TABLE (o_ord int, o_status smallint, o_held bigint, o_price int, o_expires timestamptz, o_needed bigint,
  o_available bigint)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_mergejoin = off SET jit = off AS $$
DECLARE
  r record; cur bigint; avail bigint; t0 timestamptz;
  ok_ord int[] := '{}'; ok_amt bigint[] := '{}';
  no_ord int[] := '{}'; no_reason smallint[] := '{}'; no_needed bigint[] := '{}'; no_avail bigint[] := '{}';
BEGIN
  PERFORM 1 FROM account a WHERE a.id = ANY (p_acct) AND a.kind = 1 ORDER BY a.id FOR NO KEY UPDATE;
  t0 := clock_timestamp();
  -- A statement of its own: its snapshot is taken after the locks, so it sees what their last holders committed.
  FOR r IN
    SELECT i.ord::int AS ord, i.acct, i.amt, i.floor, i.price, i.fp, i.refuse,
           a.id AS known, a.frozen, a.posted - a.held + a.credit_limit AS avail,
           h.amount AS h_amount, h.price_version AS h_price, h.expires_at AS h_expires, h.fingerprint AS h_fp,
           l.kind AS l_kind, l.fingerprint AS l_fp,
           x.reason AS x_reason, x.needed AS x_needed, x.available AS x_available, x.fingerprint AS x_fp,
           row_number() OVER (PARTITION BY i.id ORDER BY i.ord) AS nth
      FROM unnest(p_id, p_acct, p_amt, p_floor, p_price, p_fp, p_refuse)
           WITH ORDINALITY AS i (id, acct, amt, floor, price, fp, refuse, ord)
      LEFT JOIN account a ON a.id = i.acct AND a.kind = 1
      LEFT JOIN hold h ON h.id = i.id
      LEFT JOIN ledger l ON l.id = i.id
      LEFT JOIN reject x ON x.id = i.id
     ORDER BY i.acct, i.ord
  LOOP
    IF cur IS DISTINCT FROM r.acct THEN
      cur := r.acct; avail := r.avail;
    END IF;
    CONTINUE WHEN r.nth > 1;
    o_ord := r.ord; o_held := 0; o_price := r.price; o_expires := NULL; o_needed := 0; o_available := 0;
    IF r.h_amount IS NOT NULL THEN
      o_status := CASE WHEN r.h_fp = r.fp THEN 1 ELSE 9 END;
      o_held := r.h_amount; o_price := r.h_price; o_expires := r.h_expires;
    ELSIF r.l_kind IS NOT NULL THEN
      o_status := CASE WHEN r.l_fp = r.fp THEN 2 ELSE 9 END;
    ELSIF r.x_reason IS NOT NULL THEN
      o_status := CASE WHEN r.x_fp = r.fp THEN r.x_reason ELSE 9 END;
      o_needed := r.x_needed; o_available := r.x_available;
    ELSE
      o_status := CASE WHEN r.refuse <> 0 THEN r.refuse WHEN r.known IS NULL THEN 4 WHEN r.frozen THEN 5
                       WHEN avail < r.floor THEN 3 ELSE 0 END;
      IF o_status = 0 THEN
        o_held := least(r.amt, avail); o_expires := t0 + p_ttl_ms * interval '1 millisecond';
        avail := avail - o_held;
        ok_ord := ok_ord || r.ord; ok_amt := ok_amt || o_held;
      ELSE
        IF o_status = 3 THEN o_needed := r.floor; o_available := avail; END IF;
        no_ord := no_ord || r.ord; no_reason := no_reason || o_status;
        no_needed := no_needed || o_needed; no_avail := no_avail || o_available;
      END IF;
    END IF;
    RETURN NEXT;
  END LOOP;

  UPDATE account a SET held = a.held + s.amt
    FROM (SELECT p_acct[u.ord] AS acct, sum(u.amt)::bigint AS amt FROM unnest(ok_ord, ok_amt) u (ord, amt) GROUP BY 1) s
   WHERE a.id = s.acct;
  INSERT INTO hold (id, account_id, amount, price_version, fingerprint, expires_at, channel, payer)
    SELECT p_id[u.ord], p_acct[u.ord], u.amt, p_price[u.ord], p_fp[u.ord], t0 + p_ttl_ms * interval '1 millisecond',
           p_channel[u.ord], p_payer[u.ord]
      FROM unnest(ok_ord, ok_amt) u (ord, amt);
  INSERT INTO reject (id, reason, needed, available, fingerprint)
    SELECT p_id[u.ord], u.reason, u.needed, u.available, p_fp[u.ord]
      FROM unnest(no_ord, no_reason, no_needed, no_avail) u (ord, reason, needed, available)
    ON CONFLICT DO NOTHING;
END $$;
