package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.billing.domain.Quote;
import dev.kopeck.billing.domain.ReservationRequest;
import dev.kopeck.billing.domain.SettlementRequest;
import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.Outcome;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.Usage;
import dev.kopeck.harness.testkit.Eventually;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Balances of the past, compared with what was there when it was the present. */
class BalanceAtIT {

    private static final Logger LOG = Logger.getLogger(BalanceAtIT.class);
    private static final String BALANCE_AT = "SELECT o_posted, o_held FROM balance_at($1, $2)";
    private static final long[] ACCOUNTS = {5001, 5002, 5003};
    private static final int STEPS = 400;
    private static final int TTL_SECONDS = 60;

    private static Books books;

    @BeforeAll
    static void open() {
        books = new Books(4);
        books.setPrices();
    }

    @AfterAll
    static void close() {
        books.close();
    }

    /** {@code -Dkopeck.seed=…} plays one history again. */
    @Test
    void everyRecordedMomentIsFoundAgainInTheEnd() {
        // Given
        long seed = Long.getLong("kopeck.seed", System.nanoTime());
        LOG.infof("History of balances seed=%d", seed);
        var random = new Random(seed);
        var open = new ArrayList<ReservationRequest>();
        var recorded = new ArrayList<Moment>();
        for (long account : ACCOUNTS) {
            recorded.add(present(account));
            books.open(account, 10_000);
        }
        for (int step = 0; step < STEPS; step++) {
            step(random, open);
            recorded.add(present(ACCOUNTS[random.nextInt(ACCOUNTS.length)]));
        }
        // When
        var again = recorded.stream()
                .map(moment -> past(moment.account(), moment.at()))
                .toList();
        // Then
        assertThat(again).as("seed %d", seed).isEqualTo(recorded);
        assertThat(recorded.stream().filter(moment -> moment.held() > 0)).hasSizeGreaterThan(STEPS / 4);
        assertThat(books.violations())
                .allSatisfy((rule, count) -> assertThat(count).as(rule).isZero());
    }

    @Test
    void nothingIsThereBeforeTheFirstEntry() {
        // Given
        books.open(5101, 100);
        // When
        var before = past(5101, OffsetDateTime.parse("2020-01-01T00:00:00Z"));
        // Then
        assertThat(before.posted()).isZero();
        assertThat(before.held()).isZero();
    }

    @Test
    void momentOfAnEntryCountsItAndTheMicrosecondBeforeDoesNot() {
        // Given
        books.open(5102, 100);
        books.call(Books.POST, Books.posting(UUID.randomUUID(), 4, 5102, 40, 2));
        var made = books.call("SELECT created_at FROM ledger WHERE customer_account = 5102 AND customer_seq = 2")
                .getFirst()
                .getOffsetDateTime(0);
        // Then
        assertThat(past(5102, made).posted()).isEqualTo(140);
        assertThat(past(5102, made.minusNanos(1000)).posted()).isEqualTo(100);
    }

    @Test
    void holdThatTheSweeperEndedADayLateIsStillFound() {
        // Given
        books.open(5103, 0);
        var began = OffsetDateTime.parse("2026-01-01T00:00:00Z");
        var ended = began.plusHours(47);
        books.call("""
                INSERT INTO ledger (id, kind, debit_account, credit_account, amount, held, customer_account, customer_seq,
                  customer_balance, created_at, held_since) VALUES ($1, 3, 5103, 1, 0, 70, 5103, 1, 0, $2, $3)""", Tuple.of(UUID.randomUUID(), ended, began));
        books.call("UPDATE account SET seq = 1 WHERE id = 5103");
        // Then
        assertThat(past(5103, began.minusNanos(1000)).held()).isZero();
        assertThat(past(5103, began).held()).isEqualTo(70);
        assertThat(past(5103, ended.minusNanos(1000)).held()).isEqualTo(70);
        assertThat(past(5103, ended).held()).isZero();
    }

    @Test
    void entryOfBeforeTheColumnsHeldNothing() {
        // Given
        books.open(5104, 0);
        var ended = OffsetDateTime.parse("2026-01-01T00:00:00Z");
        books.call("""
                INSERT INTO ledger (id, kind, debit_account, credit_account, amount, held, customer_account, customer_seq,
                  customer_balance, created_at) VALUES ($1, 3, 5104, 1, 0, 70, 5104, 1, 0, $2)""", Tuple.of(UUID.randomUUID(), ended));
        books.call("UPDATE account SET seq = 1 WHERE id = 5104");
        // Then
        assertThat(past(5104, ended.minusMinutes(1)).held()).isZero();
    }

