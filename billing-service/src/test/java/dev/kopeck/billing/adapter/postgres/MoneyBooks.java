package dev.kopeck.billing.adapter.postgres;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The functions of money in and money back, called one by one; and holds and charges around them. */
final class MoneyBooks {

    static final String POST = "SELECT * FROM post_one($1, $2, $3, $4, $5, $6, NULL, 'tester', 'test')";
    static final String REFUND = "SELECT * FROM refund_of($1, $2, $3, $4, $5, $6, 'tester', 'test')";
    static final String GRANT = "SELECT * FROM grant_credit($1, $2, $3, $4, $5, $6, 'tester', 'test')";
    static final String END_LOTS = "SELECT * FROM end_lots($1, $2, $3 * interval '1 millisecond')";
    static final String VOID = "SELECT * FROM void_grant($1, $2, $3, $4, interval '0', 'tester', 'test')";
    static final String CREDIT = PostgresPayments.CREDIT.replace("o_balance", "o_balance, o_at");
    static final String REDEEM = PostgresCodes.REDEEM.replace("o_balance", "o_balance, o_at");

    static final long CODE_AMOUNT = 13;
    static final int CODES = 200;

    private static final int WALK = 1000;

    private final Books books;
    private final AtomicLong ids = new AtomicLong();

    MoneyBooks(Books books) {
        this.books = books;
    }

    UUID newId() {
        return new UUID(0x019AB0A01C007000L | ids.get() >>> 52, Long.MIN_VALUE | ids.incrementAndGet());
    }

    void open(long... accounts) {
        for (long account : accounts) {
            books.call("INSERT INTO account (id) VALUES ($1)", Tuple.of(account));
        }
    }

    static Tuple posting(UUID id, int kind, long account, long amount, @Nullable String reference) {
        long counter = kind == PostingsOracle.TOP_UP ? 2 : 4;
        return Tuple.tuple()
                .addUUID(id)
                .addInteger(kind)
                .addLong(account)
                .addLong(amount)
                .addLong(counter)
                .addString(reference);
    }

    /** A top-up that goes well; its ledger row. */
    UUID topUp(long account, long amount) {
        var id = newId();
        requireStatus(0, books.call(POST, posting(id, PostingsOracle.TOP_UP, account, amount, null)));
        return id;
    }

    /** A charge that goes well; its ledger row. */
    UUID charge(long account, long amount) {
        var id = newId();
        hold(id, account, amount);
        requireStatus(0, settle(id, account, amount));
        return id;
    }

    void hold(UUID id, long account, long amount) {
        requireStatus(0, Books.result(startHold(id, account, amount)));
    }

    CompletableFuture<List<Row>> startHold(UUID id, long account, long amount) {
        return books.start(
                Books.RESERVE,
                Tuple.tuple()
                        .addArrayOfUUID(new UUID[] {id})
                        .addArrayOfLong(new Long[] {account})
                        .addArrayOfLong(new Long[] {amount})
                        .addArrayOfLong(new Long[] {amount})
                        .addArrayOfInteger(new Integer[] {1})
                        .addArrayOfLong(new Long[] {5L})
                        .addArrayOfShort(new Short[] {0})
                        .addArrayOfShort(new Short[] {1})
                        .addArrayOfString(new String[] {"telegram:1"})
                        .addArrayOfUUID(new UUID[1])
                        .addArrayOfString(new String[1])
                        .addLong(3_600_000L));
    }

    List<Row> settle(UUID id, long account, long amount) {
        return Books.result(startSettle(id, account, amount));
    }

    CompletableFuture<List<Row>> startSettle(UUID id, long account, long amount) {
        return books.start(
                Books.SETTLE,
                Tuple.tuple()
                        .addArrayOfUUID(new UUID[] {id})
                        .addArrayOfLong(new Long[] {account})
                        .addArrayOfShort(new Short[] {(short) (amount > 0 ? 1 : 2)})
                        .addArrayOfLong(new Long[] {amount})
                        .addArrayOfInteger(new Integer[] {1})
                        .addArrayOfUUID(new UUID[] {newId()})
                        .addArrayOfInteger(new Integer[] {1, 1, 1, 1, 1})
                        .addArrayOfBoolean(new Boolean[] {false}));
    }

    static Tuple refund(UUID id, long account, UUID of, @Nullable Long amount, boolean toSource) {
        return Tuple.of(id, account, of, amount, toSource, WALK);
    }

    Row refund(long account, UUID of, @Nullable Long amount, boolean toSource) {
        return books.call(REFUND, refund(newId(), account, of, amount, toSource))
                .getFirst();
    }

    /** A grant in effect now that goes well. */
    UUID grant(long account, long amount, int priority, @Nullable OffsetDateTime expires) {
        var id = newId();
        requireStatus(0, books.call(GRANT, Tuple.of(id, account, amount, (short) priority, null, expires)));
        return id;
    }

    List<Row> endLots(int most) {
        var entries = new UUID[most];
        for (int i = 0; i < most; i++) {
            entries[i] = newId();
        }
        return books.call(
                END_LOTS, Tuple.tuple().addArrayOfUUID(entries).addInteger(WALK).addLong(0L));
    }

    Row voidLot(long account, UUID lot) {
        return books.call(VOID, Tuple.of(lot, account, newId(), WALK)).getFirst();
    }

    /** In steps of so many rows. */
    void walk(long account, int step) {
        while (!books.call("SELECT walk_all_lots($1, $2)", Tuple.of(account, step))
                .getFirst()
                .getBoolean(0)) {
            // goes on
        }
    }

    /** What is left of a lot, and what was taken back of it. */
    List<Long> lot(UUID id) {
        var row = books.call("SELECT account_id, rest, lost FROM grant_lot WHERE id = $1", Tuple.of(id))
                .getFirst();
        walk(row.getLong("account_id"), WALK);
        var walked = books.call("SELECT rest, lost FROM grant_lot WHERE id = $1", Tuple.of(id))
                .getFirst();
        return List.of(walked.getLong("rest"), walked.getLong("lost"));
    }

    /** Lets a lot's time be over; its walk is brought up to date first, since in life the time never changes. */
    void expire(UUID lot) {
        lot(lot);
        books.call(
                "UPDATE grant_lot SET expires_at = clock_timestamp(), due_at = clock_timestamp() WHERE id = $1",
                Tuple.of(lot));
    }

    void codes(UUID batch, long amount, String... codes) {
        books.call(
                "INSERT INTO code_batch (id, count, amount, note, operator) VALUES ($1, $2, $3, 'n', 'o')",
                Tuple.of(batch, codes.length, amount));
        for (var code : codes) {
            books.call("INSERT INTO redeem_code (hash, batch_id) VALUES ($1, $2)", Tuple.of(hash(code), batch));
        }
    }

    CompletableFuture<List<Row>> startRedeem(String code, UUID entry, long account) {
        return books.start(REDEEM, redemption(code, entry, account));
    }

    static Tuple redemption(String code, UUID entry, long account) {
        return Tuple.of(hash(code), entry, account, "tester");
    }

    static void requireStatus(int wanted, List<Row> answer) {
        int status = answer.getFirst().getShort("o_status");
        if (status != wanted) {
            throw new AssertionError("status %d instead of %d".formatted(status, wanted));
        }
    }

    private static Buffer hash(String code) {
        try {
            return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
