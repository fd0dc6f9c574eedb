package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.kopeck.harness.testkit.Eventually;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seals over the ledger: which rows an hour has, and that nothing changes unseen. */
class SealsIT {

    /** Long over when it is asked for. */
    private static final OffsetDateTime HOUR = OffsetDateTime.of(2026, 3, 1, 10, 0, 0, 0, ZoneOffset.UTC);

    private Books books;

    @BeforeEach
    void open() {
        books = new Books(6);
        books.call("INSERT INTO account (id) VALUES (1001)");
    }

    @AfterEach
    void close() {
        books.close();
    }

    @Test
    void everyClosedHourIsSealedOnceAndEmptyOnesToo() {
        // Given
        rows(HOUR, 3);
        rows(HOUR.plusHours(2), 2);
        // When
        var sealed = IntStream.range(0, 3)
                .mapToObj(i -> seal("15s", HOUR.plusDays(1)))
                .toList();
        // Then
        assertThat(sealed)
                .extracting(row -> row.getString("o_state"), row -> utc(row, "o_hour"), row -> row.getLong("o_rows"))
                .containsExactly(
                        tuple("sealed", HOUR, 3L),
                        tuple("sealed", HOUR.plusHours(1), 0L),
                        tuple("sealed", HOUR.plusHours(2), 2L));
        assertThat(verdicts()).containsExactly("sound", "sound", "sound");
    }

    @Test
    void hourIsNotSealedBeforeItsGraceIsOver() {
        rows(HOUR, 1);
        assertThat(seal("5 minutes", HOUR.plusMinutes(64)).getString("o_state")).isEqualTo("idle");
        assertThat(seal("5 minutes", HOUR.plusMinutes(65)).getString("o_state")).isEqualTo("sealed");
        assertThat(seal("5 minutes", HOUR.plusMinutes(66)).getString("o_state")).isEqualTo("idle");
    }

    @Test
    void booksWithoutEntriesHaveNothingToSeal() {
        assertThat(seal("5 minutes", HOUR).getString("o_state")).isEqualTo("idle");
    }

    /** The formula of docs/operating/trust.md, without the database. */
    @Test
    void sealIsWhatItsDocumentationSays() {
        // Given
        rows(HOUR, 2);
        books.tamper("UPDATE ledger SET reference = 'Grüße | \"1\"', operator = '', estimated = true, fingerprint = -5,"
                + " held_since = created_at - interval '1.5 seconds', ref = id WHERE customer_seq = 2");
        // When
        var sealed = seal("15s", HOUR.plusDays(1));
        // Then
        var ids = books.call("SELECT id FROM ledger ORDER BY customer_seq").stream()
                .map(row -> row.getUUID("id").toString())
                .toList();
        long micros = HOUR.toEpochSecond() * 1_000_000;
        var hash = sha256(new byte[32], "kopeck-seal-1|" + micros);
        hash = sha256(hash, ids.getFirst() + "|4|2|1001|7|0|1001|1|7|||||||||||x74657374|" + (micros + 1) + "||||");
        hash = sha256(
                hash,
                ids.getLast() + "|4|2|1001|7|0|1001|2|14||-5|||||||true|" + ids.getLast()
                        + "|x4772c3bcc39f65207c20223122|" + (micros + 2) + "||" + (micros + 2 - 1_500_000) + "|x|");
        assertThat(HexFormat.of().formatHex(sealed.getBuffer("o_hash").getBytes()))
                .isEqualTo(HexFormat.of().formatHex(hash));
    }

