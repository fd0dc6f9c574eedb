-- The service itself works as kopeck_billing, which can add to the books and can change nothing in them: no UPDATE,
-- DELETE or TRUNCATE on what is append-only, whatever the triggers are. Migrations run as the owner of the tables. Roles
-- belong to the whole server, so databases share this one; what it may do is granted in each.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = 'kopeck_billing') THEN
    BEGIN
      CREATE ROLE kopeck_billing NOLOGIN;
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN
        NULL;  -- another database's migration was faster
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'role kopeck_billing is missing, and % may not create roles', current_user
          USING ERRCODE = 'insufficient_privilege',
                HINT = format('Have an administrator run, once per server: CREATE ROLE kopeck_billing NOLOGIN;'
                              ' GRANT kopeck_billing TO %I; and start again. docs/operating/ledger.md tells more.',
                              current_user);
    END;
  END IF;
END $$;

-- The owner's connections become kopeck_billing where the owner is also whom the service logs in as.
DO $$
DECLARE allowed boolean := pg_has_role(current_user, 'kopeck_billing',
  CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END);
BEGIN
  IF NOT allowed THEN
    EXECUTE format('GRANT kopeck_billing TO %I', current_user);
  END IF;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE EXCEPTION '% may not become kopeck_billing', current_user
    USING ERRCODE = 'insufficient_privilege',
          HINT = format('Have an administrator run: GRANT kopeck_billing TO %I;', current_user);
END $$;

-- Grants what is missing and takes back what is too much; runs after every migration (afterMigrate.sql), so that tables of
-- later migrations need no thought. Append-only is what has the trigger that refuses changes. Partitions get nothing:
-- who reaches them through their parent needs no rights on them, and nobody else is meant to.
CREATE FUNCTION grant_service_role() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE t record; wanted text[]; privilege text;
BEGIN
  IF NOT has_schema_privilege('kopeck_billing', 'public', 'USAGE') THEN
    GRANT USAGE ON SCHEMA public TO kopeck_billing;
  END IF;
  FOR t IN
    SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name, c.relname, c.relkind, c.relispartition,
           EXISTS (SELECT FROM pg_trigger g JOIN pg_proc f ON f.oid = g.tgfoid
                    WHERE g.tgrelid = c.oid AND f.proname = 'refuse_change') AS append_only
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'S')
       AND pg_has_role(c.relowner, 'USAGE') AND c.relname !~ '^flyway_'
  LOOP
    IF t.relkind = 'S' THEN
      IF NOT has_sequence_privilege('kopeck_billing', t.oid, 'USAGE') THEN
        EXECUTE format('GRANT USAGE ON SEQUENCE %s TO kopeck_billing', t.name);
      END IF;
      CONTINUE;
    END IF;
    wanted := CASE
      WHEN t.relispartition OR EXISTS (SELECT FROM ledger_archive a WHERE a.name = t.relname) THEN '{}'
      WHEN t.relkind = 'v' OR t.relname IN ('ledger_clock', 'ledger_archive', 'ledger_opening') THEN '{SELECT}'
      WHEN t.append_only THEN '{SELECT,INSERT}'
      ELSE '{SELECT,INSERT,UPDATE,DELETE}' END;
    FOREACH privilege IN ARRAY '{SELECT,INSERT,UPDATE,DELETE,TRUNCATE}'::text[] LOOP
      IF privilege = ANY (wanted) AND NOT has_table_privilege('kopeck_billing', t.oid, privilege) THEN
        EXECUTE format('GRANT %s ON %s TO kopeck_billing', privilege, t.name);
      ELSIF NOT privilege = ANY (wanted) AND has_table_privilege('kopeck_billing', t.oid, privilege) THEN
        EXECUTE format('REVOKE %s ON %s FROM kopeck_billing', privilege, t.name);
      END IF;
    END LOOP;
  END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION grant_service_role() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION ensure_ledger_partitions(int, int), summarize_ledger() TO kopeck_billing;
