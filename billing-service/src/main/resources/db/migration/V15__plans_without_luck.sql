-- The hot functions once more: plans that do not depend on luck, and less work per prompt.
--
-- The planner knows neither how long an array is (it says 10) nor how many holds are open right now (its statistics are
-- of the last ANALYZE, often of a moment when there were none). Joined on ids alone it then takes all holds and compares
-- them with all prompts of the batch: 500 × 8,000 comparisons, three times a batch, for as long as the connection keeps
-- the plan. So each table is narrowed to the batch's own ids before it is joined, which only an index can do, and what
-- is left is joined by hashing: the same plan on an empty table and on one of a million rows.

-- As in V6, whose comment tells what goes in and comes out. An id that comes twice is looked for only where there is one.
CREATE OR REPLACE FUNCTION reserve_batch(
  p_id uuid[], p_acct bigint[], p_amt bigint[], p_floor bigint[], p_price int[], p_fp bigint[], p_refuse smallint[],
  p_channel smallint[], p_payer text[], p_key uuid[], p_model text[], p_ttl_ms bigint)
RETURNS TABLE (o_ord int, o_status smallint, o_held bigint, o_price int, o_expires timestamptz, o_needed bigint,
  o_available bigint, o_account bigint)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_mergejoin = off SET enable_nestloop = off
SET jit = off AS $$
DECLARE
  r record; cur bigint; avail bigint; cap bigint; t0 timestamptz; ends timestamptz;
  ok_ord int[] := '{}'; ok_amt bigint[] := '{}'; ok_payer text[] := '{}'; ok_key uuid[] := '{}';
  no_ord int[] := '{}'; no_reason smallint[] := '{}'; no_needed bigint[] := '{}'; no_avail bigint[] := '{}';
  keyed boolean := array_remove(p_key, NULL) <> '{}';
  twice boolean := cardinality(p_id) > (SELECT count(DISTINCT u.id) FROM unnest(p_id) u (id));
  k_id uuid[]; k_left bigint[]; k_status smallint[]; k_place int; k_cap bigint;
