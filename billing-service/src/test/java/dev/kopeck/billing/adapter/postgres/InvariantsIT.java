package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks of the books: each sees its own kind of corruption, and none cries wolf while prompts are running. */
class InvariantsIT {

    private static final Logger LOG = Logger.getLogger(InvariantsIT.class);
    private static final int CLIENTS = 6;
    private static final int ROUNDS = 80;
    private static final AtomicLong ACCOUNTS = new AtomicLong(5000);

    private static Books books;

    @BeforeAll
    static void open() {
        books = new Books(CLIENTS + 4);
        books.setPrices();
        // The sixth invariant is also a constraint: here it must be possible to break it.
        books.call("ALTER TABLE account DROP CONSTRAINT account_not_overdrawn");
        books.call("CREATE FUNCTION naive_check() RETURNS bigint LANGUAGE plpgsql AS $$ DECLARE h numeric; BEGIN"
                + " SELECT sum(held) INTO h FROM account; PERFORM pg_sleep(0.01);"
                + " RETURN (SELECT (coalesce(sum(amount), 0) <> h)::int FROM hold); END $$");
    }

    @AfterAll
    static void close() {
        books.close();
    }

    /**
     * Of each account entry 1 is a top-up of 1000, 2 and 3 are charges, 4 is an expiry, 5 the late charge of that, and one
     * hold is open. ACC is the account, E1 … E5 its entries, H its hold.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE account SET held = held + 1 WHERE id = ACC                                     | 1",
                "UPDATE hold SET amount = amount - 1 WHERE id = 'H'                                    | 1",
                "DELETE FROM hold WHERE id = 'H'                                                       | 1",
                "UPDATE account SET posted = posted - 1 WHERE id = ACC                                 | 2",
                "UPDATE account SET seq = seq + 1 WHERE id = ACC                                       | 3",
                "DELETE FROM ledger WHERE id = 'E3'                                                    | 2 3 4",
                "UPDATE ledger SET amount = amount + 1 WHERE id = 'E1'                                 | 2 4",
                "UPDATE ledger SET customer_balance = customer_balance + 1 WHERE id = 'E2'             | 4",
                "INSERT INTO reject VALUES ('E2', 3, 1, 1, 1)                                          | 5",
                "INSERT INTO reject VALUES ('H', 3, 1, 1, 1)                                           | 5",
                "UPDATE account SET held = 2000 WHERE id = ACC; UPDATE hold SET amount = 2000 WHERE id = 'H' | 6",
                "UPDATE ledger SET created_at = created_at + interval '1 hour' WHERE id = 'E2'         | 7",
                "UPDATE ledger SET credit_account = 77 WHERE id = 'E2'                                 | 8",
                "UPDATE ledger SET debit_account = 3 WHERE id = 'E2'                                   | 8",
                "UPDATE ledger SET fingerprint = NULL WHERE id = 'E3'                                  | 10",
                "UPDATE ledger SET kind = 2 WHERE id = 'E4'                                            | 10",
                "UPDATE ledger SET kind = 9, ref = 'E4' WHERE id = 'E3'                                | 10",
                "UPDATE ledger SET kind = 5, ref = 'E3' WHERE id = 'E1'                                | 11"
            })
    void corruptionIsFoundAndNamed(String change, String invariants) {
        // Given
        var account = accountWithHistory();
        assertThat(violated(account, 0)).isEmpty();
        // When
        books.tamper(account.in(change));
        // Then
        assertThat(violated(account, 0)).isEqualTo(numbers(invariants));
        // And it is the account's alone.
        assertThat(violated(accountWithHistory(), 0)).isEmpty();
        remove(account);
    }

    @Test
    void entryOfAnUnknownCurrencySideUnbalancesTheWhole() {
        // Given
        var account = accountWithHistory();
        // When
        books.tamper(account.in("UPDATE ledger SET credit_account = 77 WHERE id = 'E2'"));
        // Then
        assertThat(books.number("SELECT o_sum::bigint FROM check_totals()")).isEqualTo(-10);
        books.tamper(account.in("UPDATE ledger SET credit_account = 1 WHERE id = 'E2'"));
        assertThat(books.number("SELECT o_sum::bigint FROM check_totals()")).isZero();
        remove(account);
    }

    @Test
    void overdueHoldsAreCountedPerAccount() {
        // Given
        var account = accountWithHistory();
        books.call(
                "UPDATE hold SET expires_at = clock_timestamp() - interval '2 minutes' WHERE account_id = $1",
                Tuple.of(account.id()));
        // When
        var lenient = books.call("SELECT * FROM check_overdue(180000, 10)");
        var strict = books.call("SELECT * FROM check_overdue(60000, 10)");
        // Then
        assertThat(lenient).isEmpty();
        assertThat(strict).hasSize(1);
        assertThat(strict.getFirst().getLong("o_account")).isEqualTo(account.id());
        remove(account);
    }

    @Test
    void checkGoesOnFromAnEntryAndSeesWhatCameAfterIt() {
        // Given
        var account = accountWithHistory();
        // When
        books.tamper(account.in("UPDATE ledger SET amount = amount - 1 WHERE id = 'E2'"));
        // Then
        assertThat(violated(account, 1)).isEqualTo(Set.of(2, 4));
        assertThat(violated(account, 2)).isEmpty();
        // What the entry that is gone on from says is taken for granted, but that it is there is not.
        books.tamper(account.in("DELETE FROM ledger WHERE id = 'E2'"));
        assertThat(violated(account, 2)).contains(3);
        remove(account);
    }

    @Test
    void longHistoryIsCheckedInPartsThatAreJoined() {
        // Given
        var account = accountWithHistory();
        books.tamper(account.in("UPDATE ledger SET customer_balance = customer_balance + 1 WHERE id = 'E2'"));
        // When
        long from = 0;
        var found = new ArrayList<Integer>();
        var done = false;
        for (int part = 0; !done; part++) {
            assertThat(part).isLessThan(5);
            for (var row : check(account.id(), from, 2)) {
                if (row.getShort("o_invariant") == 0) {
                    from = row.getLong("o_seq");
                    done = row.getBoolean("o_done");
                } else {
                    found.add(row.getShort("o_invariant").intValue());
                }
            }
        }
        // Then
        assertThat(found).containsExactly(4, 4);
        remove(account);
    }

    @Test
    void onlyAccountsThatSomebodyWroteToAreLookedAtAgain() {
        // Given
        var quiet = accountWithHistory();
        var touched = accountWithHistory();
        var robbed = accountWithHistory();
        var since = books.call("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
                .getFirst()
                .getString(0);
        // When
        books.call("UPDATE account SET posted = posted + 5 WHERE id = $1", Tuple.of(touched.id()));
        books.call("DELETE FROM hold WHERE id = $1", Tuple.of(robbed.hold()));
        // Then
        var chosen = List.of(books.call("SELECT * FROM accounts_to_check(0, 1000, $1::text::xid8)", Tuple.of(since))
                .getFirst()
                .getArrayOfLongs("o_account"));
        assertThat(chosen).contains(touched.id(), robbed.id()).doesNotContain(quiet.id());
        List.of(quiet, touched, robbed).forEach(InvariantsIT::remove);
    }

    /** Reservations, settlements, expiries and top-ups, as fast as they go, on few accounts; checks at the same time. */
    @Test
    void runningPromptsNeverLookLikeAViolation() {
        // Given
        long seed = Long.getLong("kopeck.seed", System.nanoTime());
        LOG.infof("Checks under load seed=%d", seed);
        var accounts = LongStream.range(0, 6)
                .map(i -> ACCOUNTS.incrementAndGet())
                .boxed()
                .toList();
        accounts.forEach(account -> books.open(account, 100_000));
        // When
        var clients = IntStream.range(0, CLIENTS)
                .mapToObj(client -> CompletableFuture.runAsync(() -> work(new Random(seed + client), accounts)))
                .toList();
        var all = CompletableFuture.allOf(clients.toArray(CompletableFuture<?>[]::new));
        var alarms = new ArrayList<Row>();
        int checks = 0;
        long naiveAlarms = 0;
        while (!all.isDone()) {
            naiveAlarms += books.number("SELECT naive_check()");
            alarms.addAll(books.call(Books.VIOLATIONS));
            alarms.addAll(books.call(
                    "SELECT c.* FROM check_accounts($1, (SELECT array_agg(greatest(seq - 3, 0) ORDER BY id) FROM account"
                            + " WHERE id = ANY ($1)), 2) c WHERE c.o_invariant <> 0",
                    Tuple.tuple().addArrayOfLong(accounts.toArray(Long[]::new))));
            assertThat(books.number("SELECT coalesce(sum(abs(o_sum)), 0)::bigint FROM check_totals()"))
                    .isZero();
            checks++;
        }
        Books.result(all);
        // Then
        assertThat(alarms.stream().map(Row::deepToString)).isEmpty();
        assertThat(checks).as("checks while prompts were running").isGreaterThan(5);
        assertThat(naiveAlarms)
                .as("alarms of a check that takes two snapshots: proof that the load is one that could show it")
                .isPositive();
        assertThat(books.violations())
                .allSatisfy((rule, count) -> assertThat(count).as(rule).isZero());
    }

