package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.domain.AccountQuery;
import dev.kopeck.contracts.money.Nanos;
import jakarta.ws.rs.QueryParam;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What accounts are searched by; everything may be left out. */
class AccountSearchParameters {

    private static final int PAGE = 50;
    private static final int PAGE_MAX = 200;
    private static final int METADATA_MAX = 5;

    @QueryParam("id")
    @Nullable String id;

    @QueryParam("payer")
    @Nullable String payer;

    /** The beginning of the name, whatever its case. */
    @QueryParam("name")
    @Nullable String name;

    @QueryParam("status")
    @Nullable String status;

    /** {@code key=value}; may come several times, and all of them must hold. */
    @QueryParam("metadata")
    List<String> metadata = List.of();

    /** Less than this is available, credit not counted. */
    @QueryParam("balanceBelow")
    @Nullable String balanceBelow;

    @QueryParam("limit")
    @Nullable String limit;

    @QueryParam("cursor")
    @Nullable String cursor;

    AccountQuery query() {
        return new AccountQuery(
                AccountFields.parameter("id", id, Fields::accountId),
                AccountFields.parameter("payer", payer, Fields::payer),
                AccountFields.parameter("name", name, text -> text),
                AccountFields.parameter("status", status, AccountFields::status),
                entries(),
                AccountFields.parameter("balanceBelow", balanceBelow, AccountSearchParameters::balance),
                Fields.number("cursor", cursor, Long.MAX_VALUE, 1, Long.MAX_VALUE),
                (int) Fields.number("limit", limit, PAGE, 1, PAGE_MAX));
    }

    private Map<String, String> entries() {
        if (metadata.size() > METADATA_MAX) {
            throw Fields.invalid("metadata", "must come at most %d times".formatted(METADATA_MAX));
        }
        var entries = new HashMap<String, String>();
        for (var entry : metadata) {
            int sign = entry.indexOf('=');
            if (sign < 1) {
                throw Fields.invalid("metadata", "must be key=value");
            }
            var key = AccountFields.metadataKey(entry.substring(0, sign));
            entries.put(key, AccountFields.metadataValue(key, entry.substring(sign + 1)));
        }
        return entries;
    }

    private static Nanos balance(String text) {
        try {
            return Nanos.parse(text);
        } catch (IllegalArgumentException e) {
            throw Fields.invalid("balanceBelow", String.valueOf(e.getMessage()));
        }
    }
}
