-- Money that no prompt moves: top-ups, payments, codes, grants that expire, refunds, adjustments. Every function locks
-- the accounts first, in the order of their ids and in a statement of its own, then references, codes and lots; so
-- nothing deadlocks, and what an account has is decided by one transaction at a time. The planner settings of the
-- functions: a plan that was made on young tables would turn quadratic as the tables grow.

-- Whose payment was booked already. First come, first booked, over all accounts.
CREATE TABLE top_up_reference (
  reference text PRIMARY KEY,
  entry_id  uuid NOT NULL     -- the ledger row that has it
);
INSERT INTO top_up_reference (reference, entry_id)
  SELECT DISTINCT ON (l.reference) l.reference, l.id FROM ledger l
   WHERE l.kind = 4 AND l.reference IS NOT NULL ORDER BY l.reference, l.id;

-- Refunds of a row, breakage of a grant. Rows of prompts have no ref, so the hot path does not pay for it.
CREATE INDEX ledger_ref ON ledger (ref) WHERE ref IS NOT NULL;

-- Posts money that is no prompt's. Positive amounts credit the customer, negative ones debit it; p_counter is the system
-- account on the other side, p_ref the row that this one belongs to. Idempotent by p_id.
-- p_strict: the reference of a top-up (kind 4) is unique; what carries it again gets the recorded row, or is refused.
-- o_status 0 posted now, 1 posted before (o_id is the recorded row), 3 the account does not have that much, 4 unknown
-- account, 5 the balance would leave its range, 6 the account is closed and takes no credit, 9 the id belongs to another
-- entry, 10 the reference belongs to another top-up. An id that comes twice in one batch is answered once.
CREATE FUNCTION post_batch(
  p_id uuid[], p_kind smallint[], p_acct bigint[], p_amt bigint[], p_counter bigint[], p_reference text[], p_ref uuid[],
  p_operator text[], p_reason text[], p_strict boolean)
RETURNS TABLE (o_ord int, o_status smallint, o_id uuid, o_balance bigint, o_seq bigint, o_at timestamptz)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $$
DECLARE
  r record; cur bigint; bal bigint; free numeric; sq bigint; ts timestamptz; claimed text[];
  t_ord int[] := '{}'; t_seq bigint[] := '{}'; t_bal bigint[] := '{}'; t_at timestamptz[] := '{}';
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
      bal := bal + r.amt; free := free + r.amt; sq := sq + 1;
      ts := greatest(clock_timestamp(), ts + interval '1 microsecond');
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
END $$;

-- As instances of the version before call it, which go on while an upgrade rolls: they do not ask for unique references
-- (but claim those that are free), and know a closed account only as one that is not there.
CREATE OR REPLACE FUNCTION post_batch(
  p_id uuid[], p_kind smallint[], p_acct bigint[], p_amt bigint[], p_counter bigint[], p_reference text[])
RETURNS TABLE (o_ord int, o_status smallint, o_balance bigint, o_seq bigint, o_at timestamptz)
LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY
    SELECT b.o_ord, (CASE b.o_status WHEN 6 THEN 4 ELSE b.o_status END)::smallint, b.o_balance, b.o_seq, b.o_at
      FROM post_batch(p_id, p_kind, p_acct, p_amt, p_counter, p_reference, NULL, NULL, NULL, false) b;
END $$;

-- One row, for the functions below.
CREATE FUNCTION post_one(
  p_id uuid, p_kind int, p_acct bigint, p_amt bigint, p_counter bigint, p_reference text, p_ref uuid, p_operator text,
  p_reason text)
RETURNS TABLE (o_status smallint, o_id uuid, o_balance bigint, o_seq bigint, o_at timestamptz)
LANGUAGE sql AS $$
  SELECT b.o_status, b.o_id, b.o_balance, b.o_seq, b.o_at
    FROM post_batch(ARRAY[p_id], ARRAY[p_kind]::smallint[], ARRAY[p_acct], ARRAY[p_amt], ARRAY[p_counter],
      ARRAY[p_reference], ARRAY[p_ref], ARRAY[p_operator], ARRAY[p_reason], true) b
