package dev.kopeck.billing.domain;

import java.util.UUID;

/**
 * A place in the ledger, in the order in which exports read it: by transaction, then by id. Whatever lies before a place
 * that was read stays as it was read, so going on behind it misses nothing and repeats nothing.
 *
 * @param transaction which transaction wrote the entry; 0 for entries from before transactions were noted
 */
public record LedgerCursor(long transaction, UUID id) {

    /** Before every entry. */
    public static final LedgerCursor START = new LedgerCursor(0, new UUID(0, 0));

    private static final int PARTS = 2;

    public LedgerCursor {
        if (transaction < 0) {
            throw new IllegalArgumentException("must be a cursor that an export gave");
        }
    }

    /** @throws IllegalArgumentException where no export gave this text */
    public static LedgerCursor parse(String text) {
        var parts = text.split("\\.", -1);
        try {
            if (parts.length == PARTS) {
                return new LedgerCursor(Long.parseLong(parts[0]), UUID.fromString(parts[1]));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be a cursor that an export gave", e);
        }
        throw new IllegalArgumentException("must be a cursor that an export gave");
    }

    /** What {@link #parse} reads. */
    public String text() {
        return transaction + "." + id;
    }
}
