package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.domain.EntryKind;
import dev.kopeck.billing.domain.Settlement;
import dev.kopeck.billing.domain.SettlementRequest;
import dev.kopeck.contracts.event.ChargeSettled.Resolution;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.Usage;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The call of settle_batch: arrays in, recorded outcomes out. The codes are told in the migration. */
final class SettleStatement {

    static final String SQL = "SELECT o_ord, o_status, o_kind, o_charged, o_released, o_uncollected, o_balance,"
            + " o_tokens, o_estimated, o_at FROM settle_batch($1, $2, $3, $4, $5, $6, $7, $8)";

    private static final int COUNTS = 5;

    private SettleStatement() {}

    static Tuple parameters(List<SettlementRequest> requests) {
        int size = requests.size();
        var ids = new UUID[size];
        var accounts = new Long[size];
        var kinds = new Short[size];
        var amounts = new Long[size];
        var prices = new Integer[size];
        var late = new UUID[size];
        var tokens = new Integer[size * COUNTS];
        var estimated = new Boolean[size];
        for (int i = 0; i < size; i++) {
            var request = requests.get(i);
            var completion = request.completion();
            ids[i] = completion.promptId().value();
            accounts[i] = completion.accountId().value();
            kinds[i] = (short) (request.charged() ? EntryKind.CHARGE : EntryKind.RELEASE).code();
            amounts[i] = request.cost().value();
            prices[i] = completion.priceVersion();
            late[i] = completion.promptId().related("late");
            estimated[i] = completion.estimated();
            fill(tokens, i * COUNTS, completion.usage());
        }
        return Tuple.tuple()
                .addArrayOfUUID(ids)
                .addArrayOfLong(accounts)
                .addArrayOfShort(kinds)
                .addArrayOfLong(amounts)
                .addArrayOfInteger(prices)
                .addArrayOfUUID(late)
                .addArrayOfInteger(tokens)
                .addArrayOfBoolean(estimated);
    }

    /** In the order of the requests. */
    static List<Settlement> settlements(List<SettlementRequest> requests, Iterable<Row> rows) {
        var settlements = new Settlement[requests.size()];
        for (var row : rows) {
            int place = row.getInteger("o_ord") - 1;
            settlements[place] = settlement(requests.get(place), row);
        }
        return Arrays.stream(settlements)
                .map(settlement -> Objects.requireNonNull(settlement, "settle_batch left a completion unanswered"))
                .toList();
    }

    private static Settlement settlement(SettlementRequest request, Row row) {
        int status = row.getShort("o_status");
        return switch (status) {
            case 0, 1 -> resolved(request, row, status == 1);
            case 7 -> new Settlement.Parked("no reservation of this prompt exists");
            case 8 ->
                new Settlement.Parked("account %s does not exist"
                        .formatted(request.completion().accountId()));
            case 10 ->
                new Settlement.Parked("the reservation does not belong to account %s"
                        .formatted(request.completion().accountId()));
            case 11 ->
                new Settlement.Parked("the reservation was not made with price version %d"
                        .formatted(request.completion().priceVersion()));
            default -> throw new IllegalStateException("settle_batch answered with unknown status " + status);
        };
    }

    private static Settlement.Resolved resolved(SettlementRequest request, Row row, boolean replay) {
        var completion = request.completion();
        return new Settlement.Resolved(
                resolution(EntryKind.ofCode(row.getShort("o_kind"))),
                new Nanos(row.getLong("o_charged")),
                new Nanos(row.getLong("o_released")),
                new Nanos(row.getLong("o_uncollected")),
                new Nanos(row.getLong("o_balance")),
                replay ? usage(row.getArrayOfIntegers("o_tokens")) : completion.usage(),
                replay ? Boolean.TRUE.equals(row.getBoolean("o_estimated")) : completion.estimated(),
                row.getOffsetDateTime("o_at").toInstant(),
                replay);
    }

    private static Resolution resolution(EntryKind kind) {
        return switch (kind) {
            case CHARGE -> Resolution.SETTLED;
            case RELEASE -> Resolution.RELEASED;
            case EXPIRY -> Resolution.EXPIRED;
            case LATE_CHARGE -> Resolution.SETTLED_LATE;
            case TOP_UP, REFUND, ADJUSTMENT, GRANT, BREAKAGE ->
                throw new IllegalStateException("settle_batch answered with an entry of kind " + kind);
        };
    }

    private static void fill(Integer[] tokens, int from, Usage usage) {
        tokens[from] = Math.toIntExact(usage.inputTokens());
        tokens[from + 1] = Math.toIntExact(usage.cachedInputTokens());
        tokens[from + 2] = Math.toIntExact(usage.cacheWriteTokens());
        tokens[from + 3] = Math.toIntExact(usage.outputTokens());
        tokens[from + 4] = Math.toIntExact(usage.reasoningTokens());
    }

    /** An expired hold's row has no counts. */
    private static Usage usage(@Nullable Integer @Nullable [] tokens) {
        if (tokens == null || tokens[0] == null) {
            return Usage.NONE;
        }
        var counts = Arrays.stream(tokens)
                .mapToLong(count -> count == null ? 0 : count)
                .toArray();
        return Usage.reported(counts[0], counts[1], counts[2], counts[3], counts[4]);
    }
}
