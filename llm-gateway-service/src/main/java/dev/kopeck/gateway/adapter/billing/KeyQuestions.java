package dev.kopeck.gateway.adapter.billing;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.gateway.adapter.billing.BillingApi.Introspection;
import dev.kopeck.gateway.adapter.billing.BillingApi.Left;
import dev.kopeck.gateway.adapter.billing.BillingApi.Question;
import dev.kopeck.gateway.application.access.Caller;
import dev.kopeck.gateway.application.access.KeyAnswer;
import dev.kopeck.gateway.application.access.KeysUnavailableException;
import dev.kopeck.gateway.config.GatewayConfig;
import dev.kopeck.gateway.domain.KeyHash;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks billing what a key may do, each time anew. */
@ApplicationScoped
class KeyQuestions {

    private final BillingApi billing;
    private final String authorization;
    private final Duration timeout;

    KeyQuestions(GatewayConfig config) {
        var settings = config.billing();
        authorization = "Bearer " + settings.token().orElse("");
        timeout = settings.timeout();
        billing = QuarkusRestClientBuilder.newBuilder()
                .baseUri(settings.url())
                .connectTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .build(BillingApi.class);
    }

    Uni<KeyAnswer> ask(KeyHash hash) {
        return billing.introspect(authorization, new Question(hash.hex()))
                .ifNoItem()
                .after(timeout)
                .fail()
                .map(answer -> answer(hash, answer))
                .onFailure()
                .transform(KeyQuestions::unavailable);
    }

    /** An account that may not spend still has keys: who may look, and what is refused, is decided further in. */
    private static KeyAnswer answer(KeyHash hash, Introspection found) {
        if (found.keyId() == null) {
            return new KeyAnswer.Refused(KeyAnswer.Reason.UNKNOWN);
        }
        return switch (Objects.requireNonNullElse(found.reason(), "")) {
            case "key_revoked" -> new KeyAnswer.Refused(KeyAnswer.Reason.REVOKED);
            case "key_expired" -> new KeyAnswer.Refused(KeyAnswer.Reason.EXPIRED);
            default -> new KeyAnswer.Known(caller(hash, found));
        };
    }

    private static Caller caller(KeyHash hash, Introspection found) {
        var standing = Caller.Standing.valueOf(
                Objects.requireNonNull(found.accountStatus()).toUpperCase(Locale.ROOT));
        if (!found.active() && standing == Caller.Standing.ACTIVE) {
            throw new IllegalArgumentException("not active for a reason that this version does not know");
        }
        return new Caller(
                AccountId.parse(Objects.requireNonNull(found.accountId())),
                UUID.fromString(Objects.requireNonNull(found.keyId())),
                Objects.requireNonNullElse(found.keyName(), ""),
                hash,
                Optional.ofNullable(found.models()),
                standing,
                left(Objects.requireNonNull(found.left())),
                Optional.ofNullable(found.expiresAt()).map(Instant::parse));
    }

    private static Caller.Left left(Left left) {
        return new Caller.Left(
                Nanos.parse(left.balance()), amount(left.key()), amount(left.daily()), amount(left.monthly()));
    }

    private static Optional<Nanos> amount(@Nullable String text) {
        return Optional.ofNullable(text).map(Nanos::parse);
    }

    private static Throwable unavailable(Throwable failure) {
        if (failure instanceof WebApplicationException answered) {
            return new KeysUnavailableException("HTTP " + answered.getResponse().getStatus());
        }
        if (failure instanceof IllegalArgumentException
                || failure instanceof NullPointerException
                || failure instanceof DateTimeException) {
            return new KeysUnavailableException("an answer that cannot be read");
        }
        return new KeysUnavailableException(failure.getClass().getSimpleName());
    }
}