$$;

-- Payments that a provider took. The key makes each of them credited once, however often and wherever it is read.
CREATE TABLE payment (
  provider   text        NOT NULL,
  payment_id text        NOT NULL,
  account_id bigint      NOT NULL,
  payer      text        NOT NULL,
  pack       text        NOT NULL,
  amount     bigint      NOT NULL CHECK (amount > 0),
  currency   text        NOT NULL,
  entry_id   uuid        NOT NULL UNIQUE,  -- the ledger row that credits it
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (provider, payment_id)
);
CREATE INDEX payment_account ON payment (account_id, entry_id);

-- Credits a batch of payments. A payment whose reference an operator topped up by hand before, to the same account and
-- with the same amount, is taken as that top-up. Statuses as of post_batch; 9: the payment came with other facts before.
-- o_id is the ledger row. Of two batches that book one payment for two accounts at once the loser fails on the key, and
-- is answered 9 when it asks again.
CREATE FUNCTION credit_payments(
  p_provider text[], p_payment text[], p_entry uuid[], p_acct bigint[], p_payer text[], p_pack text[], p_amt bigint[],
  p_currency text[])
RETURNS TABLE (o_ord int, o_status smallint, o_id uuid, o_balance bigint, o_at timestamptz)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $$
DECLARE fresh int[];
BEGIN
  PERFORM 1 FROM account a WHERE a.id = ANY (p_acct) AND a.kind = 1 ORDER BY a.id FOR NO KEY UPDATE;
  SELECT coalesce(array_agg(i.ord::int ORDER BY i.ord), '{}') INTO fresh
    FROM unnest(p_provider, p_payment) WITH ORDINALITY AS i (provider, payment, ord)
   WHERE NOT EXISTS (SELECT 1 FROM payment p WHERE p.provider = i.provider AND p.payment_id = i.payment);
  RETURN QUERY
    WITH posted AS MATERIALIZED (
      SELECT fresh[b.o_ord] AS ord, b.o_status, b.o_id, b.o_balance, b.o_at
        FROM post_batch(
          ARRAY(SELECT p_entry[u.ord] FROM unnest(fresh) WITH ORDINALITY u (ord, n) ORDER BY u.n),
          array_fill(4::smallint, ARRAY[cardinality(fresh)]),
          ARRAY(SELECT p_acct[u.ord] FROM unnest(fresh) WITH ORDINALITY u (ord, n) ORDER BY u.n),
          ARRAY(SELECT p_amt[u.ord] FROM unnest(fresh) WITH ORDINALITY u (ord, n) ORDER BY u.n),
          array_fill(2::bigint, ARRAY[cardinality(fresh)]),
          ARRAY(SELECT p_provider[u.ord] || ':' || p_payment[u.ord]
                  FROM unnest(fresh) WITH ORDINALITY u (ord, n) ORDER BY u.n),
          NULL, NULL, NULL, true) b),
    written AS (
      INSERT INTO payment (provider, payment_id, account_id, payer, pack, amount, currency, entry_id)
        SELECT p_provider[w.ord], p_payment[w.ord], p_acct[w.ord], p_payer[w.ord], p_pack[w.ord], p_amt[w.ord],
               p_currency[w.ord], w.o_id
          FROM posted w WHERE w.o_status IN (0, 1) ORDER BY p_provider[w.ord], p_payment[w.ord])
    SELECT w.ord, w.o_status, w.o_id, w.o_balance, w.o_at FROM posted w
    UNION ALL
    SELECT i.ord::int,
           (CASE WHEN (p.account_id, p.amount, p.currency, p.pack) = (i.acct, i.amt, i.currency, i.pack)
                 THEN 1 ELSE 9 END)::smallint,
           p.entry_id, l.customer_balance, l.created_at
      FROM unnest(p_provider, p_payment, p_acct, p_amt, p_currency, p_pack)
           WITH ORDINALITY AS i (provider, payment, acct, amt, currency, pack, ord)
      JOIN payment p ON p.provider = i.provider AND p.payment_id = i.payment
      JOIN ledger l ON l.id = p.entry_id
     WHERE i.ord <> ALL (fresh);
