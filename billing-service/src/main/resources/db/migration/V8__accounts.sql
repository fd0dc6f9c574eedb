-- What operators look for and look back at: searches, moved payers, balances of the past, spending of a period.

-- Why an account is frozen or closed, in the operator's words.
ALTER TABLE account_profile ADD COLUMN status_reason text;

-- The account row keeps no index on a column that prompts change. Those below are of columns that people change;
-- balances are searched by a bounded walk over the primary key instead.
CREATE INDEX account_not_active ON account (id) WHERE frozen OR closed OR parked;
CREATE INDEX account_profile_name ON account_profile (lower(name) text_pattern_ops, account_id) WHERE name IS NOT NULL;
CREATE INDEX account_profile_metadata ON account_profile USING gin (metadata jsonb_path_ops);

-- Rises, in the transaction of the change, whenever a payer is moved from one account to another: instances that keep
-- payers in memory forget them all when it has risen. A row and no sequence, since a sequence rises before the commit,
-- and whoever looked just then would keep the old account for ever.
CREATE TABLE payer_epoch (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  epoch  bigint  NOT NULL DEFAULT 0
);
INSERT INTO payer_epoch DEFAULT VALUES;

-- Posted and held of a customer at an instant of the past. Held: what is open and was then, and what has ended since and
-- had begun by then. A hold lives 24 hours at most, and the sweeper may be a day behind.
--
-- A transaction reads the clock only once it has the account's lock, so whoever gets the lock after an instant sees all
-- that was booked by then. For instants that nobody can still be busy with, the lock is left alone.
CREATE FUNCTION balance_at(p_account bigint, p_at timestamptz, OUT o_posted bigint, OUT o_held bigint)
LANGUAGE plpgsql
SET jit = off AS $$
BEGIN
  IF p_at > clock_timestamp() - interval '1 minute' THEN
    PERFORM 1 FROM account a WHERE a.id = p_account FOR NO KEY UPDATE;
  END IF;
  WITH bounds AS MATERIALIZED (
    SELECT ledger_seq_at(p_account, p_at) AS seq, ledger_seq_at(p_account, p_at + interval '48 hours') AS last_seq)
  SELECT coalesce((SELECT l.customer_balance FROM ledger l
                    WHERE l.customer_account = p_account AND l.customer_seq = b.seq), 0),
         coalesce((SELECT sum(h.amount) FROM hold h WHERE h.account_id = p_account AND h.created_at <= p_at), 0)
         + coalesce((SELECT sum(l.held) FROM ledger l
                      WHERE l.customer_account = p_account AND l.customer_seq > b.seq AND l.customer_seq <= b.last_seq
                        AND l.held_since <= p_at), 0)
    INTO o_posted, o_held
    FROM bounds b;
END $$;
