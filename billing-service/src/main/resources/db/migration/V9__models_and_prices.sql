-- Models that can be switched off, price versions that take effect later or are withdrawn before, and prices that follow
-- from others by an account's plan and discount. docs/operating/prices.md tells the rules.

-- A model without a row here counts as active; it is declined only where it has no price.
CREATE TABLE model (
  id          text        PRIMARY KEY,
  description text,
  active      boolean     NOT NULL,
  updated_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Derived versions: what an account whose factor is not 1 pays. Rows of their own, so that a hold pins them as it pins
-- any version and every charge can be computed again from its version alone. Never in effect by themselves, also for
-- code that does not know of them: they take effect at infinity.
ALTER TABLE price
  ADD COLUMN base_version int REFERENCES price (version),
  ADD COLUMN factor bigint CHECK (factor >= 0),  -- hundred-millionths: (1 + markup) × (1 - discount) is whole there
  ADD CONSTRAINT price_derived_once UNIQUE (base_version, factor),
  ADD CONSTRAINT price_derived_has_factor CHECK ((base_version IS NULL) = (factor IS NULL)),
  ADD CONSTRAINT price_derived_never_current CHECK ((base_version IS NULL) = (effective_from < 'infinity'));
CREATE TRIGGER price_immutable_all BEFORE TRUNCATE ON price
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A version that is withdrawn before it takes effect. Its row stays: an instance that read it as current at the very
-- moment may have pinned it, and what is pinned must be found.
CREATE TABLE price_withdrawal (
  version      int         PRIMARY KEY REFERENCES price (version),
  withdrawn_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TRIGGER price_withdrawal_append_only BEFORE UPDATE OR DELETE ON price_withdrawal
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER price_withdrawal_append_only_all BEFORE TRUNCATE ON price_withdrawal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The versions that are, were or will be in effect: of one model, each until the next one takes over.
CREATE VIEW listed_price AS
  SELECT p.* FROM price p
   WHERE p.base_version IS NULL AND NOT EXISTS (SELECT 1 FROM price_withdrawal w WHERE w.version = p.version);

-- Rounded half up, to whole nanos per million tokens: the one place where a rate is rounded. May leave bigint's range.
CREATE FUNCTION derived_rate(p_rate bigint, p_factor bigint) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN div(p_rate::numeric * p_factor + 50000000, 100000000);

CREATE FUNCTION derived_tiers(p_tiers jsonb, p_factor bigint) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
  SELECT coalesce(jsonb_agg(jsonb_build_object(
           'aboveInputTokens', t.tier -> 'aboveInputTokens',
           'input', derived_rate((t.tier ->> 'input')::bigint, p_factor),
           'cachedInput', derived_rate((t.tier ->> 'cachedInput')::bigint, p_factor),
           'cacheWrite', derived_rate((t.tier ->> 'cacheWrite')::bigint, p_factor),
           'output', derived_rate((t.tier ->> 'output')::bigint, p_factor),
           'reasoning', derived_rate((t.tier ->> 'reasoning')::bigint, p_factor)) ORDER BY t.place), '[]')
    FROM jsonb_array_elements(p_tiers) WITH ORDINALITY AS t (tier, place));

-- The versions that follow from these bases by these factors; made where they are missing, exactly once over all
-- instances: whoever meets the unique key second waits for the first one's commit, and the second statement sees it.
-- Inserted in one order everywhere, so that two batches never wait for one another in a circle.
-- A version whose rates would not fit is left out.
CREATE FUNCTION derived_prices(p_base int[], p_factor bigint[]) RETURNS SETOF price LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO price (model, currency, input, cached_input, cache_write, output, reasoning, tiers, effective_from,
      base_version, factor)
    SELECT b.model, b.currency, derived_rate(b.input, w.factor), derived_rate(b.cached_input, w.factor),
           derived_rate(b.cache_write, w.factor), derived_rate(b.output, w.factor),
           derived_rate(b.reasoning, w.factor), derived_tiers(b.tiers, w.factor), 'infinity', w.base, w.factor
      FROM unnest(p_base, p_factor) AS w (base, factor)
      JOIN price b ON b.version = w.base AND b.base_version IS NULL
     WHERE NOT EXISTS (SELECT 1 FROM price d WHERE d.base_version = w.base AND d.factor = w.factor)
       AND derived_rate(greatest(b.input, b.cached_input, b.cache_write, b.output, b.reasoning,
             (SELECT max(r.value::bigint) FROM jsonb_array_elements(b.tiers) t, jsonb_each_text(t) r
               WHERE r.key <> 'aboveInputTokens')), w.factor) <= 9223372036854775807
     ORDER BY w.base, w.factor
    ON CONFLICT (base_version, factor) DO NOTHING;
  RETURN QUERY
    SELECT p.* FROM unnest(p_base, p_factor) AS w (base, factor)
      JOIN price p ON p.base_version = w.base AND p.factor = w.factor;
END $$;

-- What instances keep in memory is read anew when its number here has changed. Counted by triggers, in the transaction of
-- the change and whoever makes it, so that no way to change a price can forget it. A number is read before what it
-- counts; what is committed in between is then read twice, and never missed.
CREATE TABLE price_epoch (
  one      boolean PRIMARY KEY DEFAULT true CHECK (one),
  prices   bigint  NOT NULL DEFAULT 1,  -- price versions, models
  accounts bigint  NOT NULL DEFAULT 1   -- plans, the plan and the discount of accounts
) WITH (fillfactor = 10);
INSERT INTO price_epoch DEFAULT VALUES;

CREATE FUNCTION count_price_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE price_epoch SET prices = prices + 1;
  RETURN NULL;
END $$;
CREATE FUNCTION count_new_prices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Derived ones change nothing for anybody.
  IF EXISTS (SELECT 1 FROM fresh WHERE base_version IS NULL) THEN
    UPDATE price_epoch SET prices = prices + 1;
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION count_account_pricing_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE price_epoch SET accounts = accounts + 1;
  RETURN NULL;
END $$;

CREATE TRIGGER price_epoch_prices AFTER INSERT ON price REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION count_new_prices();
CREATE TRIGGER price_epoch_withdrawals AFTER INSERT ON price_withdrawal
  FOR EACH STATEMENT EXECUTE FUNCTION count_price_change();
CREATE TRIGGER price_epoch_models AFTER INSERT OR UPDATE OR DELETE ON model
  FOR EACH STATEMENT EXECUTE FUNCTION count_price_change();
CREATE TRIGGER price_epoch_plans AFTER UPDATE OR DELETE ON plan
  FOR EACH STATEMENT EXECUTE FUNCTION count_account_pricing_change();
CREATE TRIGGER price_epoch_accounts_new AFTER INSERT ON account_profile
  FOR EACH ROW WHEN (NEW.plan IS NOT NULL OR NEW.discount_bp <> 0) EXECUTE FUNCTION count_account_pricing_change();
CREATE TRIGGER price_epoch_accounts_changed AFTER UPDATE OF plan, discount_bp ON account_profile
  FOR EACH ROW WHEN ((OLD.plan, OLD.discount_bp) IS DISTINCT FROM (NEW.plan, NEW.discount_bp))
  EXECUTE FUNCTION count_account_pricing_change();
CREATE TRIGGER price_epoch_accounts_gone AFTER DELETE ON account_profile
  FOR EACH ROW WHEN (OLD.plan IS NOT NULL OR OLD.discount_bp <> 0) EXECUTE FUNCTION count_account_pricing_change();

CREATE INDEX account_profile_plan ON account_profile (plan) WHERE plan IS NOT NULL;

-- Accounts that do not pay list prices. The factor is exact: two numbers in hundredths of a percent give one in
-- hundred-millionths.
CREATE VIEW account_factor AS
  SELECT a.account_id, (10000 + coalesce(p.markup_bp, 0))::bigint * (10000 - a.discount_bp) AS factor
    FROM account_profile a LEFT JOIN plan p ON p.name = a.plan
   WHERE (10000 + coalesce(p.markup_bp, 0))::bigint * (10000 - a.discount_bp) <> 100000000;
