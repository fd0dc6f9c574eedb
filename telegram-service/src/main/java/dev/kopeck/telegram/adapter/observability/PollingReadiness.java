package dev.kopeck.telegram.adapter.observability;

import dev.kopeck.telegram.application.PollStatus;
import dev.kopeck.telegram.config.TelegramConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while polls are good: a bot that hears nothing looks healthy from everywhere else. */
@Readiness
@ApplicationScoped
class PollingReadiness implements HealthCheck {

    private final PollStatus status;
    private final Duration staleAfter;

    PollingReadiness(PollStatus status, TelegramConfig config) {
        this.status = status;
        this.staleAfter = config.polling().staleAfter();
    }

    @Override
    public HealthCheckResponse call() {
        var age = status.age();
        boolean isFresh = age != null && age.compareTo(staleAfter) <= 0;
        return HealthCheckResponse.named("telegram-polling")
                .status(isFresh)
                .withData("role", status.isPolling() ? "polls" : "stands by")
                .withData("lastGood", age == null ? "never" : age.toSeconds() + " s ago")
                .build();
    }
}
