package dev.kopeck.gateway.config;

import dev.kopeck.gateway.application.AttemptBuffer;
import dev.kopeck.gateway.application.AttemptRecords;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Writes the log of calls, and forgets its old rows. */
@ApplicationScoped
class AttemptSchedules {

    private static final Logger LOG = Logger.getLogger(AttemptSchedules.class);

    private final GatewayConfig config;
    private final AttemptBuffer buffer;
    private final AttemptRecords records;

    AttemptSchedules(GatewayConfig config, AttemptBuffer buffer, AttemptRecords records) {
        this.config = config;
        this.buffer = buffer;
        this.records = records;
    }

    @Scheduled(
            identity = "write-attempts",
            every = "${kopeck.gateway.attempts.flush:1s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> write() {
        return buffer.flush();
    }

    @Scheduled(
            identity = "forget-attempts",
            every = "${kopeck.gateway.retention.interval:10m}",
            delayed = "40s",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        int batch = config.retention().batch();
        return Uni.createFrom()
                .deferred(() -> records.forget(config.attempts().retention(), batch))
                .repeat()
                .whilst(forgotten -> forgotten >= batch)
                .onItem()
                .ignoreAsUni()
                .onFailure()
                .invoke(f -> LOG.warnf(
                        "Old attempts were not forgotten. cause=%s",
                        f.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }
}
