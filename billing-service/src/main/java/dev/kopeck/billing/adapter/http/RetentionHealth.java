package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.application.CompareRetention;
import dev.kopeck.billing.domain.RefusalMemory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Tells whether refusals outlive their prompts; never that the service is not ready, since it is. */
@Readiness
@ApplicationScoped
class RetentionHealth implements HealthCheck {

    private final CompareRetention retention;

    RetentionHealth(CompareRetention retention) {
        this.retention = retention;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("Memory of refusals").up();
        retention
                .last()
                .ifPresent(found -> response.withData(
                                "remembered", found.remembered().toString())
                        .withData("promptsKept", found.promptsKept()));
        return response.withData(
                        "verdict", retention.last().map(RetentionHealth::name).orElse("not_compared_yet"))
                .build();
    }

    private static String name(RefusalMemory found) {
        return found.verdict().name().toLowerCase(Locale.ROOT);
    }
}