END $$;

-- Redeem codes: of the code itself only the SHA-256 is kept.
CREATE TABLE code_batch (
  id         uuid        PRIMARY KEY,
  count      int         NOT NULL CHECK (count BETWEEN 1 AND 10000),
  amount     bigint      NOT NULL CHECK (amount > 0),
  expires_at timestamptz,
  note       text        NOT NULL,
  operator   text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  voided_at  timestamptz
);
CREATE TABLE redeem_code (
  hash        bytea       PRIMARY KEY CHECK (length(hash) = 32),
  batch_id    uuid        NOT NULL,
  entry_id    uuid,        -- the ledger row that credits it; null: not redeemed yet
  account_id  bigint,
  redeemed_at timestamptz
);
CREATE INDEX redeem_code_redeemed ON redeem_code (batch_id) WHERE entry_id IS NOT NULL;

-- One row per account that tried a code: how often since when.
CREATE TABLE code_try (
  account_id bigint      PRIMARY KEY,
  since      timestamptz NOT NULL,
  tries      int         NOT NULL
);

-- Credits a code to an account, once. o_status as of post_batch, and 7 no such code, 20 redeemed before, 21 expired,
-- 22 its batch is void. A batch that is voided at the same moment waits, and is void when the voiding is answered.
CREATE FUNCTION redeem_code(p_hash bytea, p_entry uuid, p_acct bigint, p_operator text)
RETURNS TABLE (o_status smallint, o_id uuid, o_batch uuid, o_amount bigint, o_balance bigint, o_at timestamptz)
LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
DECLARE c record;
BEGIN
  PERFORM 1 FROM account a WHERE a.id = p_acct AND a.kind = 1 FOR NO KEY UPDATE;
  SELECT r.batch_id, r.entry_id, b.amount, b.expires_at, b.voided_at INTO c
    FROM redeem_code r JOIN code_batch b ON b.id = r.batch_id
   WHERE r.hash = p_hash FOR NO KEY UPDATE OF r FOR SHARE OF b;
  o_batch := c.batch_id; o_amount := c.amount;
  o_status := CASE WHEN c.batch_id IS NULL THEN 7 WHEN c.entry_id IS NOT NULL THEN 20
                   WHEN c.voided_at IS NOT NULL THEN 22 WHEN c.expires_at <= clock_timestamp() THEN 21 ELSE 0 END;
  IF o_status = 0 THEN
    SELECT p.o_status, p.o_id, p.o_balance, p.o_at INTO o_status, o_id, o_balance, o_at
      FROM post_one(p_entry, 7, p_acct, c.amount, 3, 'code of batch ' || c.batch_id, NULL, p_operator, NULL) p;
  END IF;
  IF o_status = 0 THEN
    UPDATE redeem_code r SET entry_id = p_entry, account_id = p_acct, redeemed_at = o_at WHERE r.hash = p_hash;
  END IF;
  RETURN NEXT;
END $$;