    /** An entry's time is read before its transaction commits: here long before. */
    @Test
    void slowTransactionOfTheHourIsWaitedFor() {
        // Given
        rows(HOUR, 1);
        var slow = books.hold();
        slow.call(
                "INSERT INTO ledger (id, kind, debit_account, credit_account, amount, customer_account, customer_seq,"
                        + " customer_balance, created_at) VALUES ($1, 4, 2, 1001, 7, 1001, 2, 14, $2)",
                Tuple.of(UUID.randomUUID(), HOUR.plusMinutes(59)));
        var later = books.hold();
        // When
        var first = trySealing("15s", HOUR.plusDays(1));
        later.call("INSERT INTO account (id) VALUES (1002)", Tuple.tuple());
        var second = trySealing("15s", HOUR.plusDays(1));
        slow.commit();
        var third = seal("15s", HOUR.plusDays(1));
        later.commit();
        // Then
        assertThat(first.getString("o_state")).isEqualTo("waiting");
        assertThat(second.getString("o_state")).isEqualTo("waiting");
        assertThat(third.getString("o_state"))
                .as("a transaction that began later is not waited for")
                .isEqualTo("sealed");
        assertThat(third.getLong("o_rows")).isEqualTo(2);
        assertThat(verdicts()).containsExactly("sound");
    }

    /** Else a backlog would be sealed one hour at a time, since some transaction is always running. */
    @Test
    void whoeverWaitedOnceSealsAllHoursThatWereOverThen() {
        // Given
        IntStream.range(0, 3).forEach(i -> rows(HOUR.plusHours(i), 1));
        var running = books.hold();
        running.call("INSERT INTO account (id) VALUES (1002)", Tuple.tuple());
        var first = trySealing("15s", HOUR.plusHours(3).plusMinutes(1));
        var next = books.hold();
        next.call("INSERT INTO account (id) VALUES (1003)", Tuple.tuple());
        running.commit();
        // When
        var later = IntStream.range(0, 4)
                .mapToObj(i -> seal("15s", HOUR.plusHours(3).plusMinutes(2)).getString("o_state"))
                .toList();
        next.commit();
        // Then
        assertThat(first.getString("o_state")).isEqualTo("waiting");
        assertThat(later).containsExactly("sealed", "sealed", "sealed", "idle");
    }

    @Test
    void horizonFromBeforeARestoreIntoAnotherServerIsTakenAnew() {
        rows(HOUR, 1);
        books.call("INSERT INTO seal_horizon VALUES ($1, '999999999999')", Tuple.of(HOUR));
        assertThat(seal("15s", HOUR.plusDays(1)).getString("o_state")).isEqualTo("sealed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE ledger SET amount = amount + 1 WHERE customer_seq = 3                           | rows_changed",
                "UPDATE ledger SET reference = 'x' WHERE customer_seq = 3                               | rows_changed",
                "UPDATE ledger SET created_at = created_at - interval '1 microsecond' WHERE customer_seq = 3 | rows_changed",
                "DELETE FROM ledger WHERE customer_seq = 3                                              | rows_missing",
                "UPDATE ledger SET created_at = created_at + interval '3 hours' WHERE customer_seq = 3  | rows_missing",
                "INSERT INTO ledger SELECT (json_populate_record(l, json_build_object('id', gen_random_uuid(), 'customer_seq', 99))).* FROM ledger l WHERE customer_seq = 3 | rows_added",
                "UPDATE seal SET hash = sha256('x'), previous = previous WHERE hour = HOUR              | rows_changed",
                "UPDATE seal SET previous = sha256('x') WHERE hour = HOUR                               | chain_broken",
                "DELETE FROM seal WHERE hour = HOUR                                                     | seal_missing"
            })
    void tamperingIsSeenInTheHourThatItHappenedTo(String change, String verdict) {
        // Given
        rows(HOUR, 2);
        rows(HOUR.plusHours(1), 2);
        rows(HOUR.plusHours(2), 2);
        sealed(3);
        // When
        books.tamper(change.replace("HOUR", "'" + HOUR.plusHours(1) + "'"));
        // Then
        assertThat(verdicts().getFirst()).isEqualTo("sound");
        assertThat(verdicts().get(1)).isEqualTo(verdict);
        // Whoever makes the hour's seal anew breaks the chain of the next one.
        boolean ofSeal = change.contains(" seal ") && !change.contains("previous = sha256");
        assertThat(verdicts().getLast()).isEqualTo(ofSeal ? "chain_broken" : "sound");
    }