    private static void work(Random random, List<Long> accounts) {
        for (int round = 0; round < ROUNDS; round++) {
            long account = accounts.get(random.nextInt(accounts.size()));
            var ids = IntStream.range(0, 1 + random.nextInt(5))
                    .mapToObj(i -> UUID.randomUUID())
                    .toList();
            long ttl = random.nextInt(5) == 0 ? -1000 : 60_000;
            Books.result(Calls.reserve(books, ids, Collections.nCopies(ids.size(), account), 50, 50, ttl));
            switch (random.nextInt(4)) {
                case 0 -> Books.result(books.start(Books.EXPIRE, Tuple.of(20)));
                case 1 -> books.call(Books.POST, Books.posting(UUID.randomUUID(), 4, account, 30, 2));
                default -> {}
            }
            Books.result(Calls.settle(books, ids, account, 1 + random.nextInt(2), random.nextInt(60)));
        }
    }

    private record History(long id, List<UUID> entries, UUID hold) {

        String in(String change) {
            var text = change.replace("ACC", Long.toString(id)).replace("'H'", "'" + hold + "'");
            for (int i = 0; i < entries.size(); i++) {
                text = text.replace("'E" + (i + 1) + "'", "'" + entries.get(i) + "'");
            }
            return text;
        }
    }

