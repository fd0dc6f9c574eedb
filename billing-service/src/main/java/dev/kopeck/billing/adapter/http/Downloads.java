package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.application.LedgerMetrics;
import dev.kopeck.billing.config.BillingConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** How many downloads there are at a time, and how long each may take. */
@ApplicationScoped
class Downloads {

    private final LedgerMetrics metrics;
    private final Clock clock;
    private final int runningMax;
    private final Duration durationMax;
    private final AtomicInteger running = new AtomicInteger();

    Downloads(LedgerMetrics metrics, Clock clock, BillingConfig config) {
        this.metrics = metrics;
        this.clock = clock;
        this.runningMax = config.ledger().downloadsMax();
        this.durationMax = config.ledger().downloadMax();
    }

    /**
     * An answer that is sent piece by piece.
     *
     * @param format its media type, and with that the ending of the file's name
     * @param pieces reads the first ones; its failure is an ordinary problem
     */
    Uni<Response> of(Format format, String name, Supplier<Uni<Multi<byte[]>>> pieces) {
        var deadline = clock.instant().plus(durationMax);
        if (running.get() >= runningMax) {
            throw tooMany();
        }
        return Uni.createFrom().deferred(pieces::get).map(sent -> response(format, name, bounded(sent, deadline)));
    }

    /** Counted from its first byte on: a request that only wants to know the headers never gets there. */
    private Multi<byte[]> bounded(Multi<byte[]> pieces, Instant deadline) {
        return Multi.createFrom().deferred(() -> {
            begun();
            return pieces.invoke(piece -> requireInTime(deadline))
                    .onTermination()
                    .invoke(this::ended);
        });
    }

    private void begun() {
        if (running.incrementAndGet() > runningMax) {
            ended();
            throw tooMany();
        }
        metrics.downloads(running.get());
    }

    private ProblemException tooMany() {
        return new ProblemException(Problem.of(
                "busy",
                "Too many downloads at once",
                503,
                "This instance sends %d downloads already; try again.".formatted(runningMax)));
    }

    private void requireInTime(Instant deadline) {
        if (clock.instant().isAfter(deadline)) {
            throw new IllegalStateException("it was not taken within " + durationMax);
        }
    }

    private void ended() {
        metrics.downloads(running.decrementAndGet());
    }

    private static Response response(Format format, String name, Multi<byte[]> pieces) {
        return Response.ok(new Download(pieces))
                .type(format.contentType())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"%s.%s\"".formatted(name, format.ending()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
