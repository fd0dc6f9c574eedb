package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.domain.AccountQuery;
import dev.kopeck.contracts.money.Nanos;
import jakarta.ws.rs.QueryParam;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What accounts are searched by; everything may be left out. */
class AccountSearchParameters {

    private static final int PAGE = 50;
    private static final int PAGE_MAX = 200;
    private static final int METADATA_MAX = 5;

    @QueryParam("id")
    @Parameter(description = "The id of an account.", example = "1001")
    @Nullable String id;

    @QueryParam("payer")
    @Parameter(description = "Who pays from it.", example = "telegram:70060")
    @Nullable String payer;

    /** The beginning of the name, whatever its case. */
    @QueryParam("name")
    @Parameter(description = "The beginning of the name, whatever its case.", example = "acme")
    @Nullable String name;

    @QueryParam("status")
    @Parameter(description = "What it may do: active, frozen, closed or parked.", example = "active")
    @Nullable String status;

    /** {@code key=value}; may come several times, and all of them must hold. */
    @QueryParam("metadata")
    @Parameter(
            description = "key=value; may come up to five times, and all of them must hold.",
            example = "team=search")
    List<String> metadata = List.of();

    /** Less than this is available, credit not counted. */
    @QueryParam("balanceBelow")
    @Parameter(description = "Less than this is available, credit not counted.", example = "1.00")
    @Nullable String balanceBelow;

    @QueryParam(Paging.LIMIT)
    @Nullable String limit;

    @QueryParam(Paging.CURSOR)
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