-- Promotional credit in lots. There is one spendable balance; which lot a charge burnt is worked out afterwards, from
-- the ledger, so that prompts write nothing for it. rest and lost are as of the account's row in lot_cursor.
CREATE TABLE grant_lot (
  id           uuid        PRIMARY KEY,       -- also the id of the ledger row (kind 7) that credits it
  account_id   bigint      NOT NULL,
  amount       bigint      NOT NULL CHECK (amount > 0),
  priority     smallint    NOT NULL,          -- lower ones burn first
  effective_at timestamptz NOT NULL,
  expires_at   timestamptz,                   -- null: never
  voided_at    timestamptz,
  reason       text,
  operator     text,
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  seq          bigint,                        -- customer_seq of its ledger row; null: not credited (yet)
  rest         bigint      NOT NULL CHECK (rest >= 0),            -- neither burnt nor broken
  lost         bigint      NOT NULL DEFAULT 0 CHECK (lost >= 0),  -- taken back as breakage
  due_at       timestamptz,                   -- when the job has to look at it next; null: never
  CHECK (rest <= amount)
);
CREATE INDEX grant_lot_account ON grant_lot (account_id, id);
CREATE INDEX grant_lot_due ON grant_lot (due_at) WHERE due_at IS NOT NULL;
-- Up to which row the account's ledger was walked.
CREATE TABLE lot_cursor (account_id bigint PRIMARY KEY, seq bigint NOT NULL);
-- Which row of the ledger burnt how much of which lot, and what of it a refund gave back.
CREATE TABLE lot_burn (
  entry_id uuid   NOT NULL,
  lot_id   uuid   NOT NULL,
  amount   bigint NOT NULL CHECK (amount > 0),
  restored bigint NOT NULL DEFAULT 0 CHECK (restored BETWEEN 0 AND amount),
  PRIMARY KEY (entry_id, lot_id)
);

-- Walks the rows after p_from up to p_to, among which is no refund of a charge. The account is locked.
--   A charge burns the lots that had begun before it and had not ended when its money was held: lowest priority first,
--   then the one that expires first, then the oldest. What they do not cover is paid credit.
--   After every row: what is left in lots is never more than the balance, so a debt or a debit that eats into lots burns
--   them in the same order, ended ones too.
-- Everything in arrays: a row that is updated for each charge would be searched through all its versions each time.
CREATE FUNCTION burn_rows(p_acct bigint, p_from bigint, p_to bigint) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
DECLARE
  r record; i int; need bigint; part bigint; total bigint;
  lot uuid[]; begun bigint[]; ends timestamptz[]; left_over bigint[]; broken bigint[];
  b_entry uuid[] := '{}'; b_lot uuid[] := '{}'; b_amt bigint[] := '{}';
BEGIN
  -- Grants that nobody gave a lot, such as the welcome grant and codes: they never expire.
  INSERT INTO grant_lot (id, account_id, amount, priority, effective_at, reason, operator, seq, rest)
    SELECT l.id, p_acct, l.amount, 100, l.created_at, l.reference, l.operator, l.customer_seq, l.amount FROM ledger l
     WHERE l.customer_account = p_acct AND l.customer_seq > p_from AND l.customer_seq <= p_to AND l.kind = 7
    ON CONFLICT (id) DO NOTHING;
  SELECT array_agg(g.id ORDER BY g.priority, g.expires_at NULLS LAST, g.seq),
         array_agg(g.seq ORDER BY g.priority, g.expires_at NULLS LAST, g.seq),
         array_agg(coalesce(least(g.expires_at, g.voided_at), 'infinity') ORDER BY g.priority, g.expires_at NULLS LAST, g.seq),
         array_agg(g.rest ORDER BY g.priority, g.expires_at NULLS LAST, g.seq),
         array_agg(g.lost ORDER BY g.priority, g.expires_at NULLS LAST, g.seq),
         coalesce(sum(g.rest) FILTER (WHERE g.seq <= p_from), 0)
    INTO lot, begun, ends, left_over, broken, total
    FROM grant_lot g WHERE g.account_id = p_acct AND g.seq <= p_to AND g.rest > 0;
  IF lot IS NULL THEN
    RETURN;
  END IF;

  FOR r IN
    SELECT l.id, l.kind, l.amount, l.ref, l.customer_seq AS seq, l.customer_balance AS balance,
           coalesce(l.held_since, l.created_at) AS since
      FROM ledger l WHERE l.customer_account = p_acct AND l.customer_seq > p_from AND l.customer_seq <= p_to
       AND l.amount > 0 ORDER BY l.customer_seq
  LOOP
    IF r.kind = 7 THEN
      total := total + r.amount;
    ELSIF r.kind = 8 AND array_position(lot, r.ref) IS NOT NULL THEN
      i := array_position(lot, r.ref);
      left_over[i] := left_over[i] - r.amount; broken[i] := broken[i] + r.amount; total := total - r.amount;
    END IF;
    IF total > 0 AND r.kind IN (1, 9) THEN
      need := r.amount;
      FOR i IN 1 .. cardinality(lot) LOOP
        EXIT WHEN need = 0;
        CONTINUE WHEN left_over[i] = 0 OR begun[i] > r.seq OR ends[i] <= r.since;
        part := least(need, left_over[i]);
        need := need - part; left_over[i] := left_over[i] - part; total := total - part;
        b_entry := b_entry || r.id; b_lot := b_lot || lot[i]; b_amt := b_amt || part;
      END LOOP;
    END IF;
    need := total - greatest(r.balance, 0);
    IF need > 0 THEN
      FOR i IN 1 .. cardinality(lot) LOOP
        EXIT WHEN need = 0;
        CONTINUE WHEN left_over[i] = 0 OR begun[i] > r.seq;
        part := least(need, left_over[i]);
        need := need - part; left_over[i] := left_over[i] - part; total := total - part;
        b_entry := b_entry || r.id; b_lot := b_lot || lot[i]; b_amt := b_amt || part;
      END LOOP;
    END IF;
  END LOOP;

  UPDATE grant_lot g SET rest = u.rest, lost = u.lost
    FROM unnest(lot, left_over, broken) u (id, rest, lost) WHERE g.id = u.id AND (g.rest, g.lost) <> (u.rest, u.lost);
  INSERT INTO lot_burn (entry_id, lot_id, amount)
    SELECT u.entry, u.lot, sum(u.amt)::bigint FROM unnest(b_entry, b_lot, b_amt) u (entry, lot, amt) GROUP BY 1, 2;
