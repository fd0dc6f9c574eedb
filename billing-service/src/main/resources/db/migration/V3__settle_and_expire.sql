-- Resolves a batch of holds in one statement, in the same lock order as reserve_batch.
--
-- p_kind   1 settle: charge p_amt, never above the hold, and release the rest; 2 release: charge nothing
-- p_price  the version that the caller computed p_amt with; it must be the one pinned by the hold
-- p_late   the id of the row that is written where the charge arrives after the hold expired: what the balance still
--          covers is charged, the rest is uncollected
-- p_tokens five counts per prompt: input, cached, cache write, output, reasoning
--
-- o_status 0 resolved now, 1 resolved before (the answer is what is recorded, whichever outcome won), 7 no such hold,
-- 8 unknown account, 10 the hold belongs to another account, 11 the hold pinned another price.
-- o_kind   the kind of the ledger row that tells the outcome. o_tokens, o_estimated: as recorded, where o_status is 1.
-- An id that comes twice in one batch is answered once.
CREATE FUNCTION settle_batch(
  p_id uuid[], p_acct bigint[], p_kind smallint[], p_amt bigint[], p_price int[], p_late uuid[], p_tokens int[],
  p_estimated boolean[])
RETURNS TABLE (o_ord int, o_status smallint, o_kind smallint, o_charged bigint, o_released bigint,
  o_uncollected bigint, o_balance bigint, o_tokens int[], o_estimated boolean, o_at timestamptz)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_mergejoin = off SET jit = off AS $$
DECLARE
  r record; e ledger; cur bigint; bal bigint; open_holds bigint; credit bigint; sq bigint; ts timestamptz;
  t_ord int[] := '{}'; t_kind smallint[] := '{}'; t_amt bigint[] := '{}'; t_held bigint[] := '{}'; t_seq bigint[] := '{}';
  t_bal bigint[] := '{}'; t_fp bigint[] := '{}'; t_channel smallint[] := '{}'; t_at timestamptz[] := '{}';
  t_lost bigint[] := '{}';
BEGIN
  PERFORM 1 FROM account a WHERE a.id = ANY (p_acct) AND a.kind = 1 ORDER BY a.id FOR NO KEY UPDATE;
  FOR r IN
    SELECT i.ord::int AS ord, i.id, i.acct, i.kind, i.amt, i.price, i.late,
           a.id AS known, a.posted, a.held, a.credit_limit, a.seq, a.last_at,
           h.account_id AS h_acct, h.amount AS h_amount, h.price_version AS h_price,
           l.kind AS l_kind, l.customer_account AS l_acct, l.price_version AS l_price,
           coalesce(h.fingerprint, l.fingerprint) AS fp, coalesce(h.channel, l.channel) AS channel,
           row_number() OVER (PARTITION BY i.id ORDER BY i.ord) AS nth
      FROM unnest(p_id, p_acct, p_kind, p_amt, p_price, p_late)
           WITH ORDINALITY AS i (id, acct, kind, amt, price, late, ord)
      LEFT JOIN account a ON a.id = i.acct AND a.kind = 1
      LEFT JOIN hold h ON h.id = i.id
      LEFT JOIN ledger l ON l.id = i.id
     ORDER BY i.acct, i.ord
  LOOP
    IF cur IS DISTINCT FROM r.acct THEN
      cur := r.acct; bal := r.posted; open_holds := r.held; credit := r.credit_limit; sq := r.seq; ts := r.last_at;
    END IF;
    CONTINUE WHEN r.nth > 1;
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
      bal := bal - o_charged; sq := sq + 1;
      open_holds := open_holds - CASE WHEN o_kind = 9 THEN 0 ELSE r.h_amount END;
      ts := greatest(clock_timestamp(), ts + interval '1 microsecond');  -- rises with seq, even when the clock steps back
      o_balance := bal; o_at := ts;
      t_ord := t_ord || r.ord; t_kind := t_kind || o_kind; t_amt := t_amt || o_charged;
      t_held := t_held || CASE WHEN o_kind = 9 THEN 0 ELSE r.h_amount END;
      t_seq := t_seq || sq; t_bal := t_bal || bal; t_fp := t_fp || r.fp; t_channel := t_channel || r.channel;
      t_at := t_at || ts; t_lost := t_lost || o_uncollected;
    END IF;
    RETURN NEXT;
  END LOOP;

  UPDATE account a SET posted = a.posted - s.amt, held = a.held - s.held, seq = a.seq + s.n, last_at = s.at
    FROM (SELECT p_acct[u.ord] AS acct, sum(u.amt)::bigint AS amt, sum(u.held)::bigint AS held, count(*) AS n,
                 max(u.at) AS at
            FROM unnest(t_ord, t_amt, t_held, t_at) u (ord, amt, held, at) GROUP BY 1) s
   WHERE a.id = s.acct;
  DELETE FROM hold h USING unnest(t_ord, t_kind) u (ord, kind) WHERE h.id = p_id[u.ord] AND u.kind <> 9;
  INSERT INTO ledger (id, kind, debit_account, credit_account, amount, held, customer_account, customer_seq,
      customer_balance, price_version, fingerprint, channel, input_tokens, cached_tokens, cache_write_tokens,
      output_tokens, reasoning_tokens, estimated, ref, created_at)
    SELECT CASE u.kind WHEN 9 THEN p_late[u.ord] ELSE p_id[u.ord] END, u.kind, p_acct[u.ord], 1, u.amt, u.held,
           p_acct[u.ord], u.seq, u.bal, p_price[u.ord], u.fp, u.channel,
           p_tokens[5 * u.ord - 4], p_tokens[5 * u.ord - 3], p_tokens[5 * u.ord - 2], p_tokens[5 * u.ord - 1],
           p_tokens[5 * u.ord], p_estimated[u.ord], CASE u.kind WHEN 9 THEN p_id[u.ord] END, u.at
      FROM unnest(t_ord, t_kind, t_amt, t_held, t_seq, t_bal, t_fp, t_channel, t_at)
           u (ord, kind, amt, held, seq, bal, fp, channel, at);
  INSERT INTO uncollected (id, account_id, amount, reason)
    SELECT CASE u.kind WHEN 9 THEN p_late[u.ord] ELSE p_id[u.ord] END, p_acct[u.ord], u.lost,
           CASE u.kind WHEN 9 THEN 2 ELSE 1 END
      FROM unnest(t_ord, t_kind, t_lost) u (ord, kind, lost) WHERE u.lost > 0;