BEGIN
  PERFORM 1 FROM account a WHERE a.id = ANY (p_acct) AND a.kind = 1 ORDER BY a.id FOR NO KEY UPDATE;
  t0 := clock_timestamp(); ends := t0 + p_ttl_ms * interval '1 millisecond';
  IF keyed THEN
    SELECT array_agg(k.id), array_agg(k.spend_limit - k.spent - k.held) INTO k_id, k_left
      FROM api_key k WHERE k.id = ANY (p_key);
    SELECT array_agg((CASE
             WHEN i.key IS NULL THEN 0
             WHEN k.id IS NULL OR k.account_id <> i.acct OR k.revoked_at IS NOT NULL OR k.expires_at <= t0 THEN 16
             WHEN NOT i.model = ANY (k.models) THEN 17
             ELSE 0 END)::smallint ORDER BY i.ord) INTO k_status
      FROM unnest(p_key, p_acct, p_model) WITH ORDINALITY AS i (key, acct, model, ord)
      LEFT JOIN api_key k ON k.id = i.key;
  END IF;
  -- A statement of its own: its snapshot is taken after the locks, so it sees what their last holders committed.
  FOR r IN
    SELECT i.ord::int AS ord, i.id, i.acct, i.amt, i.floor, i.price, i.fp, i.refuse, i.payer, i.key,
           a.id AS known, a.closed, a.frozen, a.parked, a.limited, a.spent, a.held,
           a.posted - a.held + a.credit_limit AS avail,
           h.amount AS h_amount, h.price_version AS h_price, h.expires_at AS h_expires, h.fingerprint AS h_fp,
           h.account_id AS h_acct,
           l.kind AS l_kind, l.fingerprint AS l_fp,
           x.reason AS x_reason, x.needed AS x_needed, x.available AS x_available, x.fingerprint AS x_fp
      FROM unnest(p_id, p_acct, p_amt, p_floor, p_price, p_fp, p_refuse, p_payer, p_key)
           WITH ORDINALITY AS i (id, acct, amt, floor, price, fp, refuse, payer, key, ord)
      LEFT JOIN account a ON a.id = i.acct AND a.id = ANY (p_acct) AND a.kind = 1
      LEFT JOIN hold h ON h.id = i.id AND h.id = ANY (p_id)
      LEFT JOIN ledger l ON l.id = i.id AND l.id = ANY (p_id)
      LEFT JOIN reject x ON x.id = i.id AND x.id = ANY (p_id)
     ORDER BY i.acct, i.ord
  LOOP
    IF cur IS DISTINCT FROM r.acct THEN
      cur := r.acct; avail := r.avail;
      cap := CASE WHEN r.limited THEN limit_left(r.acct, r.spent, r.held, t0) END;
    END IF;
    CONTINUE WHEN twice AND array_position(p_id, r.id) < r.ord;
    o_ord := r.ord; o_held := 0; o_price := r.price; o_expires := NULL; o_needed := 0; o_available := 0;
    o_account := coalesce(r.h_acct, r.acct);
    IF r.h_amount IS NOT NULL THEN
      o_status := CASE WHEN r.h_fp = r.fp THEN 1 ELSE 9 END;
      o_held := r.h_amount; o_price := r.h_price; o_expires := r.h_expires;
    ELSIF r.l_kind IS NOT NULL THEN
      o_status := CASE WHEN r.l_fp = r.fp THEN 2 ELSE 9 END;
    ELSIF r.x_reason IS NOT NULL THEN
      o_status := CASE WHEN r.x_fp = r.fp THEN r.x_reason ELSE 9 END;
      o_needed := r.x_needed; o_available := r.x_available;
    ELSE
      k_cap := NULL; k_place := NULL;
      IF keyed AND r.key IS NOT NULL THEN
        k_place := array_position(k_id, r.key); k_cap := k_left[k_place];
      END IF;
      o_status := CASE
        WHEN r.refuse <> 0 THEN r.refuse WHEN r.known IS NULL THEN 4 WHEN r.closed THEN 12 WHEN r.frozen THEN 5
        WHEN r.parked THEN 13 WHEN keyed AND k_status[r.ord] <> 0 THEN k_status[r.ord]
        WHEN r.floor = 0 THEN 0  -- what is free is allowed, whatever is left
        WHEN avail < r.floor THEN 3 WHEN cap < r.floor THEN 14 WHEN k_cap < r.floor THEN 15 ELSE 0 END;
      IF o_status = 0 THEN
        o_held := greatest(least(r.amt, avail, cap, k_cap), 0); o_expires := ends;
        avail := avail - o_held; cap := cap - o_held;
        IF k_cap IS NOT NULL THEN k_left[k_place] := k_cap - o_held; END IF;
        ok_ord := ok_ord || r.ord; ok_amt := ok_amt || o_held; ok_payer := ok_payer || r.payer;
        ok_key := array_append(ok_key, r.key);
      ELSE
        IF o_status IN (3, 14, 15) THEN
          o_needed := r.floor;
          o_available := greatest(CASE o_status WHEN 3 THEN avail WHEN 14 THEN cap ELSE k_cap END, 0);
        END IF;
        no_ord := no_ord || r.ord; no_reason := no_reason || o_status;
        no_needed := no_needed || o_needed; no_avail := no_avail || o_available;
      END IF;
    END IF;
    RETURN NEXT;
  END LOOP;

  IF ok_ord <> '{}' THEN
    UPDATE account a SET held = a.held + s.amt
      FROM (SELECT p_acct[u.ord] AS acct, sum(u.amt)::bigint AS amt FROM unnest(ok_ord, ok_amt) u (ord, amt) GROUP BY 1) s
     WHERE a.id = s.acct AND a.id = ANY (p_acct);
    INSERT INTO hold (id, account_id, amount, price_version, fingerprint, expires_at, channel, payer, key_id, created_at)
      SELECT p_id[u.ord], p_acct[u.ord], u.amt, p_price[u.ord], p_fp[u.ord], ends, p_channel[u.ord], u.payer, u.key, t0
        FROM unnest(ok_ord, ok_amt, ok_payer, ok_key) u (ord, amt, payer, key);
    IF keyed THEN
      UPDATE api_key k SET held = k.held + s.amt, last_used_at = t0
        FROM (SELECT u.key, sum(u.amt)::bigint AS amt FROM unnest(ok_key, ok_amt) u (key, amt)
               WHERE u.key IS NOT NULL GROUP BY 1) s
       WHERE k.id = s.key;
    END IF;
  END IF;
  IF no_ord <> '{}' THEN
    INSERT INTO reject (id, reason, needed, available, fingerprint)
      SELECT p_id[u.ord], u.reason, u.needed, u.available, p_fp[u.ord]
        FROM unnest(no_ord, no_reason, no_needed, no_avail) u (ord, reason, needed, available)
      ON CONFLICT DO NOTHING;
  END IF;
END $$;