END $$;

-- A refund of a charge gives back paid credit first; what goes beyond is given back to the lots that the charge burnt,
-- the one that burnt last first. A lot that has ended meanwhile is due again. What a debt eats up is not given back to
-- lots, so that they never hold more than the balance.
CREATE FUNCTION restore_lots(p_charge uuid, p_acct bigint, p_seq bigint, p_amt bigint, p_balance bigint) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
DECLARE b record; paid bigint; earlier bigint; back bigint; part bigint;
BEGIN
  SELECT l.amount - sum(u.amount)::bigint INTO paid
    FROM ledger l JOIN lot_burn u ON u.entry_id = l.id WHERE l.id = p_charge GROUP BY l.amount;
  IF paid IS NULL THEN
    RETURN;
  END IF;
  SELECT coalesce(sum(l.amount), 0)::bigint INTO earlier
    FROM ledger l WHERE l.ref = p_charge AND l.kind = 5 AND l.customer_seq < p_seq;
  back := least(
    greatest(earlier + p_amt - paid, 0) - greatest(earlier - paid, 0),
    greatest(p_balance, 0) - (SELECT coalesce(sum(g.rest), 0)::bigint FROM grant_lot g
                               WHERE g.account_id = p_acct AND g.seq < p_seq));
  FOR b IN
    SELECT u.lot_id, u.amount - u.restored AS burnt FROM lot_burn u JOIN grant_lot g ON g.id = u.lot_id
     WHERE u.entry_id = p_charge AND u.amount > u.restored
     ORDER BY g.priority DESC, g.expires_at DESC NULLS FIRST, g.seq DESC
  LOOP
    EXIT WHEN back <= 0;
    part := least(back, b.burnt);
    back := back - part;
    UPDATE lot_burn u SET restored = u.restored + part WHERE u.entry_id = p_charge AND u.lot_id = b.lot_id;
    UPDATE grant_lot g SET rest = g.rest + part, due_at = coalesce(g.due_at, least(g.expires_at, g.voided_at))
     WHERE g.id = b.lot_id;
  END LOOP;