    @Test
    void hourThatIsSealedAnewAfterTamperingBreaksTheChain() {
        // Given
        rows(HOUR, 2);
        rows(HOUR.plusHours(1), 2);
        sealed(2);
        // When
        books.tamper("UPDATE ledger SET amount = 8 WHERE customer_seq = 1");
        books.tamper(
                "UPDATE seal SET hash = (SELECT o_hash FROM hash_hour(hour, previous)) WHERE hour = '" + HOUR + "'");
        // Then
        assertThat(verdicts()).containsExactly("sound", "chain_broken");
    }

    @Test
    void rowsBeforeTheFirstSealAreToldAndDeletedFirstSealsToo() {
        // Given
        rows(HOUR, 1);
        rows(HOUR.plusHours(1), 1);
        sealed(2);
        // When
        rows(HOUR.minusHours(5), 1);
        books.tamper("DELETE FROM seal WHERE hour = '" + HOUR + "'");
        // Then
        assertThat(verdicts()).containsExactly("unsealed", "unsealed", "chain_broken");
    }

    @Test
    void sealsAreAppendOnly() {
        rows(HOUR, 1);
        seal("15s", HOUR.plusDays(1));
        for (var change : List.of("UPDATE seal SET rows = 5", "DELETE FROM seal", "TRUNCATE seal")) {
            assertThat(books.start(change, Tuple.tuple()))
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .withMessageContaining("append-only");
        }
    }

    @Test
    void manySealersAtOnceSealEachHourOnce() {
        // Given
        IntStream.range(0, 4).forEach(i -> rows(HOUR.plusHours(i), 1));
        // When
        var racing = IntStream.range(0, 12)
                .mapToObj(i -> books.start(
                        "SELECT * FROM seal_next('15s', $1)",
                        Tuple.of(HOUR.plusHours(4).plusMinutes(1))))
                .toList();
        racing.forEach(Books::result);
        IntStream.range(0, 4).forEach(i -> seal("15s", HOUR.plusHours(4).plusMinutes(1)));
        // Then
        assertThat(verdicts()).containsExactly("sound", "sound", "sound", "sound");
    }

    /** So many hours, with patience: a transaction in any other database of the server holds a seal back. */
    private void sealed(int hours) {
        Eventually.eventually(() -> {
            seal("15s", HOUR.plusDays(1));
            assertThat(books.number("SELECT count(*) FROM seal")).isEqualTo(hours);
        });
    }

    /** Transactions of the whole server are waited for, such as an autovacuum's, so the first try may be too early. */
    private Row seal(String grace, OffsetDateTime now) {
        var sealed = new AtomicReference<Row>();
        Eventually.eventually(() -> {
            var row = trySealing(grace, now);
            assertThat(row.getString("o_state")).isNotEqualTo("waiting");
            sealed.set(row);
        });
        return sealed.get();
    }

    private Row trySealing(String grace, OffsetDateTime now) {
        return books.call("SELECT * FROM seal_next($1::text::interval, $2)", Tuple.of(grace, now))
                .getFirst();
    }

    private List<String> verdicts() {
        return books
                .call("SELECT o_verdict FROM verify_seals($1, $2)", Tuple.of(HOUR.minusDays(1), HOUR.plusDays(1)))
                .stream()
                .map(row -> row.getString("o_verdict"))
                .collect(Collectors.toList());
    }

    /** Top-ups of 7 nanos at the given hour: as if they had been booked then. */
    private void rows(OffsetDateTime hour, int count) {
        for (int i = 0; i < count; i++) {
            books.call(
                    "INSERT INTO ledger (id, kind, debit_account, credit_account, amount, customer_account, customer_seq,"
                            + " customer_balance, reference, created_at) SELECT $1, 4, 2, 1001, 7, 1001, n + 1, 7 * (n + 1),"
                            + " 'test', $2::timestamptz + (n + 1) * interval '1 microsecond'"
                            + " FROM (SELECT count(*) AS n FROM ledger) x",
                    Tuple.of(UUID.randomUUID(), hour));
        }
    }

    private static OffsetDateTime utc(Row row, String column) {
        return row.getOffsetDateTime(column).withOffsetSameInstant(ZoneOffset.UTC);
    }

    private static byte[] sha256(byte[] before, String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(before);
            return digest.digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
