package dev.kopeck.gateway.config;

import dev.kopeck.gateway.application.prompts.DeliverCallbacks;
import dev.kopeck.gateway.application.prompts.ForgetApiPrompts;
import dev.kopeck.gateway.application.prompts.PublishPrompts;
import dev.kopeck.gateway.application.prompts.ReportPositions;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** What the prompt API does by the clock. */
@ApplicationScoped
class PromptsTimers {

    private final PublishPrompts publishing;
    private final DeliverCallbacks callbacks;
    private final ForgetApiPrompts forgetting;
    private final ReportPositions positions;

    PromptsTimers(
            PublishPrompts publishing,
            DeliverCallbacks callbacks,
            ForgetApiPrompts forgetting,
            ReportPositions positions) {
        this.publishing = publishing;
        this.callbacks = callbacks;
        this.forgetting = forgetting;
        this.positions = positions;
    }

    @Scheduled(
            identity = "publish-prompts",
            every = "${kopeck.gateway.prompts.sweep:2s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> publish() {
        return publishing.sweep();
    }

    @Scheduled(
            identity = "deliver-callbacks",
            every = "${kopeck.gateway.prompts.callbacks.interval:1s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> callBack() {
        return callbacks.deliver();
    }

    @Scheduled(
            identity = "forget-api-prompts",
            every = "${kopeck.gateway.prompts.texts.interval:1m}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return forgetting.forget();
    }

    @Scheduled(identity = "report-positions", every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> reportPositions() {
        return positions.report();
    }
}