    private static History accountWithHistory() {
        long account = ACCOUNTS.incrementAndGet();
        books.open(account, 1000);
        var ids = IntStream.range(0, 4).mapToObj(i -> UUID.randomUUID()).toList();
        Books.result(Calls.reserve(books, ids.subList(0, 2), List.of(account, account), 10, 10, 60_000));
        Books.result(Calls.settle(books, ids.subList(0, 2), account, 1, 10));
        Books.result(Calls.reserve(books, ids.subList(2, 3), List.of(account), 10, 10, -1000));
        books.call(Books.EXPIRE, Tuple.of(1000));
        Books.result(Calls.settle(books, ids.subList(2, 3), account, 1, 10));
        Books.result(Calls.reserve(books, ids.subList(3, 4), List.of(account), 10, 10, 60_000));
        var entries = books
                .call("SELECT id FROM ledger WHERE customer_account = $1 ORDER BY customer_seq", Tuple.of(account))
                .stream()
                .map(row -> row.getUUID("id"))
                .toList();
        assertThat(entries).hasSize(5);
        return new History(account, entries, ids.getLast());
    }

    /** So that what is broken here is not met by the other tests. */
    private static void remove(History history) {
        books.tamper("DELETE FROM ledger WHERE customer_account = " + history.id());
        books.tamper("DELETE FROM hold WHERE account_id = " + history.id());
        books.tamper("DELETE FROM account WHERE id = " + history.id());
    }

    private static List<Row> check(long account, long from, long limit) {
        return books.call(
                "SELECT * FROM check_accounts($1, $2, $3)",
                Tuple.tuple()
                        .addArrayOfLong(new Long[] {account})
                        .addArrayOfLong(new Long[] {from})
                        .addLong(limit));
    }

    private static Set<Integer> violated(History history, long from) {
        return check(history.id(), from, 1000).stream()
                .map(row -> row.getShort("o_invariant").intValue())
                .filter(invariant -> invariant != 0)
                .collect(Collectors.toSet());
    }

    private static Set<Integer> numbers(String text) {
        return List.of(text.strip().split(" ", -1)).stream()
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
    }
}
