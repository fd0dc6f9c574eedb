-- One partition of the ledger per month, made ahead of time, and one that takes what fits nowhere. Ids are UUIDs of
-- version 7, whose first 48 bits are milliseconds, so a range of ids is a range of time; months are those of UTC.
-- docs/operating/ledger.md tells how to look after them.

-- In which transaction a row was written. Neither ids nor created_at are the order in which rows become visible; this
-- is the means to read the ledger to the end without missing what commits late: see ledger_horizon. Rows from before
-- this migration have 0. A BRIN index costs an insert next to nothing and finds a range of transactions.
ALTER TABLE ledger ADD COLUMN txid bigint NOT NULL DEFAULT 0;
ALTER TABLE ledger ALTER COLUMN txid SET DEFAULT txid_current();

CREATE TABLE ledger_clock (
  one         boolean PRIMARY KEY DEFAULT true CHECK (one),
  shift       bigint  NOT NULL,  -- what is added to PostgreSQL's transaction ids: above 0 after a restore from a dump
  first_txid  bigint  NOT NULL,  -- no row has a txid between 0 and this one
  last_old_id uuid    NOT NULL   -- no row of txid 0 has an id above this one
);
-- The oldest transaction that runs now may still write, so its id comes first, not this migration's own.
INSERT INTO ledger_clock (shift, first_txid, last_old_id)
  SELECT 0, txid_snapshot_xmin(txid_current_snapshot()),
         coalesce((SELECT l.id FROM ledger l ORDER BY l.id DESC LIMIT 1), '00000000-0000-0000-0000-000000000000');

-- Rows with a txid below this are all there are: every transaction below it has ended, and none to come gets such an id.
-- A transaction that stays open anywhere on the server holds it back; then reports are read from the ledger instead of
-- the rollup, and exports wait.
CREATE FUNCTION ledger_horizon() RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT txid_snapshot_xmin(txid_current_snapshot()) + c.shift FROM ledger_clock c
$$;

