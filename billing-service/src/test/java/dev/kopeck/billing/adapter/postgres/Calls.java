package dev.kopeck.billing.adapter.postgres;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Calls of the hot functions with equal figures for every prompt of the batch. */
final class Calls {

    private Calls() {}

    static CompletableFuture<List<Row>> reserve(
            Books books, List<UUID> ids, List<Long> accounts, long amount, long floor, long ttlMs) {
        return books.start(Books.RESERVE, reservation(ids, accounts, amount, floor, ttlMs));
    }

    static Tuple reservation(List<UUID> ids, List<Long> accounts, long amount, long floor, long ttlMs) {
        int size = ids.size();
        return Tuple.tuple()
                .addArrayOfUUID(ids.toArray(UUID[]::new))
                .addArrayOfLong(accounts.toArray(Long[]::new))
                .addArrayOfLong(Collections.nCopies(size, amount).toArray(Long[]::new))
                .addArrayOfLong(Collections.nCopies(size, floor).toArray(Long[]::new))
                .addArrayOfInteger(Collections.nCopies(size, 1).toArray(Integer[]::new))
                .addArrayOfLong(Collections.nCopies(size, 5L).toArray(Long[]::new))
                .addArrayOfShort(Collections.nCopies(size, (short) 0).toArray(Short[]::new))
                .addArrayOfShort(Collections.nCopies(size, (short) 1).toArray(Short[]::new))
                .addArrayOfString(Collections.nCopies(size, "telegram:1").toArray(String[]::new))
                .addArrayOfUUID(new UUID[size])
                .addArrayOfString(new String[size])
                .addLong(ttlMs);
    }

    /** @param kind 1 to settle, 2 to release */
    static CompletableFuture<List<Row>> settle(Books books, List<UUID> ids, long account, int kind, long amount) {
        return books.start(Books.SETTLE, settlement(ids, Collections.nCopies(ids.size(), account), kind, amount));
    }

    static Tuple settlement(List<UUID> ids, List<Long> accounts, int kind, long amount) {
        int size = ids.size();
        return Tuple.tuple()
                .addArrayOfUUID(ids.toArray(UUID[]::new))
                .addArrayOfLong(accounts.toArray(Long[]::new))
                .addArrayOfShort(Collections.nCopies(size, (short) kind).toArray(Short[]::new))
                .addArrayOfLong(
                        Collections.nCopies(size, kind == 1 ? amount : 0L).toArray(Long[]::new))
                .addArrayOfInteger(Collections.nCopies(size, 1).toArray(Integer[]::new))
                .addArrayOfUUID(ids.stream()
                        .map(id -> new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ 0xFF))
                        .toArray(UUID[]::new))
                .addArrayOfInteger(Collections.nCopies(5 * size, 1).toArray(Integer[]::new))
                .addArrayOfBoolean(Collections.nCopies(size, false).toArray(Boolean[]::new));
    }
}
