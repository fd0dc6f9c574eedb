package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.StoreRefusedException;
import dev.kopeck.billing.application.StoreUnavailableException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tells data that the database will never take from a database that cannot take anything just now.
 *
 * <p>Only SQLSTATE classes 22 (data exception) and 23 (integrity constraint) say something about the data. Whatever
 * else comes, from a lost connection to a missing privilege, would fail every record alike: to blame a record for it
 * would empty the topic into the dead letters.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error codes</a>
 */
final class SqlFailures {

    private SqlFailures() {}

    /** For calls in which nothing but the driver and the database can fail. */
    static Throwable ofStore(Throwable failure) {
        if (failure instanceof StoreRefusedException
                || failure instanceof StoreUnavailableException
                || isMistakeOfOurs(failure)) {
            return failure;
        }
        var reported = reported(failure);
        return reported != null ? translated(reported) : unavailable(failure);
    }

    /** For what all records need alike: no record is ever to blame for it. */
    static Throwable ofSharedState(Throwable failure) {
        return failure instanceof StoreUnavailableException ? failure : unavailable(failure);
    }

    /** For calls that also run somebody else's code: what is not the database's stays as it is. */
    static Throwable ofWork(Throwable failure) {
        var reported = reported(failure);
        if (reported != null) {
            return translated(reported);
        }
        boolean lost = chain(failure, IOException.class) != null || chain(failure, TimeoutException.class) != null;
        return lost || failure.getClass().getName().startsWith("io.vertx.") ? unavailable(failure) : failure;
    }

    private static Throwable translated(PgException reported) {
        var state = Objects.requireNonNullElse(reported.getSqlState(), "");
        if (!state.startsWith("22") && !state.startsWith("23")) {
            return unavailable(reported);
        }
        var constraint = Objects.requireNonNullElse(reported.getConstraint(), "");
        return new StoreRefusedException(
                "the database refused it with SQLSTATE %s %s"
                        .formatted(state, constraint)
                        .strip(),
                reported);
    }

    private static StoreUnavailableException unavailable(Throwable failure) {
        return new StoreUnavailableException(
                "%s: %s".formatted(failure.getClass().getSimpleName(), failure.getMessage()), failure);
    }

    private static boolean isMistakeOfOurs(Throwable failure) {
        return failure instanceof NullPointerException
                || failure instanceof IllegalArgumentException
                || failure instanceof ClassCastException
                || failure instanceof ArithmeticException
                || failure instanceof IndexOutOfBoundsException;
    }

    private static @Nullable PgException reported(Throwable failure) {
        return chain(failure, PgException.class);
    }

    private static <T extends Throwable> @Nullable T chain(Throwable failure, Class<T> type) {
        Throwable link = failure;
        for (int depth = 0; link != null && depth < 10; depth++) {
            if (type.isInstance(link)) {
                return type.cast(link);
            }
            link = link.getCause();
        }
        return null;
    }
}
