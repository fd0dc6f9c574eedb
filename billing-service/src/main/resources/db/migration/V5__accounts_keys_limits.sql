-- What operators keep about accounts, and what the hot path needs of it. Columns are added, none is taken away: old and
-- new instances work on these tables side by side while an upgrade rolls.

-- Hot row: small, since every reservation and every charge writes it anew.
ALTER TABLE account
  ADD COLUMN closed boolean NOT NULL DEFAULT false,
  ADD COLUMN parked boolean NOT NULL DEFAULT false,                       -- set by the checks of the books, not by people
  ADD COLUMN spent bigint NOT NULL DEFAULT 0 CHECK (spent >= 0),          -- all that was ever charged
  ADD COLUMN low_balance bigint CHECK (low_balance >= 0);                 -- below it a notice is due; null: never
UPDATE account a SET spent = s.sum
  FROM (SELECT l.customer_account, sum(l.amount)::bigint AS sum FROM ledger l WHERE l.kind IN (1, 9) GROUP BY 1) s
 WHERE a.id = s.customer_account;

CREATE TABLE plan (
  name       text        PRIMARY KEY,
  markup_bp  int         NOT NULL CHECK (markup_bp BETWEEN -10000 AND 1000000),  -- hundredths of a percent on list prices
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Cold: what no prompt reads.
CREATE TABLE account_profile (
  account_id  bigint      PRIMARY KEY,
  name        text,
  metadata    jsonb       NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(metadata) = 'object'),
  plan        text        REFERENCES plan (name),
  discount_bp int         NOT NULL DEFAULT 0 CHECK (discount_bp BETWEEN 0 AND 10000),  -- off the plan's prices
  updated_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- At most so much per calendar day and month of the account's time zone. What was spent before the period began is read
-- from the ledger once per period and kept here: a cache, which a new period makes stale by itself.
CREATE TABLE spend_limit (
  account_id  bigint PRIMARY KEY,
  zone        text   NOT NULL DEFAULT 'UTC',
  daily       bigint CHECK (daily >= 0),
  monthly     bigint CHECK (monthly >= 0),
  day_from    timestamptz, day_until   timestamptz, day_base   bigint,
  month_from  timestamptz, month_until timestamptz, month_base bigint
);

-- The key itself is never stored, only its SHA-256.
CREATE TABLE api_key (
  id           uuid        PRIMARY KEY,
  account_id   bigint      NOT NULL,
  name         text        NOT NULL,
  prefix       text        NOT NULL,         -- the first characters, so that people recognise it
  hash         bytea       NOT NULL UNIQUE,
  models       text[],                       -- null: all
  spend_limit  bigint      CHECK (spend_limit >= 0),
  expires_at   timestamptz,
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  revoked_at   timestamptz,
  spent        bigint      NOT NULL DEFAULT 0 CHECK (spent >= 0),
  held         bigint      NOT NULL DEFAULT 0 CHECK (held >= 0),
  last_used_at timestamptz
) WITH (fillfactor = 50);
CREATE INDEX api_key_account ON api_key (account_id);

ALTER TABLE hold
  ADD COLUMN key_id uuid,
  ADD COLUMN created_at timestamptz NOT NULL DEFAULT clock_timestamp();

ALTER TABLE ledger
  ADD COLUMN key_id         uuid,
  ADD COLUMN customer_spent bigint,       -- all charges of the account up to this row; null in rows older than this column
  ADD COLUMN held_since     timestamptz,  -- when the hold that this row ends was made
  ADD COLUMN operator       text,         -- who posted it, where a person did
  ADD COLUMN reason         text;

-- Who changed what: written in the transaction of the change, and never again.
CREATE TABLE audit (
  id         uuid        PRIMARY KEY,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  who        text        NOT NULL,
  role       text        NOT NULL,
  action     text        NOT NULL,
  subject    text        NOT NULL,
  before     jsonb,
  after      jsonb
);
CREATE INDEX audit_subject ON audit (subject, id);
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_append_only_all BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