END $$;

-- Walks at most p_rows rows of the account, which is locked. Answers whether the walk has come to the end.
CREATE FUNCTION advance_lots(p_acct bigint, p_rows int) RETURNS boolean
LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
DECLARE f record; head bigint; done bigint; goal bigint; upto bigint;
BEGIN
  SELECT a.seq INTO head FROM account a WHERE a.id = p_acct;
  INSERT INTO lot_cursor (account_id, seq) VALUES (p_acct, 0) ON CONFLICT DO NOTHING;
  SELECT c.seq INTO done FROM lot_cursor c WHERE c.account_id = p_acct;
  goal := least(head, done + p_rows);
  WHILE done < goal LOOP
    SELECT l.customer_seq AS seq, l.ref, l.amount, l.customer_balance AS balance INTO f FROM ledger l
     WHERE l.customer_account = p_acct AND l.customer_seq > done AND l.customer_seq <= goal
       AND l.kind = 5 AND l.credit_account = l.customer_account
     ORDER BY l.customer_seq LIMIT 1;
    upto := coalesce(f.seq - 1, goal);
    IF upto > done THEN
      PERFORM burn_rows(p_acct, done, upto);
    END IF;
    IF f.seq IS NOT NULL THEN
      PERFORM restore_lots(f.ref, p_acct, f.seq, f.amount, f.balance);
      upto := f.seq;
    END IF;
    done := upto;
  END LOOP;
  UPDATE lot_cursor c SET seq = done WHERE c.account_id = p_acct AND c.seq <> done;
  RETURN done >= head;
END $$;

-- The same for one who has not locked the account: before lists and refunds.
CREATE FUNCTION walk_lots(p_acct bigint, p_rows int) RETURNS boolean
LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
BEGIN
  PERFORM 1 FROM account a WHERE a.id = p_acct AND a.kind = 1 FOR NO KEY UPDATE;
  RETURN NOT FOUND OR advance_lots(p_acct, p_rows);
END $$;

-- Grants credit as a lot; one that begins later is credited by end_lots when its time has come. Statuses of post_batch;
-- 2: written down for later.
CREATE FUNCTION grant_credit(
  p_id uuid, p_acct bigint, p_amt bigint, p_priority smallint, p_effective timestamptz, p_expires timestamptz,
  p_operator text, p_reason text)
RETURNS TABLE (o_status smallint, o_balance bigint, o_at timestamptz)
LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
DECLARE a record; given record; t0 timestamptz;
BEGIN
  SELECT c.id, c.closed, c.posted INTO a FROM account c WHERE c.id = p_acct AND c.kind = 1 FOR NO KEY UPDATE;
  t0 := clock_timestamp();
  o_balance := a.posted;
  IF a.id IS NULL OR a.closed THEN
    o_status := CASE WHEN a.id IS NULL THEN 4 ELSE 6 END;
  ELSIF p_effective > t0 THEN
    o_status := 2; o_at := t0;
    INSERT INTO grant_lot (id, account_id, amount, priority, effective_at, expires_at, reason, operator, rest, due_at)
      VALUES (p_id, p_acct, p_amt, p_priority, p_effective, p_expires, p_reason, p_operator, p_amt, p_effective);
  ELSE
    SELECT * INTO given FROM post_one(p_id, 7, p_acct, p_amt, 3, NULL, NULL, p_operator, p_reason);
    o_status := given.o_status; o_balance := given.o_balance; o_at := given.o_at;
    IF o_status = 0 THEN
      INSERT INTO grant_lot (id, account_id, amount, priority, effective_at, expires_at, reason, operator, seq, rest, due_at)
        VALUES (p_id, p_acct, p_amt, p_priority, coalesce(p_effective, o_at), p_expires, p_reason, p_operator,
                given.o_seq, p_amt, p_expires);
    END IF;
  END IF;
  RETURN NEXT;
END $$;