-- As in V6.
CREATE OR REPLACE FUNCTION settle_batch(
  p_id uuid[], p_acct bigint[], p_kind smallint[], p_amt bigint[], p_price int[], p_late uuid[], p_tokens int[],
  p_estimated boolean[])
RETURNS TABLE (o_ord int, o_status smallint, o_kind smallint, o_charged bigint, o_released bigint,
  o_uncollected bigint, o_balance bigint, o_tokens int[], o_estimated boolean, o_at timestamptz)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_mergejoin = off SET enable_nestloop = off
SET jit = off AS $$
DECLARE
  r record; e ledger; cur bigint; bal bigint; open_holds bigint; credit bigint; sq bigint; ts timestamptz; total bigint;
  t_ord int[] := '{}'; t_kind smallint[] := '{}'; t_amt bigint[] := '{}'; t_held bigint[] := '{}'; t_seq bigint[] := '{}';
  t_bal bigint[] := '{}'; t_fp bigint[] := '{}'; t_channel smallint[] := '{}'; t_at timestamptz[] := '{}';
  t_lost bigint[] := '{}'; t_spent bigint[] := '{}'; t_since timestamptz[] := '{}'; t_key uuid[] := '{}';
  n_ord int[] := '{}'; n_bal bigint[] := '{}'; n_payer text[] := '{}'; n_at timestamptz[] := '{}';
  lost boolean := false; keyed boolean := false; ended uuid[] := '{}';
  twice boolean := cardinality(p_id) > (SELECT count(DISTINCT u.id) FROM unnest(p_id) u (id));
