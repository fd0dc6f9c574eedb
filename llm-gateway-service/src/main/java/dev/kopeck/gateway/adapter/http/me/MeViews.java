package dev.kopeck.gateway.adapter.http.me;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.gateway.application.access.Caller;
import dev.kopeck.gateway.application.access.RateStanding;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What the holder of a key is told about itself. */
final class MeViews {

    private MeViews() {}

    @Schema(examples = """
                    {"account":{"id":"1001","status":"active"},"key":{"id":"0193565e-5d0d-7aa2-8f3e-1b2c3d4e5f60","name":"ci",\
                    "models":["gpt-4o-mini"]},"left":{"balance":"5.75","daily":"1.25"},"limits":{"requestsPerMinute":6000,\
                    "requestsLeft":5999,"tokensPerMinute":10000000,"tokensLeft":9999000}}""")
    record MeView(AccountView account, KeyView key, LeftView left, RateView limits) {

        static MeView of(Caller caller, RateStanding standing) {
            return new MeView(
                    new AccountView(
                            caller.accountId().toString(),
                            caller.standing().name().toLowerCase(Locale.ROOT)),
                    KeyView.of(caller),
                    LeftView.of(caller.left()),
                    RateView.of(standing));
        }
    }

    /** @param status active, frozen, closed or parked: only an active account may spend */
    record AccountView(String id, String status) {}

    /** @param models left out where all are allowed */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record KeyView(
            String id,
            String name,
            @Nullable List<String> models,
            @Nullable String expiresAt) {

        static KeyView of(Caller caller) {
            return new KeyView(
                    caller.keyId().toString(),
                    caller.keyName(),
                    caller.models()
                            .map(models -> models.stream().sorted().toList())
                            .orElse(null),
                    caller.expiresAt().map(Instant::toString).orElse(null));
        }
    }

    /** Decimal strings. Limits that there are none of are left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LeftView(
            String balance,
            @Nullable String key,
            @Nullable String daily,
            @Nullable String monthly) {

        static LeftView of(Caller.Left left) {
            return new LeftView(
                    left.balance().toDecimal(),
                    left.key().map(Nanos::toDecimal).orElse(null),
                    left.daily().map(Nanos::toDecimal).orElse(null),
                    left.monthly().map(Nanos::toDecimal).orElse(null));
        }
    }

    /** Of the instance that answers, the tighter of key and account each. */
    record RateView(long requestsPerMinute, long requestsLeft, long tokensPerMinute, long tokensLeft) {

        static RateView of(RateStanding standing) {
            return new RateView(
                    standing.requests().limit(),
                    standing.requests().left(),
                    standing.tokens().limit(),
                    standing.tokens().left());
        }
    }
}