-- Takes back what is left of a lot that has ended, as far as no hold needs it; the rest is due again after p_retry. The
-- account is locked. o_amount is what was taken; o_status 13: the walk needs more rounds first.
CREATE FUNCTION break_lot(
  p_lot uuid, p_entry uuid, p_rows int, p_retry interval, p_operator text, p_reason text)
RETURNS TABLE (o_status smallint, o_amount bigint, o_balance bigint, o_at timestamptz)
LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
DECLARE g grant_lot; a account; taken record;
BEGIN
  SELECT l.* INTO g FROM grant_lot l WHERE l.id = p_lot;
  o_status := 0; o_amount := 0;
  IF NOT advance_lots(g.account_id, p_rows) THEN
    o_status := 13;
    UPDATE grant_lot l SET due_at = clock_timestamp() WHERE l.id = p_lot;
    RETURN NEXT;
    RETURN;
  END IF;
  SELECT l.* INTO g FROM grant_lot l WHERE l.id = p_lot;
  SELECT c.* INTO a FROM account c WHERE c.id = g.account_id;
  o_amount := least(g.rest, greatest(a.posted - a.held, 0));
  o_balance := a.posted;
  IF o_amount > 0 THEN
    SELECT * INTO taken
      FROM post_one(p_entry, 8, g.account_id, -o_amount, 3, NULL, p_lot, p_operator, p_reason);
    o_status := taken.o_status; o_balance := taken.o_balance; o_at := taken.o_at;
    PERFORM advance_lots(g.account_id, 1);
  END IF;
  UPDATE grant_lot l SET due_at = CASE WHEN l.rest > 0 THEN clock_timestamp() + p_retry END WHERE l.id = p_lot;
  RETURN NEXT;
END $$;

-- What is due with lots, at most as many as there are ids in p_entry: credits those whose time has come (o_kind 7) and
-- takes back what is left of those that have ended (8). One instance at a time; a second one finds the advisory lock
-- taken and does nothing. o_kind 0: looked at, and no money moved.
CREATE FUNCTION end_lots(p_entry uuid[], p_rows int, p_retry interval)
RETURNS TABLE (o_lot uuid, o_account bigint, o_payer text, o_kind smallint, o_entry uuid, o_amount bigint,
  o_balance bigint, o_at timestamptz)
LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
DECLARE g grant_lot; due uuid[]; accts bigint[]; n int := 0; moved record;
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
    o_lot := g.id; o_account := g.account_id; o_kind := 0; o_entry := NULL; o_amount := 0; o_balance := NULL; o_at := NULL;
    o_payer := coalesce((SELECT min(p.payer) FROM account_payer p WHERE p.account_id = g.account_id),
                        'account:' || g.account_id);
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
    RETURN NEXT;
  END LOOP;
END $$;

-- Ends a lot now. o_status 0 void now, 1 void before, 7 the account has no such lot, 13 the walk needs more rounds.
-- o_amount: what was taken back now; what holds need is taken back when they end.
CREATE FUNCTION void_lot(
  p_lot uuid, p_acct bigint, p_entry uuid, p_rows int, p_retry interval, p_operator text, p_reason text)
RETURNS TABLE (o_status smallint, o_amount bigint, o_balance bigint, o_at timestamptz)
LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
DECLARE g grant_lot;
BEGIN
  PERFORM 1 FROM account a WHERE a.id = p_acct AND a.kind = 1 FOR NO KEY UPDATE;
  o_status := 0; o_amount := 0;
  -- First, so that nothing is voided that is still to burn; it also finds the grants that nobody gave a lot.
  IF NOT advance_lots(p_acct, p_rows) THEN
    o_status := 13;
    RETURN NEXT;
    RETURN;
  END IF;
  SELECT l.* INTO g FROM grant_lot l WHERE l.id = p_lot AND l.account_id = p_acct;
  IF g.id IS NULL OR g.voided_at IS NOT NULL THEN
    o_status := CASE WHEN g.id IS NULL THEN 7 ELSE 1 END;
  ELSIF g.seq IS NULL THEN
    UPDATE grant_lot l SET voided_at = clock_timestamp(), due_at = NULL WHERE l.id = p_lot;
  ELSE
    UPDATE grant_lot l SET voided_at = clock_timestamp() WHERE l.id = p_lot;
    SELECT b.o_status, b.o_amount, b.o_balance, b.o_at INTO o_status, o_amount, o_balance, o_at
      FROM break_lot(p_lot, p_entry, p_rows, p_retry, p_operator, p_reason) b;
  END IF;
  RETURN NEXT;