BEGIN
  PERFORM 1 FROM account a WHERE a.id = ANY (p_acct) AND a.kind = 1 ORDER BY a.id FOR NO KEY UPDATE;
  FOR r IN
    SELECT i.ord::int AS ord, i.id, i.acct, i.kind, i.amt, i.price, i.late,
           a.id AS known, a.posted, a.held, a.credit_limit, a.seq, a.last_at, a.spent, a.low_balance AS low,
           h.account_id AS h_acct, h.amount AS h_amount, h.price_version AS h_price, h.payer AS h_payer,
           h.created_at AS h_since, l.kind AS l_kind, l.customer_account AS l_acct, l.price_version AS l_price,
           coalesce(h.fingerprint, l.fingerprint) AS fp, coalesce(h.channel, l.channel) AS channel,
           coalesce(h.key_id, l.key_id) AS key
      FROM unnest(p_id, p_acct, p_kind, p_amt, p_price, p_late)
           WITH ORDINALITY AS i (id, acct, kind, amt, price, late, ord)
      LEFT JOIN account a ON a.id = i.acct AND a.id = ANY (p_acct) AND a.kind = 1
      LEFT JOIN hold h ON h.id = i.id AND h.id = ANY (p_id)
      LEFT JOIN ledger l ON l.id = i.id AND l.id = ANY (p_id)
     ORDER BY i.acct, i.ord
  LOOP
    IF cur IS DISTINCT FROM r.acct THEN
      cur := r.acct; bal := r.posted; open_holds := r.held; credit := r.credit_limit; sq := r.seq; ts := r.last_at;
      total := r.spent;
    END IF;
    CONTINUE WHEN twice AND array_position(p_id, r.id) < r.ord;
    o_ord := r.ord; o_kind := r.kind; o_charged := 0; o_released := 0; o_uncollected := 0; o_balance := bal;
    o_tokens := NULL; o_estimated := NULL; o_at := NULL;
    o_status := CASE
      WHEN r.known IS NULL THEN 8
      WHEN r.h_amount IS NULL AND r.l_kind IS NULL THEN 7
      WHEN coalesce(r.h_acct, r.l_acct) <> r.acct THEN 10
      WHEN coalesce(r.h_price, r.l_price) IS DISTINCT FROM r.price THEN 11
      WHEN r.l_kind IS NOT NULL THEN 1
      ELSE 0 END;
    IF o_status = 1 THEN
      SELECT l.* INTO e FROM ledger l
       WHERE l.id = CASE WHEN r.l_kind = 3 AND r.kind = 1 AND r.amt > 0 THEN r.late ELSE r.id END;
      IF FOUND THEN
        o_kind := e.kind; o_charged := e.amount; o_released := greatest(e.held - e.amount, 0);
        o_balance := e.customer_balance; o_estimated := e.estimated; o_at := e.created_at;
        o_tokens := ARRAY[e.input_tokens, e.cached_tokens, e.cache_write_tokens, e.output_tokens, e.reasoning_tokens];
        o_uncollected := coalesce((SELECT u.amount FROM uncollected u WHERE u.id = e.id), 0);
      ELSE
        o_status := 0; o_kind := 9;  -- expired before, charged only now
      END IF;
    END IF;
    IF o_status = 0 THEN
      IF o_kind = 9 THEN
        o_charged := least(r.amt, greatest(bal - open_holds + credit, 0));
      ELSIF o_kind = 1 THEN
        o_charged := least(r.amt, r.h_amount);  -- never above the hold
        o_released := r.h_amount - o_charged;
      ELSE
        o_released := r.h_amount;
      END IF;
      o_uncollected := CASE WHEN o_kind = 2 THEN 0 ELSE r.amt - o_charged END;
      lost := lost OR o_uncollected > 0; keyed := keyed OR r.key IS NOT NULL;
      ts := greatest(clock_timestamp(), ts + interval '1 microsecond');  -- rises with seq, even when the clock steps back
      IF bal >= r.low AND bal - o_charged < r.low THEN  -- the charge that crosses the threshold tells it
        n_ord := n_ord || r.ord; n_bal := n_bal || bal - o_charged; n_at := n_at || ts;
        n_payer := n_payer || coalesce(r.h_payer, 'account:' || r.acct);
      END IF;
      bal := bal - o_charged; sq := sq + 1; total := total + o_charged;
      open_holds := open_holds - CASE WHEN o_kind = 9 THEN 0 ELSE r.h_amount END;
      o_balance := bal; o_at := ts;
      IF o_kind <> 9 THEN ended := ended || r.id; END IF;
      t_ord := t_ord || r.ord; t_kind := t_kind || o_kind; t_amt := t_amt || o_charged;
      t_held := t_held || CASE WHEN o_kind = 9 THEN 0 ELSE r.h_amount END;
      t_seq := t_seq || sq; t_bal := t_bal || bal; t_fp := t_fp || r.fp; t_channel := t_channel || r.channel;
      t_at := t_at || ts; t_lost := t_lost || o_uncollected; t_spent := t_spent || total;
      t_since := array_append(t_since, r.h_since); t_key := array_append(t_key, r.key);
    END IF;
    RETURN NEXT;
  END LOOP;
  IF t_ord = '{}' THEN
    RETURN;
  END IF;

  UPDATE account a SET posted = a.posted - s.amt, held = a.held - s.held, spent = a.spent + s.amt, seq = a.seq + s.n,
                       last_at = s.at
    FROM (SELECT p_acct[u.ord] AS acct, sum(u.amt)::bigint AS amt, sum(u.held)::bigint AS held, count(*) AS n,
                 max(u.at) AS at
            FROM unnest(t_ord, t_amt, t_held, t_at) u (ord, amt, held, at) GROUP BY 1) s
   WHERE a.id = s.acct AND a.id = ANY (p_acct);
  IF keyed THEN
    UPDATE api_key k SET spent = k.spent + s.amt, held = k.held - s.held
      FROM (SELECT u.key, sum(u.amt)::bigint AS amt, sum(u.held)::bigint AS held
              FROM unnest(t_key, t_amt, t_held) u (key, amt, held) WHERE u.key IS NOT NULL GROUP BY 1) s
     WHERE k.id = s.key;
  END IF;
  DELETE FROM hold h WHERE h.id = ANY (ended);
  INSERT INTO ledger (id, kind, debit_account, credit_account, amount, held, customer_account, customer_seq,
      customer_balance, price_version, fingerprint, channel, input_tokens, cached_tokens, cache_write_tokens,
      output_tokens, reasoning_tokens, estimated, ref, created_at, key_id, customer_spent, held_since)
    SELECT CASE u.kind WHEN 9 THEN p_late[u.ord] ELSE p_id[u.ord] END, u.kind, p_acct[u.ord], 1, u.amt, u.held,
           p_acct[u.ord], u.seq, u.bal, p_price[u.ord], u.fp, u.channel,
           p_tokens[5 * u.ord - 4], p_tokens[5 * u.ord - 3], p_tokens[5 * u.ord - 2], p_tokens[5 * u.ord - 1],
           p_tokens[5 * u.ord], p_estimated[u.ord], CASE u.kind WHEN 9 THEN p_id[u.ord] END, u.at,
           u.key, u.spent, u.since
      FROM unnest(t_ord, t_kind, t_amt, t_held, t_seq, t_bal, t_fp, t_channel, t_at, t_key, t_spent, t_since)
           u (ord, kind, amt, held, seq, bal, fp, channel, at, key, spent, since);
  IF lost THEN
    INSERT INTO uncollected (id, account_id, amount, reason)
      SELECT CASE u.kind WHEN 9 THEN p_late[u.ord] ELSE p_id[u.ord] END, p_acct[u.ord], u.lost,
             CASE u.kind WHEN 9 THEN 2 ELSE 1 END
        FROM unnest(t_ord, t_kind, t_lost) u (ord, kind, lost) WHERE u.lost > 0;
  END IF;
  IF n_ord <> '{}' THEN
    INSERT INTO notice (event_id, account_id, payer, balance, created_at)
      SELECT p_id[u.ord], p_acct[u.ord], u.payer, u.bal, u.at
        FROM unnest(n_ord, n_bal, n_payer, n_at) u (ord, bal, payer, at);
  END IF;
