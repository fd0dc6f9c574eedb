package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.domain.Quote;
import dev.kopeck.billing.domain.Reservation;
import dev.kopeck.billing.domain.ReservationRequest;
import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The call of reserve_batch: arrays in, recorded outcomes out. The codes are told in the migration. */
final class ReserveStatement {

    static final String SQL = "SELECT o_ord, o_status, o_held, o_price, o_expires, o_needed, o_available, o_account"
            + " FROM reserve_batch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

    /** Matches no account. */
    private static final long NO_ACCOUNT = 0;

    private static final short NOT_REFUSED = 0;

    private ReserveStatement() {}

    static Tuple parameters(List<ReservationRequest> requests, Duration ttl) {
        int size = requests.size();
        var ids = new UUID[size];
        var accounts = new Long[size];
        var amounts = new Long[size];
        var floors = new Long[size];
        var prices = new Integer[size];
        var fingerprints = new Long[size];
        var refusals = new Short[size];
        var channels = new Short[size];
        var payers = new String[size];
        var keys = new @Nullable UUID[size];
        var models = new String[size];
        for (int i = 0; i < size; i++) {
            var request = requests.get(i);
            var prompt = request.prompt();
            ids[i] = prompt.promptId().value();
            accounts[i] = request.account().map(account -> account.value()).orElse(NO_ACCOUNT);
            fingerprints[i] = request.fingerprint();
            channels[i] = ChannelCodes.code(prompt.channel());
            payers[i] = prompt.payer().value();
            keys[i] = prompt.apiKeyId();
            models[i] = prompt.model();
            switch (request.quote()) {
                case Quote.Priced priced -> {
                    amounts[i] = priced.worstCase().value();
                    floors[i] = priced.floor().value();
                    prices[i] = priced.priceVersion();
                    refusals[i] = NOT_REFUSED;
                }
                case Quote.Unpriced unpriced -> {
                    amounts[i] = 0L;
                    floors[i] = 0L;
                    prices[i] = 0;
                    refusals[i] = code(unpriced.reason());
                }
            }
        }
        return Tuple.tuple()
                .addArrayOfUUID(ids)
                .addArrayOfLong(accounts)
                .addArrayOfLong(amounts)
                .addArrayOfLong(floors)
                .addArrayOfInteger(prices)
                .addArrayOfLong(fingerprints)
                .addArrayOfShort(refusals)
                .addArrayOfShort(channels)
                .addArrayOfString(payers)
                .addArrayOfUUID(keys)
                .addArrayOfString(models)
                .addLong(ttl.toMillis());
    }

    /** In the order of the requests. */
    static List<Reservation> reservations(List<ReservationRequest> requests, Iterable<Row> rows) {
        var reservations = new Reservation[requests.size()];
        for (var row : rows) {
            reservations[row.getInteger("o_ord") - 1] = reservation(row);
        }
        return Arrays.stream(reservations)
                .map(reservation -> Objects.requireNonNull(reservation, "reserve_batch left a prompt unanswered"))
                .toList();
    }

    private static Reservation reservation(Row row) {
        int status = row.getShort("o_status");
        return switch (status) {
            case 0, 1 ->
                new Reservation.Held(
                        new AccountId(row.getLong("o_account")),
                        new Nanos(row.getLong("o_held")),
                        row.getInteger("o_price"),
                        row.getOffsetDateTime("o_expires").toInstant(),
                        status == 1);
            case 2 -> new Reservation.Resolved();
            default ->
                new Reservation.Refused(
                        reason(status), new Nanos(row.getLong("o_needed")), new Nanos(row.getLong("o_available")));
        };
    }

    private static short code(DeclineReason reason) {
        return switch (reason) {
            case INSUFFICIENT_FUNDS -> 3;
            case UNKNOWN_ACCOUNT -> 4;
            case ACCOUNT_FROZEN -> 5;
            case UNKNOWN_PRICE -> 6;
            case COST_OUT_OF_RANGE -> 7;
            case PROMPT_ID_REUSED -> 9;
            case ACCOUNT_CLOSED -> 12;
            case ACCOUNT_PARKED -> 13;
            case SPEND_LIMIT_REACHED -> 14;
            case KEY_LIMIT_REACHED -> 15;
            case KEY_INVALID -> 16;
            case MODEL_NOT_ALLOWED -> 17;
            case MODEL_INACTIVE -> 18;
        };
    }

    static DeclineReason reason(int code) {
        return Arrays.stream(DeclineReason.values())
                .filter(reason -> code(reason) == code)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("reserve_batch answered with unknown status " + code));
    }
}