    /** Scenario 13: what is committed late is not missed by who asked early. */
    @Test
    void scenario13_bookingThatIsBeingCommittedIsWaitedFor() throws Exception {
        // Given
        books.open(5105, 100);
        try (var connection = DriverManager.getConnection(books.jdbcUrl(), "postgres", "postgres");
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT * FROM post_batch(ARRAY[gen_random_uuid()], ARRAY[4::smallint],"
                    + " ARRAY[5105::bigint], ARRAY[11::bigint], ARRAY[2::bigint], ARRAY['slow'])");
            var now = books.call("SELECT clock_timestamp()").getFirst().getOffsetDateTime(0);
            // When
            var asked = books.start(BALANCE_AT, Tuple.of(5105L, now));
            Eventually.eventually(() -> assertThat(
                            books.number(
                                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%balance_at%'"))
                    .isPositive());
            connection.commit();
            // Then
            assertThat(Books.result(asked).getFirst().getLong("o_posted")).isEqualTo(111);
        }
    }

    private static void step(Random random, List<ReservationRequest> open) {
        switch (random.nextInt(6)) {
            case 0, 1 -> reserve(random, open);
            case 2, 3 -> settle(random, open);
            case 4 -> expire(random, open);
            default ->
                books.call(
                        Books.POST,
                        Books.posting(
                                UUID.randomUUID(),
                                4,
                                ACCOUNTS[random.nextInt(ACCOUNTS.length)],
                                1 + random.nextInt(500),
                                2));
        }
    }

    private static void reserve(Random random, List<ReservationRequest> open) {
        var batch = IntStream.rangeClosed(0, random.nextInt(4))
                .mapToObj(i -> request(random, ACCOUNTS[random.nextInt(ACCOUNTS.length)]))
                .toList();
        var rows = books.call(
                ReserveStatement.SQL,
                ReserveStatement.parameters(batch, Duration.ofSeconds(TTL_SECONDS))
                        .getDelegate());
        rows.stream()
                .filter(row -> row.getShort("o_status") == 0)
                .forEach(row -> open.add(batch.get(row.getInteger("o_ord") - 1)));
    }

    private static void settle(Random random, List<ReservationRequest> open) {
        if (open.isEmpty()) {
            return;
        }
        var request = open.remove(random.nextInt(open.size()));
        var finished = new CompletionFinished(
                request.prompt().promptId(),
                request.prompt().payer(),
                Channel.TELEGRAM,
                request.account().orElseThrow(),
                "model-0",
                1,
                Outcome.COMPLETED,
                Usage.of(1, 1),
                false,
                1,
                CompletionFinished.Timings.NONE);
        var settlement = random.nextInt(3) == 0
                ? new SettlementRequest(finished, false, Nanos.ZERO)
                : new SettlementRequest(finished, true, new Nanos(1 + random.nextInt(300)));
        books.call(
                SettleStatement.SQL,
                SettleStatement.parameters(List.of(settlement)).getDelegate());
    }

    /** Time passes for one of the holds; what it was charged for late is taken from what is there. */
    private static void expire(Random random, List<ReservationRequest> open) {
        if (open.isEmpty()) {
            return;
        }
        var due = open.get(random.nextInt(open.size()));
        books.call(
                "UPDATE hold SET expires_at = clock_timestamp() - interval '1 second' WHERE id = $1",
                Tuple.of(due.prompt().promptId().value()));
        books.call(Books.EXPIRE, Tuple.of(10));
        if (random.nextBoolean()) {
            open.remove(due);
        }
    }

    private static ReservationRequest request(Random random, long account) {
        var id = new AccountId(account);
        var prompt = new PromptSubmitted(
                PromptId.mint(Instant.now(), random), Payer.account(id), Channel.TELEGRAM, "model-0", 1, 1, 5);
        var cost = new Nanos(1 + random.nextInt(400));
        return new ReservationRequest(prompt, Optional.of(id), new Quote.Priced(1, cost, Nanos.ZERO), 5);
    }

    private static Moment present(long account) {
        var row = books.call(
                        "SELECT clock_timestamp() AS at, coalesce(sum(posted), 0)::bigint AS posted,"
                                + " coalesce(sum(held), 0)::bigint AS held FROM account WHERE id = $1",
                        Tuple.of(account))
                .getFirst();
        return new Moment(
                account,
                Objects.requireNonNull(row.getOffsetDateTime("at")),
                row.getLong("posted"),
                row.getLong("held"));
    }

    private static Moment past(long account, OffsetDateTime at) {
        Row row = books.call(BALANCE_AT, Tuple.of(account, at)).getFirst();
        return new Moment(account, at, row.getLong("o_posted"), row.getLong("o_held"));
    }

    private record Moment(long account, OffsetDateTime at, long posted, long held) {}
}
