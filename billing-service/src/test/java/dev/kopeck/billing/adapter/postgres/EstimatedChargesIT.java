package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The list of estimated charges reads what it shows, however many other entries there are. */
class EstimatedChargesIT {

    private static final String CALL = "SELECT * FROM estimated_charges($1, $2, $3, $4, $5, $6)";
    private static final OffsetDateTime BEGINNING = OffsetDateTime.parse("2026-01-01T00:00:00Z");
    private static final OffsetDateTime END = OffsetDateTime.parse("2026-12-01T00:00:00Z");
    private static final UUID LEAST = new UUID(0, 0);
    /** For each entry shown one page of the ledger and two of its price; reading all entries takes some 800 more. */
    private static final int PAGES_MAX = 400;

    private static Books books;

    /** 30,000 entries of 100 accounts, a minute apart; every tenth is estimated, of these all but one of account 7. */
    @BeforeAll
    static void open() {
        books = new Books(1);
        books.setPrices();
        books.tamper("""
                INSERT INTO ledger (id, kind, debit_account, credit_account, amount, held, customer_account, customer_seq,
                    customer_balance, price_version, channel, input_tokens, cached_tokens, cache_write_tokens,
                    output_tokens, reasoning_tokens, estimated, created_at, customer_spent)
                  SELECT gen_random_uuid(), 1, 2000 + n % 100, 1, n, n, CASE n WHEN 20000 THEN 7 ELSE 2000 + n % 100 END, n, 0, 1,
                         1, n, 0, 0, 1, 0, n % 10 = 0, timestamptz '2026-01-01Z' + n * interval '1 minute', 0
                    FROM generate_series(1, 30000) n""");
        books.call("ANALYZE ledger");
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @Test
    void pagesFollowOneAnotherWithoutAGapFromTheLatestOn() {
        // When
        var first = list(END, LEAST, 0, Long.MAX_VALUE, 2);
        var second =
                list(first.getLast().getOffsetDateTime("o_at"), first.getLast().getUUID("o_id"), 0, Long.MAX_VALUE, 2);
        // Then
        assertThat(amounts(first)).containsExactly(30_000L, 29_990L);
        assertThat(amounts(second)).containsExactly(29_980L, 29_970L);
        assertThat(first.getFirst().getString("o_model")).isEqualTo("model-0");
    }

    @Test
    void entriesOfOneMomentAreEachListedOnce() {
        // Given
        books.tamper("UPDATE ledger SET created_at = timestamptz '2026-01-01T00:00:30Z' WHERE amount IN (10, 20, 30)");
        var after = OffsetDateTime.parse("2026-01-01T00:00:31Z");
        // When
        var first = list(after, LEAST, 0, Long.MAX_VALUE, 2);
        var second =
                list(first.getLast().getOffsetDateTime("o_at"), first.getLast().getUUID("o_id"), 0, Long.MAX_VALUE, 2);
        // Then
        assertThat(amounts(first)).hasSize(2);
        assertThat(Stream.concat(amounts(first).stream(), amounts(second).stream()))
                .containsExactlyInAnyOrder(10L, 20L, 30L);
    }

    @Test
    void pageReadsNoMoreThanItShows() {
        assertThat(pagesRead(0, Long.MAX_VALUE)).isLessThan(PAGES_MAX);
    }

    @Test
    void singleChargeOfAnAccountIsFoundWithoutReadingThoseOfTheOthers() {
        assertThat(amounts(list(END, LEAST, 7, 7, 100))).containsExactly(20_000L);
        assertThat(pagesRead(7, 7)).isLessThan(PAGES_MAX);
    }

    private static List<Row> list(OffsetDateTime before, UUID id, long least, long most, int limit) {
        return books.call(CALL, Tuple.of(BEGINNING, before, id, least, most, limit));
    }

    private static List<Long> amounts(List<Row> rows) {
        return rows.stream().map(row -> row.getLong("o_amount")).toList();
    }

    /** The second time: the first one also reads what the planner wants to know. */
    private static long pagesRead(long least, long most) {
        list(END, LEAST, least, most, 100);
        var plan = new JsonArray(books.call(("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM estimated_charges("
                                        + "'2026-01-01Z', '2026-12-01Z', '00000000-0000-0000-0000-000000000000', %d, %d, 100)")
                                .formatted(least, most))
                        .getFirst()
                        .getValue(0)
                        .toString())
                .getJsonObject(0)
                .getJsonObject("Plan");
        return plan.getLong("Shared Hit Blocks") + plan.getLong("Shared Read Blocks");
    }
}