-- The least id of a moment.
CREATE FUNCTION ledger_bound(p_at timestamptz) RETURNS uuid LANGUAGE sql STABLE STRICT AS $$
  SELECT (lpad(to_hex((extract(epoch FROM p_at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

CREATE FUNCTION ledger_month(p_months_from_now int) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT (date_trunc('month', now() AT TIME ZONE 'UTC') + p_months_from_now * interval '1 month') AT TIME ZONE 'UTC'
$$;

CREATE VIEW ledger_partitions AS
  SELECT c.relname::text AS name, b.bound = 'DEFAULT' AS is_default,
         (regexp_match(b.bound, 'FROM \(''([0-9a-f-]+)''\)'))[1]::uuid AS from_id,   -- null: everything before
         (regexp_match(b.bound, 'TO \(''([0-9a-f-]+)''\)'))[1]::uuid AS until_id
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    CROSS JOIN LATERAL (SELECT pg_get_expr(c.relpartbound, c.oid) AS bound) b
   WHERE i.inhparent = 'ledger'::regclass;

-- What was detached, and the sums that the books still need of it.
CREATE TABLE ledger_archive (
  name        text        PRIMARY KEY,
  from_id     uuid,
  until_id    uuid        NOT NULL,
  entries     bigint      NOT NULL,
  last_at     timestamptz,            -- of the latest entry: statements from before are not complete any more
  archived_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  archived_by text        NOT NULL DEFAULT session_user
);
CREATE TABLE ledger_opening (
  account_id bigint  PRIMARY KEY,
  entries    bigint  NOT NULL,        -- as the customer of the entry
  credits    numeric NOT NULL,
  debits     numeric NOT NULL
);

-- The partition that there is becomes the one of all the past. Nothing is copied but rows whose ids claim to be from a
-- month that has not begun; the rest is read once, to prove that it fits.
CREATE TABLE ledger_default (LIKE ledger INCLUDING ALL);
CREATE UNIQUE INDEX ledger_default_statement ON ledger_default (customer_account, customer_seq);
CREATE TRIGGER ledger_append_only_all BEFORE TRUNCATE ON ledger_default
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE ledger DETACH PARTITION ledger_all;
INSERT INTO ledger_default SELECT * FROM ledger_all WHERE id >= ledger_bound(ledger_month(1));
DELETE FROM ledger_all WHERE id >= ledger_bound(ledger_month(1));
DO $$
DECLARE name text := 'ledger_before_' || to_char(ledger_month(1) AT TIME ZONE 'UTC', 'YYYY_MM');
BEGIN
  EXECUTE format('ALTER TABLE ledger_all RENAME TO %I', name);
  EXECUTE format('ALTER INDEX ledger_all_statement RENAME TO %I', name || '_statement');
  EXECUTE format('ALTER TABLE ledger ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)',
                 name, ledger_bound(ledger_month(1)));
END $$;
ALTER TABLE ledger ATTACH PARTITION ledger_default DEFAULT;
CREATE INDEX ledger_txid ON ledger USING brin (txid) WITH (pages_per_range = 32, autosummarize = on);

-- Makes the partitions of this month and of so many after it that are missing. For any instance at any time: one works,
-- the others report. Whoever writes is made to wait for a quarter of a second at most: where a lock cannot be had by then,
-- the month stays missing until the next call, and the default partition takes its rows meanwhile. Such rows move along
-- once the partition is made, unless there are more than p_strays_max of them, which would take too long.
CREATE FUNCTION ensure_ledger_partitions(p_months_ahead int, p_strays_max int DEFAULT 10000)
RETURNS TABLE (o_created int, o_missing int, o_strays bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '250ms' AS $$
DECLARE month_from uuid; month_until uuid; partition text; mine boolean;
BEGIN
  o_created := 0; o_missing := 0;
  mine := pg_try_advisory_xact_lock(hashtext('kopeck.billing.ledger_partitions'));
  IF mine THEN
    PERFORM shift_ledger_clock();
  END IF;
  FOR ahead IN 0 .. p_months_ahead LOOP
    month_from := ledger_bound(ledger_month(ahead));
    month_until := ledger_bound(ledger_month(ahead + 1));
    CONTINUE WHEN EXISTS (SELECT FROM ledger_partitions p WHERE NOT p.is_default
                             AND (p.from_id IS NULL OR p.from_id <= month_from)
                             AND (p.until_id IS NULL OR p.until_id >= month_until));
    IF NOT mine THEN
      o_missing := o_missing + 1;
      CONTINUE;
    END IF;
    partition := 'ledger_' || to_char(ledger_month(ahead) AT TIME ZONE 'UTC', 'YYYY_MM');
    BEGIN
      PERFORM add_ledger_partition(partition, month_from, month_until, p_strays_max);
      o_created := o_created + 1;
    EXCEPTION WHEN lock_not_available OR program_limit_exceeded THEN
      RAISE WARNING '% could not be made: %', partition, SQLERRM;
      o_missing := o_missing + 1;
    END;
  END LOOP;
  SELECT count(*) INTO o_strays FROM (SELECT FROM ledger_default LIMIT 100000) x;
  RETURN NEXT;
END $$;

CREATE FUNCTION add_ledger_partition(p_name text, p_from uuid, p_until uuid, p_strays_max int) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE strays bigint;
BEGIN
  -- First of all the one lock that writers notice. Nobody who waits for it holds what is needed next.
  LOCK TABLE ledger_default IN ACCESS EXCLUSIVE MODE;
  SELECT count(*) INTO strays
    FROM (SELECT FROM ledger_default d WHERE d.id >= p_from AND d.id < p_until LIMIT p_strays_max + 1) x;
  IF strays > p_strays_max THEN
    RAISE EXCEPTION 'more than % of its rows are in ledger_default; at a quiet hour call ensure_ledger_partitions'
      ' with a larger p_strays_max', p_strays_max USING ERRCODE = 'program_limit_exceeded';
  END IF;
  EXECUTE format('CREATE TABLE %I (LIKE ledger INCLUDING ALL)', p_name);
  EXECUTE format('CREATE UNIQUE INDEX %I ON %I (customer_account, customer_seq)', p_name || '_statement', p_name);
  EXECUTE format('CREATE TRIGGER ledger_append_only_all BEFORE TRUNCATE ON %I'
                 ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', p_name);
  IF strays > 0 THEN
    EXECUTE format('INSERT INTO %I SELECT * FROM ledger_default d WHERE d.id >= $1 AND d.id < $2', p_name)
      USING p_from, p_until;
    ALTER TABLE ledger_default DISABLE TRIGGER ledger_append_only;
    DELETE FROM ledger_default d WHERE d.id >= p_from AND d.id < p_until;
    ALTER TABLE ledger_default ENABLE TRIGGER ledger_append_only;
  END IF;
  EXECUTE format('ALTER TABLE ledger ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', p_name, p_from, p_until);
END $$;

-- A database that was restored from a dump counts its transactions anew, below the txids that its rows have: the new
-- rows would be taken for ones that were read long ago. From here on they are counted above.
CREATE FUNCTION shift_ledger_clock() RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_custom_plan AS $$
DECLARE counted bigint; last_txid bigint; next_txid bigint; new_shift bigint;
BEGIN
  SELECT r.watermark - 1 INTO counted FROM ledger_rollup r;
  SELECT greatest(counted, max(l.txid)) INTO last_txid FROM ledger l WHERE l.txid > counted;
  SELECT txid_snapshot_xmax(txid_current_snapshot()) + c.shift INTO next_txid FROM ledger_clock c;
  IF last_txid < next_txid THEN
    RETURN;
  END IF;
  new_shift := last_txid + 1 - txid_snapshot_xmin(txid_current_snapshot());
  UPDATE ledger_clock SET shift = new_shift;
  EXECUTE format('ALTER TABLE ledger ALTER COLUMN txid SET DEFAULT txid_current() + %s', new_shift);
  RAISE WARNING 'this database was restored from a dump: transactions of the ledger are counted on from %', last_txid + 1;
END $$;

-- Takes a month out of the books, for the owner of the tables to call. The table stays as it is, append-only and to be
-- read, until it is dumped and dropped by hand. Refused for what somebody may still ask for: younger than p_age, with
-- open holds, or not counted yet.
CREATE FUNCTION archive_ledger_partition(p_name text, p_age interval DEFAULT '13 months') RETURNS bigint
LANGUAGE plpgsql SET search_path = public, pg_temp SET lock_timeout = '250ms' AS $$
DECLARE part record; taken bigint; latest timestamptz; uncounted bigint;
BEGIN
  SELECT * INTO part FROM ledger_partitions p WHERE p.name = p_name AND NOT p.is_default;
  IF NOT FOUND THEN
    RAISE EXCEPTION '% is no partition of the ledger', p_name USING ERRCODE = 'undefined_table';
  ELSIF part.until_id > ledger_bound(now() - p_age) THEN
    RAISE EXCEPTION '% ends less than % ago', p_name, p_age USING ERRCODE = 'object_not_in_prerequisite_state';
  ELSIF EXISTS (SELECT FROM hold h WHERE h.id < part.until_id AND (part.from_id IS NULL OR h.id >= part.from_id)) THEN
    RAISE EXCEPTION 'holds of the time of % are open', p_name USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  EXECUTE format('ALTER TABLE ledger DETACH PARTITION %I', p_name);
  EXECUTE format('CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON %I'
                 ' FOR EACH ROW EXECUTE FUNCTION refuse_change()', p_name);
  EXECUTE format('SELECT count(*), max(created_at), count(*) FILTER'
                 ' (WHERE txid >= (SELECT watermark FROM ledger_rollup)) FROM %I', p_name)
    INTO taken, latest, uncounted;
  IF uncounted > 0 THEN
    RAISE EXCEPTION '% entries of % are not in the rollup yet', uncounted, p_name
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  INSERT INTO ledger_archive (name, from_id, until_id, entries, last_at)
    VALUES (p_name, part.from_id, part.until_id, taken, latest);
  PERFORM open_ledger_with(p_name, 1);
  RETURN taken;
END $$;

-- The way back, as long as the table is there.
CREATE FUNCTION restore_ledger_partition(p_name text) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp SET lock_timeout = '250ms' AS $$
DECLARE part record;
BEGIN
  DELETE FROM ledger_archive a WHERE a.name = p_name RETURNING * INTO STRICT part;
  PERFORM open_ledger_with(p_name, -1);
  EXECUTE format('DROP TRIGGER ledger_append_only ON %I', p_name);
  EXECUTE format('ALTER TABLE ledger ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%L)', p_name,
                 coalesce(quote_literal(part.from_id), 'MINVALUE'), part.until_id);
END $$;

CREATE FUNCTION open_ledger_with(p_name text, p_sign int) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  EXECUTE format(
    'INSERT INTO ledger_opening AS o (account_id, entries, credits, debits)
       SELECT s.account_id, $1 * sum(s.entries), $1 * sum(s.credit), $1 * sum(s.debit)
         FROM (SELECT credit_account AS account_id, (credit_account = customer_account)::int AS entries,
                      amount AS credit, 0 AS debit FROM %1$I
               UNION ALL
               SELECT debit_account, (debit_account = customer_account)::int, 0, amount FROM %1$I) s
        GROUP BY 1
     ON CONFLICT (account_id) DO UPDATE SET entries = o.entries + excluded.entries,
       credits = o.credits + excluded.credits, debits = o.debits + excluded.debits', p_name) USING p_sign;
END $$;

-- One page of the whole ledger in the order (txid, id), from behind a place: what an export reads. Rows below the
-- horizon never change and none is added, so the pages of any time fit together. There is no index in this order; the
-- function goes through windows of transactions that hold few enough rows to sort.
CREATE FUNCTION export_ledger(p_txid bigint, p_id uuid, p_limit int) RETURNS SETOF ledger
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  clock ledger_clock; horizon bigint := ledger_horizon();
  since bigint := p_txid; until bigint; width bigint := 16; wanted bigint := p_limit; n bigint;
BEGIN
  SELECT * INTO clock FROM ledger_clock;
  IF p_txid = 0 THEN
    RETURN QUERY SELECT l.* FROM ledger l
                  WHERE l.txid = 0 AND l.id > p_id AND l.id <= clock.last_old_id ORDER BY l.id LIMIT wanted;
    GET DIAGNOSTICS n = ROW_COUNT;
    wanted := wanted - n;
    since := clock.first_txid;
  END IF;
  WHILE wanted > 0 AND since < horizon LOOP
    until := least(since + width, horizon);
    SELECT count(*) INTO n
      FROM (SELECT FROM ledger l WHERE l.txid >= since AND l.txid < until LIMIT 4 * p_limit) x;
    IF n >= 4 * p_limit AND until - since > 1 THEN
      width := (until - since) / 2;
      CONTINUE;
    ELSIF n < p_limit THEN
      width := width * 2;
    END IF;
    IF n > 0 THEN
      RETURN QUERY SELECT l.* FROM ledger l
                    WHERE l.txid >= since AND l.txid < until AND (l.txid > p_txid OR l.id > p_id)
                    ORDER BY l.txid, l.id LIMIT wanted;
      GET DIAGNOSTICS n = ROW_COUNT;
      wanted := wanted - n;
    END IF;
    since := until;
  END LOOP;
END $$;

-- The last sequence number of an account before a moment; 0 where there is none. Halves the range: entries' times rise
-- with their numbers, and each step is one look into the partitions' statement indexes.
CREATE FUNCTION ledger_seq_before(p_account bigint, p_last bigint, p_at timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
DECLARE low bigint := 0; high bigint := p_last; middle bigint; found_seq bigint; found_at timestamptz;
BEGIN
  WHILE low < high LOOP
    middle := low + (high - low + 1) / 2;
    -- Not all numbers need to be there: a month may be archived.
    SELECT l.customer_seq, l.created_at INTO found_seq, found_at FROM ledger l
     WHERE l.customer_account = p_account AND l.customer_seq >= middle AND l.customer_seq <= high
     ORDER BY l.customer_seq LIMIT 1;
    IF FOUND AND found_at < p_at THEN
      low := found_seq;
    ELSE
      high := middle - 1;
    END IF;
  END LOOP;
  RETURN low;
END $$;

REVOKE EXECUTE ON FUNCTION ensure_ledger_partitions(int, int), add_ledger_partition(text, uuid, uuid, int),
  shift_ledger_clock(), archive_ledger_partition(text, interval), restore_ledger_partition(text),
  open_ledger_with(text, int) FROM PUBLIC;
