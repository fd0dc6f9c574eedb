-- Posts money that is no prompt's: top-ups, grants, adjustments. Positive amounts credit the customer, negative ones
-- debit it; p_counter is the system account on the other side. Idempotent by p_id.
-- o_status 0 posted now, 1 posted before, 3 the account does not have that much, 4 unknown account, 9 the id belongs to
-- another entry. An id that comes twice in one batch is answered once.
CREATE FUNCTION post_batch(
  p_id uuid[], p_kind smallint[], p_acct bigint[], p_amt bigint[], p_counter bigint[], p_reference text[])
RETURNS TABLE (o_ord int, o_status smallint, o_balance bigint, o_seq bigint, o_at timestamptz)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET jit = off AS $$
DECLARE
  r record; cur bigint; bal bigint; open_holds bigint; credit bigint; sq bigint; ts timestamptz;
  t_ord int[] := '{}'; t_seq bigint[] := '{}'; t_bal bigint[] := '{}'; t_at timestamptz[] := '{}';
BEGIN
  PERFORM 1 FROM account a WHERE a.id = ANY (p_acct) AND a.kind = 1 ORDER BY a.id FOR NO KEY UPDATE;
  FOR r IN
    SELECT i.ord::int AS ord, i.kind, i.acct, i.amt, a.id AS known, a.posted, a.held, a.credit_limit, a.seq, a.last_at,
           l.kind AS l_kind, l.customer_account AS l_acct, l.customer_balance AS l_balance, l.customer_seq AS l_seq,
           l.created_at AS l_at, CASE WHEN l.credit_account = l.customer_account THEN l.amount ELSE -l.amount END AS l_amt,
           row_number() OVER (PARTITION BY i.id ORDER BY i.ord) AS nth
      FROM unnest(p_id, p_kind, p_acct, p_amt) WITH ORDINALITY AS i (id, kind, acct, amt, ord)
      LEFT JOIN account a ON a.id = i.acct AND a.kind = 1
      LEFT JOIN ledger l ON l.id = i.id
     ORDER BY i.acct, i.ord
  LOOP
    IF cur IS DISTINCT FROM r.acct THEN
      cur := r.acct; bal := r.posted; open_holds := r.held; credit := r.credit_limit; sq := r.seq; ts := r.last_at;
    END IF;
    CONTINUE WHEN r.nth > 1;
    o_ord := r.ord; o_balance := bal; o_seq := NULL; o_at := NULL;
    IF r.l_kind IS NOT NULL THEN
      o_status := CASE WHEN (r.l_kind, r.l_acct, r.l_amt) = (r.kind, r.acct, r.amt) THEN 1 ELSE 9 END;
      o_balance := r.l_balance; o_seq := r.l_seq; o_at := r.l_at;
    ELSIF r.known IS NULL THEN
      o_status := 4;
    ELSIF r.amt < 0 AND bal - open_holds + credit + r.amt < 0 THEN
      o_status := 3;
    ELSE
      bal := bal + r.amt; sq := sq + 1; ts := greatest(clock_timestamp(), ts + interval '1 microsecond');
      o_status := 0; o_balance := bal; o_seq := sq; o_at := ts;
      t_ord := t_ord || r.ord; t_seq := t_seq || sq; t_bal := t_bal || bal; t_at := t_at || ts;
    END IF;
    RETURN NEXT;
  END LOOP;

  UPDATE account a SET posted = a.posted + s.amt, seq = a.seq + s.n, last_at = s.at
    FROM (SELECT p_acct[u.ord] AS acct, sum(p_amt[u.ord])::bigint AS amt, count(*) AS n, max(u.at) AS at
            FROM unnest(t_ord, t_at) u (ord, at) GROUP BY 1) s
   WHERE a.id = s.acct;
  INSERT INTO ledger (id, kind, debit_account, credit_account, amount, customer_account, customer_seq,
      customer_balance, reference, created_at)
    SELECT p_id[u.ord], p_kind[u.ord],
           CASE WHEN p_amt[u.ord] < 0 THEN p_acct[u.ord] ELSE p_counter[u.ord] END,
           CASE WHEN p_amt[u.ord] < 0 THEN p_counter[u.ord] ELSE p_acct[u.ord] END,
           abs(p_amt[u.ord]), p_acct[u.ord], u.seq, u.bal, p_reference[u.ord], u.at
      FROM unnest(t_ord, t_seq, t_bal, t_at) u (ord, seq, bal, at);
END $$;

-- The accounts of payers. A Telegram payer that nobody has seen is registered, with the welcome grant, exactly once
-- however many instances meet it at the same moment: the loser of the insert waits for the winner's commit and reads
-- its account. A payer that names an account is looked up and never created; where there is none it is left out.
-- p_entry holds one id per payer, for the ledger row of its grant.
CREATE FUNCTION register_payers(p_payer text[], p_entry uuid[], p_grant bigint)
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

  INSERT INTO account (id, posted, seq, last_at)
    SELECT n.account, p_grant, CASE WHEN p_grant > 0 THEN 1 ELSE 0 END, t0 FROM unnest(new_account) AS n (account);
  INSERT INTO ledger (id, kind, debit_account, credit_account, amount, customer_account, customer_seq,
      customer_balance, reference, created_at)
    SELECT n.entry, 7, 3, n.account, p_grant, n.account, 1, p_grant, 'welcome', t0
      FROM unnest(new_account, new_entry) AS n (account, entry) WHERE p_grant > 0;

  RETURN QUERY
    SELECT e.payer, e.account_id, n.payer IS NOT NULL, n.entry
      FROM account_payer e LEFT JOIN unnest(new_payer, new_entry) AS n (payer, entry) ON n.payer = e.payer
     WHERE e.payer = ANY (p_payer)
    UNION ALL
    SELECT DISTINCT i.payer, a.id, false, NULL::uuid
      FROM unnest(p_payer) AS i (payer)
      JOIN account a ON a.kind = 1 AND a.id = CASE WHEN i.payer LIKE 'account:%' THEN substr(i.payer, 9)::bigint END;
END $$;

-- Sets a price for a model that has none; over all instances exactly one of them wins. Answers its version, or null.
CREATE FUNCTION seed_price(
  p_model text, p_input bigint, p_cached bigint, p_write bigint, p_output bigint, p_reasoning bigint)
RETURNS int LANGUAGE plpgsql AS $$
DECLARE seeded int;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('kopeck.billing.seed_price'));
  INSERT INTO price (model, input, cached_input, cache_write, output, reasoning)
    SELECT p_model, p_input, p_cached, p_write, p_output, p_reasoning
     WHERE NOT EXISTS (SELECT 1 FROM price p WHERE p.model = p_model)
    RETURNING version INTO seeded;
  RETURN seeded;
END $$;

-- Every account's balance as its rows say it: customers from their own, system accounts derived. Sums to zero.
CREATE VIEW trial_balance AS
  SELECT a.id, a.kind, a.currency,
         CASE a.kind WHEN 1 THEN a.posted ELSE
           coalesce((SELECT sum(l.amount) FROM ledger l WHERE l.credit_account = a.id), 0)
           - coalesce((SELECT sum(l.amount) FROM ledger l WHERE l.debit_account = a.id), 0) END AS balance
    FROM account a;
