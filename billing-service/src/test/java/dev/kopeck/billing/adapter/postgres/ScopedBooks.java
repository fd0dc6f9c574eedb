package dev.kopeck.billing.adapter.postgres;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Books of customers who have credit for certain models. */
final class ScopedBooks {

    static final int SCOPES_MAX = 3;

    private static final String GRANT =
            "SELECT * FROM grant_scoped_credit($1, $2, $3, $4, $5, 100::smallint, $6::timestamptz, NULL, 'tester', 'test')";

    private final Books books;

    ScopedBooks(Books books) {
        this.books = books;
        // Customers of these tests choose their own ids; what they own has higher ones.
        books.call("SELECT setval('account_id', 1000000)");
    }

    /** One prompt that asks for its worst case, and at least for that much. */
    record Prompt(
            UUID id,
            long account,
            long amount,
            long floor,
            @Nullable String model,
            @Nullable UUID key) {

        static Prompt of(long account, long amount, String model) {
            return new Prompt(UUID.randomUUID(), account, amount, amount, model, null);
        }

        Prompt atLeast(long least) {
            return new Prompt(id, account, amount, least, model, key);
        }

        Prompt with(UUID itsKey) {
            return new Prompt(id, account, amount, floor, model, itsKey);
        }
    }

    /** A grant that goes well; its lot. */
    UUID grant(long customer, long amount, String... models) {
        var lot = UUID.randomUUID();
        MoneyBooks.requireStatus(0, startGrant(lot, customer, amount, models).join());
        return lot;
    }

    CompletableFuture<List<Row>> startGrant(UUID lot, long customer, long amount, String... models) {
        return books.start(GRANT, Tuple.of(lot, customer, models, SCOPES_MAX, amount, null));
    }

    /** The account in which the customer's credit for just these models lies. */
    long scope(long customer, String... models) {
        return books.call(
                        "SELECT account_id FROM scoped_credit WHERE owner = $1 AND models = $2",
                        Tuple.tuple().addLong(customer).addArrayOfString(models))
                .getFirst()
                .getLong("account_id");
    }

    /** In the order of the prompts. */
    List<Row> reserve(Prompt... prompts) {
        return Books.result(startReserve(60_000, prompts)).stream()
                .sorted((one, other) -> one.getInteger("o_ord") - other.getInteger("o_ord"))
                .toList();
    }

    CompletableFuture<List<Row>> startReserve(long ttlMs, Prompt... prompts) {
        var all = List.of(prompts);
        return books.start(
                Books.RESERVE,
                Tuple.tuple()
                        .addArrayOfUUID(all.stream().map(Prompt::id).toArray(UUID[]::new))
                        .addArrayOfLong(all.stream().map(Prompt::account).toArray(Long[]::new))
                        .addArrayOfLong(all.stream().map(Prompt::amount).toArray(Long[]::new))
                        .addArrayOfLong(all.stream().map(Prompt::floor).toArray(Long[]::new))
                        .addArrayOfInteger(Collections.nCopies(all.size(), 1).toArray(Integer[]::new))
                        .addArrayOfLong(Collections.nCopies(all.size(), 5L).toArray(Long[]::new))
                        .addArrayOfShort(
                                Collections.nCopies(all.size(), (short) 0).toArray(Short[]::new))
                        .addArrayOfShort(
                                Collections.nCopies(all.size(), (short) 1).toArray(Short[]::new))
                        .addArrayOfString(
                                Collections.nCopies(all.size(), "telegram:1").toArray(String[]::new))
                        .addArrayOfUUID(
                                all.stream().<@Nullable UUID>map(Prompt::key).toArray(UUID[]::new))
                        .addArrayOfString(all.stream()
                                .<@Nullable String>map(Prompt::model)
                                .toArray(String[]::new))
                        .addLong(ttlMs));
    }

    /** A prompt that is held; where. */
    long holder(Prompt prompt) {
        MoneyBooks.requireStatus(0, reserve(prompt));
        return books.call("SELECT account_id FROM hold WHERE id = $1", Tuple.of(prompt.id()))
                .getFirst()
                .getLong("account_id");
    }

    Row settle(Prompt prompt, long amount) {
        return Books.result(Calls.settle(books, List.of(prompt.id()), prompt.account(), 1, amount))
                .getFirst();
    }

    /** What is posted and held in an account. */
    List<Long> funds(long account) {
        var row = books.call("SELECT posted, held FROM account WHERE id = $1", Tuple.of(account))
                .getFirst();
        return List.of(row.getLong("posted"), row.getLong("held"));
    }

    UUID key(long account, @Nullable Long limit) {
        var key = UUID.randomUUID();
        books.call(
                "INSERT INTO api_key (id, account_id, name, prefix, hash, spend_limit)"
                        + " VALUES ($1, $2, 'k', 'k', sha256($1::text::bytea), $3)",
                Tuple.of(key, account, limit));
        return key;
    }

    List<Row> endLots(int most) {
        return books.call(
                MoneyBooks.END_LOTS,
                Tuple.tuple()
                        .addArrayOfUUID(IntStream.range(0, most)
                                .mapToObj(i -> UUID.randomUUID())
                                .toArray(UUID[]::new))
                        .addInteger(1000)
                        .addLong(0L));
    }
}
