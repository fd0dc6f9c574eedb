package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.domain.BookEntry;
import dev.kopeck.billing.domain.EntryKind;
import dev.kopeck.billing.domain.LedgerCursor;
import dev.kopeck.billing.domain.TokenCounts;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Optional;

/** Rows of table ledger with the model of their price. */
final class EntryRows {

    /** Of ledger l and price p. */
    static final String COLUMNS = "l.txid, l.id, l.kind, l.debit_account, l.credit_account, l.amount, l.held,"
            + " l.customer_account, l.customer_seq, l.customer_balance, l.price_version, p.model, l.channel,"
            + " l.input_tokens, l.cached_tokens, l.cache_write_tokens, l.output_tokens, l.reasoning_tokens,"
            + " l.estimated, l.ref, l.key_id, l.reference, l.operator, l.reason, l.created_at";

    private EntryRows() {}

    static BookEntry entry(Row row) {
        var id = row.getUUID("id");
        return new BookEntry(
                new LedgerCursor(row.getLong("txid"), id),
                id,
                EntryKind.ofCode(row.getShort("kind")),
                row.getLong("debit_account"),
                row.getLong("credit_account"),
                new Nanos(row.getLong("amount")),
                new Nanos(row.getLong("held")),
                new AccountId(row.getLong("customer_account")),
                row.getLong("customer_seq"),
                new Nanos(row.getLong("customer_balance")),
                Optional.ofNullable(row.getInteger("price_version")),
                Optional.ofNullable(row.getString("model")),
                Optional.ofNullable(row.getShort("channel")).map(ChannelCodes::channel),
                tokens(row),
                Boolean.TRUE.equals(row.getBoolean("estimated")),
                Optional.ofNullable(row.getUUID("ref")),
                Optional.ofNullable(row.getUUID("key_id")),
                new BookEntry.Notes(
                        Optional.ofNullable(row.getString("reference")),
                        Optional.ofNullable(row.getString("operator")),
                        Optional.ofNullable(row.getString("reason"))),
                row.getOffsetDateTime("created_at").toInstant());
    }

    /** What is no prompt's has no counts, nor has an expired hold. */
    private static Optional<TokenCounts> tokens(Row row) {
        return Optional.ofNullable(row.getInteger("input_tokens"))
                .map(input -> new TokenCounts(
                        input,
                        count(row, "cached_tokens"),
                        count(row, "cache_write_tokens"),
                        count(row, "output_tokens"),
                        count(row, "reasoning_tokens")));
    }

    private static int count(Row row, String column) {
        return Optional.ofNullable(row.getInteger(column)).orElse(0);
    }
}
