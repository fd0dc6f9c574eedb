package dev.kopeck.gateway.application.access;

import dev.kopeck.gateway.domain.KeyHash;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** From a request's {@code Authorization} to its caller. Where billing does not say, nobody is let in. */
public final class Authenticate {

    private static final Logger LOG = Logger.getLogger(Authenticate.class);
    private static final String SCHEME = "bearer ";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Keys keys;
    private final AccessMeasurements measurements;

    public Authenticate(Keys keys, AccessMeasurements measurements) {
        this.keys = keys;
        this.measurements = measurements;
    }

    /** @param authorization the header's value; null where there is none */
    public Uni<Access> bearer(@Nullable String authorization) {
        return told(authorization).invoke(this::measure);
    }

    private Uni<Access> told(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return denied(Access.Reason.MISSING);
        }
        return KeyHash.ofKey(authorization.substring(SCHEME.length()).strip())
                .map(this::ask)
                .orElseGet(() -> denied(Access.Reason.UNKNOWN));
    }

    private void measure(Access access) {
        switch (access) {
            case Access.Granted granted -> {
                // Counted by what is done then.
            }
            case Access.Denied(var reason) -> measurements.denied(reason);
            case Access.Unavailable away -> measurements.unavailable();
        }
    }

    private Uni<Access> ask(KeyHash hash) {
        return keys.ask(hash)
                .map(Authenticate::access)
                .onFailure(KeysUnavailableException.class)
                .invoke(f -> LOG.warnf("Billing does not say what a key may do. cause=%s", f.getMessage()))
                .onFailure(KeysUnavailableException.class)
                .recoverWithItem(new Access.Unavailable(RETRY_AFTER));
    }

    private static Access access(KeyAnswer answer) {
        return switch (answer) {
            case KeyAnswer.Known(var caller) -> new Access.Granted(caller);
            case KeyAnswer.Refused(var reason) ->
                new Access.Denied(
                        switch (reason) {
                            case UNKNOWN -> Access.Reason.UNKNOWN;
                            case REVOKED -> Access.Reason.REVOKED;
                            case EXPIRED -> Access.Reason.EXPIRED;
                        });
        };
    }

    private static Uni<Access> denied(Access.Reason reason) {
        return Uni.createFrom().item(new Access.Denied(reason));
    }
}
