package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How long events wait: as rows of the outbox, or as notices of which they are still to be made. */
class OutboxAgeIT {

    private static Books books;

    @BeforeAll
    static void open() {
        books = new Books(1);
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @Test
    void oldestOfBothCountsAndNothingIsNoAge() {
        assertThat(age()).isZero();
        books.call("INSERT INTO outbox (topic, key, headers, value, created_at)"
                + " VALUES ('t', 'k', '{}', '', clock_timestamp() - interval '90 seconds')");
        assertThat(age()).isBetween(90_000L, 120_000L);
        books.call("INSERT INTO notice (event_id, account_id, payer, balance, created_at)"
                + " VALUES (gen_random_uuid(), 1, 'p', 1, clock_timestamp() - interval '5 minutes')");
        assertThat(age()).isBetween(300_000L, 330_000L);
        books.call("DELETE FROM outbox");
        assertThat(age()).isBetween(300_000L, 330_000L);
        books.call("DELETE FROM notice");
        assertThat(age()).isZero();
    }

    private static long age() {
        return books.number(PostgresOutboxAge.OLDEST);
    }
}