END $$;

-- Gives money back: of a charge to the balance, of a top-up or payment to its source. Never more in total than the row
-- that it is of, and to a source never what is held, on credit, or promotional. p_amt null: all that is left of the row.
-- o_status of post_batch, and 7 the account has no such row, 8 more than is left of it, 11 nothing of this kind is given
-- back, 12 not to there, 13 the walk needs more rounds. 3: more than can be paid out.
-- o_left: how much more could be given back of that row, after this.
CREATE FUNCTION refund_entry(
  p_id uuid, p_acct bigint, p_of uuid, p_amt bigint, p_to_source boolean, p_rows int, p_operator text, p_reason text)
RETURNS TABLE (o_status smallint, o_amount bigint, o_left bigint, o_balance bigint, o_at timestamptz)
LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
DECLARE l ledger; a account; free bigint; posted record;
BEGIN
  SELECT c.* INTO a FROM account c WHERE c.id = p_acct AND c.kind = 1 FOR NO KEY UPDATE;
  o_amount := 0; o_left := 0; o_balance := a.posted;
  SELECT e.* INTO l FROM ledger e WHERE e.id = p_id;
  IF l.id IS NOT NULL THEN
    o_status := CASE WHEN (l.kind, l.customer_account, l.ref) = (5, p_acct, p_of) AND l.amount = coalesce(p_amt, l.amount)
                     THEN 1 ELSE 9 END;
    o_amount := l.amount; o_balance := l.customer_balance; o_at := l.created_at;
    RETURN NEXT;
    RETURN;
  END IF;
  SELECT e.* INTO l FROM ledger e WHERE e.id = p_of AND e.customer_account = p_acct;
  SELECT l.amount - coalesce(sum(e.amount), 0) INTO o_left FROM ledger e WHERE e.ref = p_of AND e.kind = 5;
  o_left := coalesce(o_left, 0);
  o_amount := coalesce(p_amt, o_left);
  o_status := CASE
    WHEN a.id IS NULL THEN 4
    WHEN l.id IS NULL THEN 7
    WHEN l.kind NOT IN (1, 4, 9) THEN 11
    WHEN p_to_source <> (l.kind = 4) THEN 12
    WHEN o_left = 0 OR o_amount > o_left THEN 8
    ELSE 0 END;
  IF o_status = 0 AND p_to_source THEN
    IF advance_lots(p_acct, p_rows) THEN
      SELECT least(a.posted - a.held, a.posted - coalesce(sum(g.rest), 0)) INTO free
        FROM grant_lot g WHERE g.account_id = p_acct AND g.seq IS NOT NULL;
      o_status := CASE WHEN o_amount > free THEN 3 ELSE 0 END;
    ELSE
      o_status := 13;
    END IF;
  END IF;
  IF o_status = 0 THEN
    SELECT * INTO posted
      FROM post_one(p_id, 5, p_acct, CASE WHEN p_to_source THEN -o_amount ELSE o_amount END,
        CASE WHEN p_to_source THEN 2 ELSE 1 END, l.reference, p_of, p_operator, p_reason);
    o_status := posted.o_status; o_balance := posted.o_balance; o_at := posted.o_at;
  END IF;
  IF o_status = 0 THEN
    o_left := o_left - o_amount;
  ELSIF o_status = 3 THEN
    o_left := greatest(least(o_left, free), 0);
  END IF;
  RETURN NEXT;
END $$;
