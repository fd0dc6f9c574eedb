-- Promotional credit that pays prompts for certain models only. It lies in an account of its own that belongs to a
-- customer's, so that everything that holds of accounts holds of it: entries add up, holds are covered, lots end, hours
-- are sealed. Such an account has no payer, no key and no limits, and nothing but grants gets into it.
-- docs/operating/payments.md tells the rules, docs/adr/0011 why.
--
-- Outside of the books only the customer is seen: prompts, completions and events name its account, and balances that
-- are told are of its own money. Whoever deals with prompts locks the customer together with its scoped credit, in the
-- order of ids as ever; so the customer's lock covers its keys, also where scoped credit pays.

-- The customer to whom the account belongs; null: it is a customer's itself. Never changes.
ALTER TABLE account
  ADD COLUMN owner bigint,
  ADD CONSTRAINT account_owned CHECK (owner IS NULL OR (kind = 1 AND owner < id AND credit_limit = 0
    AND low_balance IS NULL AND NOT limited AND NOT frozen));
-- Searches walk customers, however many accounts of scoped credit a campaign has opened among them.
CREATE INDEX account_customer ON account (id) WHERE kind = 1 AND owner IS NULL;

-- One row per customer and set of models, made under the customer's lock; never changed.
CREATE TABLE scoped_credit (
  account_id bigint PRIMARY KEY,
  owner      bigint NOT NULL,
  models     text[] NOT NULL CHECK (cardinality(models) > 0)  -- each once, in the order of their bytes
);
CREATE INDEX scoped_credit_owner ON scoped_credit (owner);
CREATE TRIGGER scoped_credit_immutable BEFORE UPDATE OR DELETE ON scoped_credit
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER scoped_credit_immutable_all BEFORE TRUNCATE ON scoped_credit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The posted balance of an account right after a moment.
CREATE FUNCTION own_balance_at(p_account bigint, p_at timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $$
DECLARE seq bigint := ledger_seq_at(p_account, p_at);
BEGIN
  RETURN coalesce((SELECT l.customer_balance FROM ledger l
                    WHERE l.customer_account = p_account AND l.customer_seq = seq), 0);
END $$;

-- The hot functions once more, with plans that do not depend on luck. The planner knows neither how long an array is (it
-- says 10) nor how many holds are open right now (its statistics are of the last ANALYZE, often of a moment when there were
-- none). Joined on ids alone it takes all holds and compares them with all prompts of the batch: 500 × 8,000 comparisons,
-- three times a batch, for as long as the connection keeps the plan. So each table is narrowed to the batch's own ids
-- before it is joined, which only an index can do, and what is left is joined by hashing: the same plan on an empty table
-- and on one of a million rows. An id that comes twice is looked for only where there is one.

-- As in V6, whose comment tells what goes in and comes out. A prompt that scoped credit covers altogether is held there; the narrowest set of models first, then the
-- oldest. Else the account's own money, where balance and limits cover it altogether; else whichever has more, clamped
-- to it as ever. Limits of the account bound its own money only, those of a key whatever it spends. o_account is the
-- customer's, wherever the money is held. Where nobody has scoped credit, this costs one look into an index per batch.
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
  scoped boolean; s_id bigint[]; s_left bigint[]; s_place int; c_ord int[]; c_place int[]; c_next int; best int;
  own_avail bigint; own_cap bigint;
BEGIN
  -- Whose scoped credit it is never changes, so that may be asked before anything is locked. What is opened just now
  -- comes too late for this batch.
  SELECT array_agg(s.account_id) INTO s_id FROM scoped_credit s WHERE s.owner = ANY (p_acct);
  PERFORM 1 FROM account a WHERE a.id = ANY (p_acct || s_id) AND a.kind = 1 ORDER BY a.id FOR NO KEY UPDATE;
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
  IF s_id IS NOT NULL THEN
    SELECT array_agg(a.id), array_agg(a.posted - a.held) INTO s_id, s_left
      FROM account a WHERE a.id = ANY (s_id) AND a.posted > a.held AND NOT a.parked AND NOT a.closed;
    SELECT array_agg(c.ord ORDER BY c.ord, c.width, c.id), array_agg(c.place ORDER BY c.ord, c.width, c.id)
      INTO c_ord, c_place
      FROM (SELECT i.ord::int AS ord, cardinality(s.models) AS width, s.account_id AS id,
                   array_position(s_id, s.account_id) AS place
              FROM unnest(p_acct, p_model) WITH ORDINALITY AS i (acct, model, ord)
              JOIN scoped_credit s ON s.owner = i.acct AND s.account_id = ANY (s_id)
             WHERE i.model = ANY (s.models)) c;
  END IF;
  scoped := c_ord IS NOT NULL;
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
      LEFT JOIN account a ON a.id = i.acct AND a.id = ANY (p_acct) AND a.kind = 1 AND a.owner IS NULL
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
    o_account := r.acct;
    IF r.h_acct <> r.acct THEN
      o_account := coalesce((SELECT a.owner FROM account a WHERE a.id = r.h_acct), r.h_acct);
    END IF;
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
      IF scoped THEN
        -- The first scoped credit that covers all of it; else the account, where that covers it; else what has most.
        s_place := NULL; best := NULL; c_next := array_position(c_ord, r.ord);
        WHILE r.amt > 0 AND c_ord[c_next] = r.ord LOOP
          IF s_left[c_place[c_next]] > 0 THEN
            IF s_left[c_place[c_next]] >= least(r.amt, k_cap) THEN
              s_place := c_place[c_next];
              EXIT;
            END IF;
            best := CASE WHEN s_left[c_place[c_next]] > coalesce(s_left[best], 0) THEN c_place[c_next] ELSE best END;
          END IF;
          c_next := c_next + 1;
        END LOOP;
        IF s_place IS NULL AND s_left[best] >= least(avail, cap) THEN  -- so own money does not cover it either
          s_place := best;
        END IF;
        IF s_place IS NOT NULL THEN  -- what follows decides over its money, which no limit of the account bounds
          own_avail := avail; own_cap := cap;
          avail := s_left[s_place]; cap := NULL;
        END IF;
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
      IF scoped AND s_place IS NOT NULL THEN
        IF o_status = 0 THEN
          p_acct[r.ord] := s_id[s_place]; s_left[s_place] := avail;
        END IF;
        avail := own_avail; cap := own_cap;
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

-- As in V6. What scoped credit holds is settled there, under the name of the customer; o_balance is the customer's own
-- posted balance, which is the same again when the answer is repeated.
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
  named bigint[] := p_acct; s_id bigint[]; s_owner bigint[]; own bigint;
  b_acct bigint[] := '{}'; b_bal bigint[] := '{}';
BEGIN
  SELECT array_agg(s.account_id), array_agg(s.owner) INTO s_id, s_owner
    FROM scoped_credit s WHERE s.owner = ANY (p_acct);
  PERFORM 1 FROM account a WHERE a.id = ANY (p_acct || s_id) AND a.kind = 1 ORDER BY a.id FOR NO KEY UPDATE;
  IF s_id IS NOT NULL THEN
    -- Completions name the customer. From here on a prompt's account is the one that holds or held for it.
    SELECT array_agg(CASE WHEN s_owner[array_position(s_id, m.holder)] = m.acct THEN m.holder ELSE m.acct END
                     ORDER BY m.ord) INTO p_acct
      FROM (SELECT i.acct, i.ord, coalesce(h.account_id, l.customer_account) AS holder
              FROM unnest(p_id, p_acct) WITH ORDINALITY AS i (id, acct, ord)
              LEFT JOIN hold h ON h.id = i.id AND h.id = ANY (p_id)
              LEFT JOIN ledger l ON l.id = i.id AND l.id = ANY (p_id)) m;
  END IF;
  FOR r IN
    SELECT i.ord::int AS ord, i.id, i.acct, i.kind, i.amt, i.price, i.late,
           a.id AS known, a.posted, a.held, a.credit_limit, a.seq, a.last_at, a.spent, a.low_balance AS low, a.owner,
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
      IF s_id IS NOT NULL THEN  -- an owner comes before its scoped credit, since it has the lower id
        b_acct := b_acct || cur; b_bal := b_bal || bal; own := NULL;
        IF r.owner IS NOT NULL THEN
          own := coalesce(b_bal[array_position(b_acct, r.owner)],
                          (SELECT a.posted FROM account a WHERE a.id = r.owner));
        END IF;
      END IF;
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
    IF own IS NOT NULL THEN  -- told is the customer's own money, which scoped credit spares
      o_balance := CASE o_status WHEN 1 THEN own_balance_at(r.owner, o_at) ELSE own END;
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
      SELECT CASE u.kind WHEN 9 THEN p_late[u.ord] ELSE p_id[u.ord] END, named[u.ord], u.lost,
             CASE u.kind WHEN 9 THEN 2 ELSE 1 END
        FROM unnest(t_ord, t_kind, t_lost) u (ord, kind, lost) WHERE u.lost > 0;
  END IF;
  IF n_ord <> '{}' THEN
    INSERT INTO notice (event_id, account_id, payer, balance, created_at)
      SELECT p_id[u.ord], p_acct[u.ord], u.payer, u.bal, u.at
        FROM unnest(n_ord, n_bal, n_payer, n_at) u (ord, bal, payer, at);
  END IF;
END $$;

-- As in V6, but the time is read once, so that the index serves. A hold of scoped credit is told as its customer's.
CREATE OR REPLACE FUNCTION expire_holds(p_limit int)
RETURNS TABLE (o_id uuid, o_account bigint, o_payer text, o_channel smallint, o_model text, o_price int,
  o_released bigint, o_balance bigint, o_at timestamptz)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $$
DECLARE due uuid[]; accts bigint[]; owners bigint[]; t0 timestamptz := clock_timestamp();
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
  SELECT array_agg(s.owner) INTO owners FROM scoped_credit s WHERE s.account_id = ANY (accts);
  PERFORM 1 FROM account a WHERE a.id = ANY (accts || owners) ORDER BY a.id FOR NO KEY UPDATE;
  SELECT array_agg(h.id) INTO due FROM hold h WHERE h.id = ANY (due) AND h.expires_at < t0;
  IF due IS NULL THEN
    RETURN;
  END IF;
  RETURN QUERY
    WITH ended AS (
      SELECT h.*, a.posted, a.last_at, a.spent, a.owner,
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
    SELECT w.id, coalesce(w.owner, w.account_id), w.payer, w.channel, p.model, w.price_version, w.amount,
           coalesce(o.posted, w.posted), l.created_at
      FROM ended w JOIN written l ON l.id = w.id JOIN price p ON p.version = w.price_version
      LEFT JOIN account o ON o.id = w.owner;
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

-- As in V6. Scoped credit is nobody's payer.
CREATE OR REPLACE FUNCTION register_payers(p_payer text[], p_entry uuid[], p_grant bigint, p_low bigint)
RETURNS TABLE (o_payer text, o_account bigint, o_registered boolean, o_entry uuid)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET jit = off AS $$
DECLARE new_payer text[]; new_account bigint[]; new_entry uuid[]; t0 timestamptz := clock_timestamp();
BEGIN
  WITH unseen AS (
    SELECT DISTINCT ON (i.payer) i.payer, i.entry FROM unnest(p_payer, p_entry) AS i (payer, entry)
     WHERE i.payer LIKE 'telegram:%' AND NOT EXISTS (SELECT 1 FROM account_payer e WHERE e.payer = i.payer)
     ORDER BY i.payer),
  won AS (
    INSERT INTO account_payer (payer, account_id) SELECT u.payer, nextval('account_id') FROM unseen u
    ON CONFLICT (payer) DO NOTHING
    RETURNING payer, account_id)
  SELECT coalesce(array_agg(w.payer), '{}'), coalesce(array_agg(w.account_id), '{}'), coalesce(array_agg(u.entry), '{}')
    INTO new_payer, new_account, new_entry
    FROM won w JOIN unseen u ON u.payer = w.payer;

  INSERT INTO account (id, posted, seq, last_at, low_balance)
    SELECT n.account, p_grant, CASE WHEN p_grant > 0 THEN 1 ELSE 0 END, t0, p_low FROM unnest(new_account) AS n (account);
  INSERT INTO ledger (id, kind, debit_account, credit_account, amount, customer_account, customer_seq,
      customer_balance, reference, created_at, customer_spent)
    SELECT n.entry, 7, 3, n.account, p_grant, n.account, 1, p_grant, 'welcome', t0, 0
      FROM unnest(new_account, new_entry) AS n (account, entry) WHERE p_grant > 0;

  RETURN QUERY
    SELECT e.payer, e.account_id, n.payer IS NOT NULL, n.entry
      FROM account_payer e LEFT JOIN unnest(new_payer, new_entry) AS n (payer, entry) ON n.payer = e.payer
     WHERE e.payer = ANY (p_payer)
    UNION ALL
    SELECT DISTINCT i.payer, a.id, false, NULL::uuid
      FROM unnest(p_payer) AS i (payer)
      JOIN account a ON a.kind = 1 AND a.owner IS NULL
       AND a.id = CASE WHEN i.payer LIKE 'account:%' THEN substr(i.payer, 9)::bigint END;
END $$;

-- Grants credit for these models only: in the account that the customer has for just this set of them, opened where
-- there is none. Statuses of grant_credit, and 14: the customer has p_scopes_max of them. o_balance is the customer's own.
CREATE FUNCTION grant_scoped_credit(
  p_id uuid, p_owner bigint, p_models text[], p_scopes_max int, p_amt bigint, p_priority smallint,
  p_effective timestamptz, p_expires timestamptz, p_operator text, p_reason text)
RETURNS TABLE (o_status smallint, o_balance bigint, o_at timestamptz)
LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
DECLARE
  customer record; scope bigint; scopes bigint;
  wanted text[] := ARRAY(SELECT DISTINCT u.model COLLATE "C" FROM unnest(p_models) u (model) ORDER BY 1);
BEGIN
  SELECT a.id, a.closed, a.posted INTO customer
    FROM account a WHERE a.id = p_owner AND a.kind = 1 AND a.owner IS NULL FOR NO KEY UPDATE;
  o_balance := customer.posted;
  IF customer.id IS NULL OR customer.closed THEN
    o_status := CASE WHEN customer.id IS NULL THEN 4 ELSE 6 END;
    RETURN NEXT;
    RETURN;
  END IF;
  SELECT max(s.account_id) FILTER (WHERE s.models = wanted), count(*) INTO scope, scopes
    FROM scoped_credit s WHERE s.owner = p_owner;
  IF scope IS NULL AND scopes >= p_scopes_max THEN
    o_status := 14;
    RETURN NEXT;
    RETURN;
  END IF;
  IF scope IS NULL THEN
    INSERT INTO account AS a (id, owner) VALUES (nextval('account_id'), p_owner) RETURNING a.id INTO scope;
    INSERT INTO scoped_credit (account_id, owner, models) VALUES (scope, p_owner, wanted);
  END IF;
  SELECT g.o_status, g.o_at INTO o_status, o_at
    FROM grant_credit(p_id, scope, p_amt, p_priority, p_effective, p_expires, p_operator, p_reason) g;
  RETURN NEXT;
END $$;

-- The customer's account and its scoped credit. Ask in a sub-select of its own, or it is asked again for every row.
CREATE FUNCTION accounts_of(p_owner bigint) RETURNS bigint[] LANGUAGE sql STABLE AS $$
  SELECT ARRAY(SELECT p_owner UNION ALL SELECT s.account_id FROM scoped_credit s WHERE s.owner = p_owner ORDER BY 1)
$$;

-- As walk_lots, for the customer's grants of all kinds.
CREATE FUNCTION walk_all_lots(p_owner bigint, p_rows int) RETURNS boolean
LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
DECLARE acct bigint;
BEGIN
  FOREACH acct IN ARRAY accounts_of(p_owner) LOOP
    IF NOT walk_lots(acct, p_rows) THEN
      RETURN false;
    END IF;
  END LOOP;
  RETURN true;
END $$;

-- As void_lot, for a grant of the customer of either kind. o_balance is the customer's own.
CREATE FUNCTION void_grant(
  p_lot uuid, p_owner bigint, p_entry uuid, p_rows int, p_retry interval, p_operator text, p_reason text)
RETURNS TABLE (o_status smallint, o_amount bigint, o_balance bigint, o_at timestamptz)
LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
DECLARE scope bigint;
BEGIN
  SELECT s.account_id INTO scope FROM grant_lot g JOIN scoped_credit s ON s.account_id = g.account_id
   WHERE g.id = p_lot AND s.owner = p_owner;
  SELECT v.o_status, v.o_amount, v.o_balance, v.o_at INTO o_status, o_amount, o_balance, o_at
    FROM void_lot(p_lot, coalesce(scope, p_owner), p_entry, p_rows, p_retry, p_operator, p_reason) v;
  IF scope IS NOT NULL THEN
    o_balance := (SELECT a.posted FROM account a WHERE a.id = p_owner);
  END IF;
  RETURN NEXT;
END $$;

-- As refund_entry, for a charge that the customer's own money or its scoped credit has paid: it goes back to where it
-- came from. o_balance is the customer's own.
CREATE FUNCTION refund_of(
  p_id uuid, p_owner bigint, p_of uuid, p_amt bigint, p_to_source boolean, p_rows int, p_operator text, p_reason text)
RETURNS TABLE (o_status smallint, o_amount bigint, o_left bigint, o_balance bigint, o_at timestamptz)
LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
DECLARE scope bigint;
BEGIN
  SELECT s.account_id INTO scope FROM ledger l JOIN scoped_credit s ON s.account_id = l.customer_account
   WHERE l.id = p_of AND s.owner = p_owner;
  SELECT r.o_status, r.o_amount, r.o_left, r.o_balance, r.o_at INTO o_status, o_amount, o_left, o_balance, o_at
    FROM refund_entry(p_id, coalesce(scope, p_owner), p_of, p_amt, p_to_source, p_rows, p_operator, p_reason) r;
  IF scope IS NOT NULL THEN
    o_balance := (SELECT a.posted FROM account a WHERE a.id = p_owner);
  END IF;
  RETURN NEXT;
END $$;

-- As in V10. Movements of scoped credit are told as their customer's, with the customer's own balance.
CREATE OR REPLACE FUNCTION end_lots(p_entry uuid[], p_rows int, p_retry interval)
RETURNS TABLE (o_lot uuid, o_account bigint, o_payer text, o_kind smallint, o_entry uuid, o_amount bigint,
  o_balance bigint, o_at timestamptz)
LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
DECLARE g grant_lot; due uuid[]; accts bigint[]; n int := 0; moved record; customer bigint;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('kopeck.billing.end_lots')) THEN
    RETURN;
  END IF;
  SELECT array_agg(d.id), array_agg(d.account_id) INTO due, accts
    FROM (SELECT l.id, l.account_id FROM grant_lot l WHERE l.due_at <= clock_timestamp()
           ORDER BY l.due_at LIMIT cardinality(p_entry)) d;
  PERFORM 1 FROM account a WHERE a.id = ANY (accts) ORDER BY a.id FOR NO KEY UPDATE;
  FOR g IN
    SELECT l.* FROM grant_lot l WHERE l.id = ANY (due) AND l.due_at <= clock_timestamp()
     ORDER BY l.account_id, l.priority, l.expires_at NULLS LAST, l.effective_at, l.id
  LOOP
    n := n + 1;
    customer := coalesce((SELECT a.owner FROM account a WHERE a.id = g.account_id), g.account_id);
    o_lot := g.id; o_account := customer; o_kind := 0; o_entry := NULL; o_amount := 0; o_balance := NULL; o_at := NULL;
    o_payer := coalesce((SELECT min(p.payer) FROM account_payer p WHERE p.account_id = customer),
                        'account:' || customer);
    IF g.seq IS NULL THEN
      IF g.expires_at <= clock_timestamp() THEN  -- it would end before it began
        UPDATE grant_lot l SET due_at = NULL WHERE l.id = g.id;
      ELSE
        SELECT * INTO moved FROM post_one(g.id, 7, g.account_id, g.amount, 3, NULL, NULL, g.operator, g.reason);
        IF moved.o_status = 0 THEN
          o_kind := 7; o_entry := g.id; o_amount := g.amount; o_balance := moved.o_balance; o_at := moved.o_at;
          UPDATE grant_lot l SET seq = moved.o_seq, due_at = l.expires_at WHERE l.id = g.id;
        ELSIF moved.o_status = 6 THEN  -- closed meanwhile
          UPDATE grant_lot l SET due_at = NULL, voided_at = clock_timestamp() WHERE l.id = g.id;
        ELSE
          UPDATE grant_lot l SET due_at = clock_timestamp() + p_retry WHERE l.id = g.id;
        END IF;
      END IF;
    ELSE
      SELECT * INTO moved
        FROM break_lot(g.id, p_entry[n], p_rows, p_retry, NULL, CASE WHEN g.voided_at IS NULL THEN 'expired' ELSE 'void' END);
      IF moved.o_amount > 0 THEN
        o_kind := 8; o_entry := p_entry[n]; o_amount := -moved.o_amount; o_balance := moved.o_balance; o_at := moved.o_at;
      END IF;
    END IF;
    IF customer <> g.account_id AND o_kind <> 0 THEN
      o_balance := (SELECT a.posted FROM account a WHERE a.id = customer);
    END IF;
    RETURN NEXT;
  END LOOP;
END $$;
