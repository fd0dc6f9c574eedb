-- All money is bigint nanos: 10^-9 of the account's currency. docs/MONEY.md tells the rules; the functions of the next
-- migrations are the only writers of account, hold, ledger, reject and uncollected.

CREATE SEQUENCE account_id START WITH 1001;

-- No index on a mutable column and room on each page, so that every update stays HOT.
CREATE TABLE account (
  id           bigint      PRIMARY KEY,
  kind         smallint    NOT NULL DEFAULT 1 CHECK (kind IN (1, 2)),  -- 1 customer, 2 system
  currency     text        NOT NULL DEFAULT 'USD' CHECK (currency ~ '^[A-Z]{3}$'),
  posted       bigint      NOT NULL DEFAULT 0,
  held         bigint      NOT NULL DEFAULT 0 CHECK (held >= 0),
  credit_limit bigint      NOT NULL DEFAULT 0 CHECK (credit_limit >= 0),
  seq          bigint      NOT NULL DEFAULT 0,
  last_at      timestamptz NOT NULL DEFAULT '-infinity',
  frozen       boolean     NOT NULL DEFAULT false,
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- The database refuses an overdraw even when the code is wrong.
  CONSTRAINT account_not_overdrawn CHECK (kind <> 1 OR posted - held >= -credit_limit)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

-- System accounts: their rows only name them. Their balances are derived from the ledger, because a row that every
-- prompt updates would be the one row that everybody waits for.
INSERT INTO account (id, kind) VALUES
  (1, 2),  -- revenue
  (2, 2),  -- cash: where top-ups come from
  (3, 2),  -- promotions: where grants come from
  (4, 2);  -- adjustments

CREATE TABLE account_payer (
  payer      text   PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX account_payer_account ON account_payer (account_id);

CREATE TABLE price (
  version        int         PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  model          text        NOT NULL,
  currency       text        NOT NULL DEFAULT 'USD' CHECK (currency ~ '^[A-Z]{3}$'),
  input          bigint      NOT NULL CHECK (input >= 0),         -- rates: nanos per million tokens
  cached_input   bigint      NOT NULL CHECK (cached_input >= 0),
  cache_write    bigint      NOT NULL CHECK (cache_write >= 0),
  output         bigint      NOT NULL CHECK (output >= 0),
  reasoning      bigint      NOT NULL CHECK (reasoning >= 0),
  tiers          jsonb       NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(tiers) = 'array'),
  effective_from timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX price_latest ON price (model, effective_from DESC, version DESC);

-- Open holds only: a hold that ends is deleted, and its ledger row is the tombstone. The model is the price's.
CREATE TABLE hold (
  id            uuid        PRIMARY KEY,  -- the prompt's id
  account_id    bigint      NOT NULL,
  amount        bigint      NOT NULL CHECK (amount >= 0),
  price_version int         NOT NULL,
  fingerprint   bigint      NOT NULL,     -- of the facts that make two prompts of one id the same prompt
  expires_at    timestamptz NOT NULL,
  channel       smallint    NOT NULL,
  payer         text        NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
CREATE INDEX hold_expiry ON hold (expires_at);

-- Double entry: each row debits one account and credits another, so the sum over all accounts is zero. Ids are
-- UUIDs of version 7, so a range of ids is a range of time and the key stays unique over all partitions.
CREATE TABLE ledger (
  id                 uuid        NOT NULL PRIMARY KEY,
  kind               smallint    NOT NULL,  -- 1 settle 2 release 3 expire 4 top-up 5 refund 6 adjust 7 grant 8 breakage 9 late
  debit_account      bigint      NOT NULL,
  credit_account     bigint      NOT NULL,
  amount             bigint      NOT NULL,
  held               bigint      NOT NULL DEFAULT 0,  -- the hold that this row ends
  customer_account   bigint      NOT NULL,
  customer_seq       bigint      NOT NULL,            -- 1, 2, 3 … per customer, without a gap
  customer_balance   bigint      NOT NULL,            -- posted balance right after this row
  price_version      int,
  fingerprint        bigint,
  channel            smallint,
  input_tokens       int,
  cached_tokens      int,
  cache_write_tokens int,
  output_tokens      int,
  reasoning_tokens   int,
  estimated          boolean,
  ref                uuid,                            -- the row that this one belongs to: a late charge's prompt
  reference          text,                            -- the operator's or payment's own reference
  created_at         timestamptz NOT NULL,
  CHECK (debit_account <> credit_account),
  CHECK (held >= 0),
  CHECK (amount > 0 OR (amount = 0 AND kind IN (1, 2, 3, 9))),
  CHECK (kind <> 1 OR amount <= held)                 -- never charged above the hold
) PARTITION BY RANGE (id);
CREATE TABLE ledger_all PARTITION OF ledger FOR VALUES FROM (MINVALUE) TO (MAXVALUE);
-- On the partition, since a unique index of the parent would need its key (id).
CREATE UNIQUE INDEX ledger_all_statement ON ledger_all (customer_account, customer_seq);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused; correct it with a new entry', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON ledger
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_append_only_all BEFORE TRUNCATE ON ledger
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_append_only_all BEFORE TRUNCATE ON ledger_all
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER price_immutable BEFORE UPDATE OR DELETE ON price
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Refused once, refused for ever. Rows may go once no redelivery of the prompt can come any more.
CREATE TABLE reject (
  id          uuid        PRIMARY KEY,
  reason      smallint    NOT NULL,
  needed      bigint      NOT NULL,
  available   bigint      NOT NULL,
  fingerprint bigint      NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- What usage cost above what could be charged; the alarm that an estimate was wrong.
CREATE TABLE uncollected (
  id         uuid        PRIMARY KEY,  -- the ledger row whose charge was cut
  account_id bigint      NOT NULL,
  amount     bigint      NOT NULL CHECK (amount > 0),
  reason     smallint    NOT NULL,     -- 1 above the hold, 2 settled after expiry
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Events of changes that no Kafka record triggered; written with the change, sent and deleted by the relay.
CREATE TABLE outbox (
  id         bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  topic      text        NOT NULL,
  key        text        NOT NULL,
  headers    text        NOT NULL,  -- a JSON object of texts
  value      bytea       NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

CREATE TABLE idempotency (
  path         text        NOT NULL,
  key          text        NOT NULL,
  request_hash text        NOT NULL,
  status       int,
  response     text,
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (path, key)
);