END $$;

-- As in V6, but the time is read once: compared with a clock that moves on while the query runs, no index can be used, and
-- every sweep would read all open holds.
CREATE OR REPLACE FUNCTION expire_holds(p_limit int)
RETURNS TABLE (o_id uuid, o_account bigint, o_payer text, o_channel smallint, o_model text, o_price int,
  o_released bigint, o_balance bigint, o_at timestamptz)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $$
DECLARE due uuid[]; accts bigint[]; t0 timestamptz := clock_timestamp();
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('kopeck.billing.expire_holds')) THEN
    RETURN;
  END IF;
  SELECT array_agg(d.id), array_agg(d.account_id) INTO due, accts
    FROM (SELECT h.id, h.account_id FROM hold h
           WHERE h.expires_at < t0 ORDER BY h.expires_at LIMIT p_limit) d;
  IF due IS NULL THEN
    RETURN;
  END IF;
  -- Accounts before holds, as everybody else does: holds locked first would deadlock with a settlement.
  PERFORM 1 FROM account a WHERE a.id = ANY (accts) ORDER BY a.id FOR NO KEY UPDATE;
  SELECT array_agg(h.id) INTO due FROM hold h WHERE h.id = ANY (due) AND h.expires_at < t0;
  IF due IS NULL THEN
    RETURN;
  END IF;
  RETURN QUERY
    WITH ended AS (
      SELECT h.*, a.posted, a.last_at, a.spent,
             row_number() OVER (PARTITION BY h.account_id ORDER BY h.expires_at, h.id) AS n, a.seq
        FROM hold h JOIN account a ON a.id = h.account_id WHERE h.id = ANY (due)),
    written AS (
      INSERT INTO ledger (id, kind, debit_account, credit_account, amount, held, customer_account, customer_seq,
          customer_balance, price_version, fingerprint, channel, created_at, key_id, customer_spent, held_since)
        SELECT w.id, 3, w.account_id, 1, 0, w.amount, w.account_id, w.seq + w.n, w.posted, w.price_version,
               w.fingerprint, w.channel,
               greatest(clock_timestamp(), w.last_at) + w.n * interval '1 microsecond', w.key_id, w.spent, w.created_at
          FROM ended w
        RETURNING ledger.id, ledger.created_at)
    SELECT w.id, w.account_id, w.payer, w.channel, p.model, w.price_version, w.amount, w.posted, l.created_at
      FROM ended w JOIN written l ON l.id = w.id JOIN price p ON p.version = w.price_version;
  UPDATE account a SET held = a.held - s.held, seq = a.seq + s.n, last_at = s.at
    FROM (SELECT l.customer_account AS acct, sum(l.held)::bigint AS held, count(*) AS n, max(l.created_at) AS at
            FROM ledger l WHERE l.id = ANY (due) GROUP BY 1) s
   WHERE a.id = s.acct;
  UPDATE api_key k SET held = k.held - s.held
    FROM (SELECT h.key_id, sum(h.amount)::bigint AS held FROM hold h
           WHERE h.id = ANY (due) AND h.key_id IS NOT NULL GROUP BY 1) s
   WHERE k.id = s.key_id;
  DELETE FROM hold h WHERE h.id = ANY (due);
END $$;

CREATE OR REPLACE FUNCTION check_overdue(p_grace_ms bigint, p_limit int)
RETURNS TABLE (o_account bigint, o_subject text, o_count bigint)
LANGUAGE sql STABLE AS $$
  SELECT h.account_id, min(h.id::text), count(*) FROM hold h
   WHERE h.expires_at < statement_timestamp() - p_grace_ms * interval '1 millisecond'
   GROUP BY h.account_id ORDER BY h.account_id LIMIT p_limit
$$;