END $$;

-- Ends at most p_limit holds whose time is over, by the database's clock, and answers what it ended. One sweeper at a
-- time over all instances: a second one finds the advisory lock taken and does nothing.
CREATE FUNCTION expire_holds(p_limit int)
RETURNS TABLE (o_id uuid, o_account bigint, o_payer text, o_channel smallint, o_model text, o_price int,
  o_released bigint, o_balance bigint, o_at timestamptz)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET jit = off AS $$
DECLARE due uuid[]; accts bigint[];
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('kopeck.billing.expire_holds')) THEN
    RETURN;
  END IF;
  SELECT array_agg(d.id), array_agg(d.account_id) INTO due, accts
    FROM (SELECT h.id, h.account_id FROM hold h
           WHERE h.expires_at < clock_timestamp() ORDER BY h.expires_at LIMIT p_limit) d;
  IF due IS NULL THEN
    RETURN;
  END IF;
  -- Accounts before holds, as everybody else does: holds locked first would deadlock with a settlement.
  PERFORM 1 FROM account a WHERE a.id = ANY (accts) ORDER BY a.id FOR NO KEY UPDATE;
  SELECT array_agg(h.id) INTO due FROM hold h WHERE h.id = ANY (due) AND h.expires_at < clock_timestamp();
  IF due IS NULL THEN
    RETURN;
  END IF;
  RETURN QUERY
    WITH ended AS (
      SELECT h.*, a.posted, a.last_at,
             row_number() OVER (PARTITION BY h.account_id ORDER BY h.expires_at, h.id) AS n, a.seq
        FROM hold h JOIN account a ON a.id = h.account_id WHERE h.id = ANY (due)),
    written AS (
      INSERT INTO ledger (id, kind, debit_account, credit_account, amount, held, customer_account, customer_seq,
          customer_balance, price_version, fingerprint, channel, created_at)
        SELECT w.id, 3, w.account_id, 1, 0, w.amount, w.account_id, w.seq + w.n, w.posted, w.price_version,
               w.fingerprint, w.channel,
               greatest(clock_timestamp(), w.last_at) + w.n * interval '1 microsecond'
          FROM ended w
        RETURNING ledger.id, ledger.created_at)
    SELECT w.id, w.account_id, w.payer, w.channel, p.model, w.price_version, w.amount, w.posted, l.created_at
      FROM ended w JOIN written l ON l.id = w.id JOIN price p ON p.version = w.price_version;
  UPDATE account a SET held = a.held - s.held, seq = a.seq + s.n, last_at = s.at
    FROM (SELECT l.customer_account AS acct, sum(l.held)::bigint AS held, count(*) AS n, max(l.created_at) AS at
            FROM ledger l WHERE l.id = ANY (due) GROUP BY 1) s
   WHERE a.id = s.acct;
  DELETE FROM hold h WHERE h.id = ANY (due);
END $$;
