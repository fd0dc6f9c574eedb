package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.AccountProfile;
import dev.kopeck.billing.domain.Funds;
import dev.kopeck.billing.domain.Metadata;
import dev.kopeck.billing.domain.ScopedCredit;
import dev.kopeck.billing.domain.Standing;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of account with what operators note about them. */
final class AccountRows {

    /** Of {@link #TABLES}. */
    static final String COLUMNS = "a.id, a.currency, a.frozen, a.closed, a.parked, a.posted, a.held, a.credit_limit,"
            + " a.low_balance, a.created_at, p.name, p.metadata, p.status_reason,"
            + " ARRAY(SELECT i.payer FROM account_payer i WHERE i.account_id = a.id ORDER BY i.payer) AS payers,"
            + " (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.account_id, 'models', s.models, 'posted', c.posted,"
            + " 'held', c.held, 'parked', c.parked) ORDER BY s.account_id), '[]') FROM scoped_credit s"
            + " JOIN account c ON c.id = s.account_id WHERE s.owner = a.id) AS scoped";

    static final String TABLES = "account a LEFT JOIN account_profile p ON p.account_id = a.id";

    /** Only customers' accounts are found: scoped credit is looked at, and dealt with, through its customer. */
    static final String FIND =
            "SELECT " + COLUMNS + " FROM " + TABLES + " WHERE a.id = $1 AND a.kind = 1 AND a.owner IS NULL";

    private AccountRows() {}

    static Account account(Row row) {
        return new Account(
                new AccountId(row.getLong("id")),
                Arrays.stream(row.getArrayOfStrings("payers")).map(Payer::new).toList(),
                row.getString("currency"),
                new Standing(row.getBoolean("frozen"), row.getBoolean("closed"), row.getBoolean("parked")),
                new Funds(
                        new Nanos(row.getLong("posted")),
                        new Nanos(row.getLong("held")),
                        new Nanos(row.getLong("credit_limit"))),
                new AccountProfile(
                        Optional.ofNullable(row.getString("name")),
                        metadata((JsonObject) row.getValue("metadata")),
                        Optional.ofNullable(row.getString("status_reason"))),
                Optional.ofNullable(row.getLong("low_balance")).map(Nanos::new),
                ((JsonArray) row.getValue("scoped"))
                        .stream()
                                .map(JsonObject.class::cast)
                                .map(AccountRows::scoped)
                                .toList(),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static ScopedCredit scoped(JsonObject stored) {
        return new ScopedCredit(
                new AccountId(stored.getLong("id")),
                stored.getJsonArray("models").stream().map(String.class::cast).toList(),
                new Funds(new Nanos(stored.getLong("posted")), new Nanos(stored.getLong("held")), Nanos.ZERO),
                stored.getBoolean("parked"));
    }

    static JsonObject json(Map<String, String> metadata) {
        return new JsonObject(new HashMap<>(metadata));
    }

    private static Metadata metadata(@Nullable JsonObject stored) {
        var entries = new HashMap<String, String>();
        if (stored != null) {
            stored.forEach(entry -> entries.put(entry.getKey(), String.valueOf(entry.getValue())));
        }
        return new Metadata(entries);
    }
}
