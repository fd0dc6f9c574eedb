package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Days and months of spend limits: asked of the SQL for moments that the test chooses. The ledger says what was spent
 * before a period began, so a new one begins by itself.
 */
class SpendLimitIT {

    private static Books books;
    private static long accounts = 3000;

    private long account;
    private long seq;
    private long spent;

    @BeforeAll
    static void open() {
        books = new Books(2);
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @BeforeEach
    void newAccount() {
        account = ++accounts;
        seq = 0;
        spent = 0;
        books.open(account, 0);
    }

    @Test
    void withoutLimitsNothingIsLimited() {
        assertThat(left("2026-03-10T12:00:00Z", 0)).isNull();
    }

    @Test
    void aDayEndsAtMidnightOfTheAccountsZone() {
        // Given 70 of 100 spent on the 10th in Berlin, an hour before midnight there
        limit("Europe/Berlin", 100L, null);
        charged("2026-03-10T21:59:00Z", 70);
        // When, Then
        assertThat(left("2026-03-10T22:59:59Z", 0)).isEqualTo(30);
        assertThat(left("2026-03-10T23:00:00Z", 0)).isEqualTo(100);
    }

    @Test
    void theDayOnWhichClocksChangeHas23Hours() {
        // Given the last Sunday of March 2026, whose midnights are 23:00 and 22:00 UTC
        limit("Europe/Berlin", 100L, null);
        charged("2026-03-28T22:30:00Z", 5);
        charged("2026-03-29T21:30:00Z", 40);
        // When, Then
        assertThat(left("2026-03-29T21:59:59Z", 0)).isEqualTo(60);
        assertThat(left("2026-03-29T22:00:00Z", 0)).isEqualTo(100);
    }

    @Test
    void theDayOnWhichMidnightComesTwiceIsOneDay() {
        // Given Havana on the first Sunday of November 2026: at 01:00 clocks go back to 00:00, which is 04:00 and 05:00
        // UTC
        limit("America/Havana", 100L, null);
        charged("2026-11-01T03:59:00Z", 5);
        charged("2026-11-01T04:10:00Z", 70);
        // When, Then
        assertThat(left("2026-11-01T04:30:00Z", 0)).isEqualTo(30);
        assertThat(left("2026-11-01T05:30:00Z", 0)).isEqualTo(30);
        assertThat(left("2026-11-02T04:59:59Z", 0)).isEqualTo(30);
        assertThat(left("2026-11-02T05:00:00Z", 0)).isEqualTo(100);
    }

    @Test
    void theTighterOfDayAndMonthCounts() {
        // Given
        limit("UTC", 100L, 250L);
        charged("2026-04-01T10:00:00Z", 100);
        charged("2026-04-02T10:00:00Z", 100);
        // When, Then
        assertThat(left("2026-04-03T10:00:00Z", 0)).as("50 of the month").isEqualTo(50);
        assertThat(left("2026-05-01T00:00:00Z", 0)).as("a new month").isEqualTo(100);
    }

    @Test
    void whatIsHeldCountsAsSpent() {
        // Given
        limit("UTC", 100L, null);
        charged("2026-04-01T10:00:00Z", 30);
        // When, Then
        assertThat(left("2026-04-01T11:00:00Z", 50)).isEqualTo(20);
    }

    @Test
    void aChargeAtTheVeryFirstMomentBelongsToTheNewDay() {
        // Given
        limit("UTC", 100L, null);
        charged("2026-04-01T23:59:59.999999Z", 30);
        charged("2026-04-02T00:00:00Z", 7);
        // When, Then
        assertThat(left("2026-04-02T08:00:00Z", 0)).isEqualTo(93);
    }

    @Test
    void anEntryOlderThanTheRunningTotalIsSummedUp() {
        // Given
        limit("UTC", 100L, null);
        insert("2026-04-01T10:00:00Z", 30, null);
        spent += 30;
        charged("2026-04-02T10:00:00Z", 20);
        // When, Then
        assertThat(left("2026-04-02T11:00:00Z", 0)).isEqualTo(80);
    }

    @Test
    void theLastEntryAtAMomentIsFound() {
        // Given
        for (int day = 10; day < 29; day++) {
            charged("2026-02-%dT00:00:00Z".formatted(day), 1);
        }
        // When, Then
        for (int day = 10; day < 29; day++) {
            assertThat(seqAt("2026-02-%dT00:00:00Z".formatted(day))).isEqualTo(day - 9);
            assertThat(seqAt("2026-02-%dT23:59:59Z".formatted(day))).isEqualTo(day - 9);
        }
        assertThat(seqAt("2026-02-09T23:59:59.999999Z")).isZero();
    }

    private void limit(String zone, @Nullable Long daily, @Nullable Long monthly) {
        books.call(
                "INSERT INTO spend_limit (account_id, zone, daily, monthly) VALUES ($1, $2, $3, $4)",
                Tuple.of(account, zone, daily, monthly));
    }

    private void charged(String at, long amount) {
        spent += amount;
        insert(at, amount, spent);
    }

    private void insert(String at, long amount, @Nullable Long runningTotal) {
        seq++;
        books.call(
                "INSERT INTO ledger (id, kind, debit_account, credit_account, amount, held, customer_account,"
                        + " customer_seq, customer_balance, customer_spent, created_at)"
                        + " VALUES ($1, 1, $2, 1, $3, $3, $2, $4, 0, $5, $6)",
                Tuple.of(UUID.randomUUID(), account, amount, seq, runningTotal, at(at)));
        books.call("UPDATE account SET seq = $1 WHERE id = $2", Tuple.of(seq, account));
    }

    private @Nullable Long left(String at, long held) {
        return books.call("SELECT limit_left($1, $2, $3, $4)", Tuple.of(account, spent, held, at(at)))
                .getFirst()
                .getLong(0);
    }

    private long seqAt(String at) {
        return books.call("SELECT ledger_seq_at($1, $2)", Tuple.of(account, at(at)))
                .getFirst()
                .getLong(0);
    }

    private static OffsetDateTime at(String text) {
        return OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
    }
}
