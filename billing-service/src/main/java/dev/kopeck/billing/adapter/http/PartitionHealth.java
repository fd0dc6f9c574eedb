package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.application.KeepLedger;
import dev.kopeck.billing.domain.PartitionReport;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether the ledger has its partitions. At /q/health/well and not among what makes the service ready: without them it
 * works as well, and somebody has to look after it.
 */
@Wellness
@ApplicationScoped
class PartitionHealth implements HealthCheck {

    private final KeepLedger ledger;

    PartitionHealth(KeepLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public HealthCheckResponse call() {
        var report = ledger.lastReport().orElse(new PartitionReport(0, 0, 0));
        return HealthCheckResponse.named("Partitions of the ledger")
                .status(report.missing() == 0 && report.strays() == 0)
                .withData("missingMonths", report.missing())
                .withData("strayRows", report.strays())
                .build();
    }
}
