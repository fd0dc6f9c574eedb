package dev.kopeck.harness.e2e;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The database goes away and comes back: whoever routes and restarts by the services' health does the right thing. */
@ExtendWith(RunningKopeck.class)
class DatabaseAwayE2E {

    private static final List<String> SERVICES = List.of("billing-service", "llm-gateway-service", "telegram-service");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Kopeck kopeck;

    DatabaseAwayE2E(Kopeck kopeck) {
        this.kopeck = kopeck;
    }

    @Test
    void servicesAreNotReadyButAliveUntilTheDatabaseIsBackAndNobodyRestartsThem() {
        // Given
        var user = kopeck.newUser("Olivia");
        user.says("/start");
        user.awaits(message -> message.text().contains("1.00"));
        var processes = processes();
        // When
        kopeck.database().pause();
        try {
            user.says("Is anybody there? sim:id=database-away");
            // Then
            SERVICES.forEach(service -> eventually(
                    PATIENCE,
                    () -> assertThat(status(service, "ready")).as(service).isEqualTo(503)));
            assertThat(SERVICES)
                    .allSatisfy(service -> assertThat(status(service, "live")).isEqualTo(200));
        } finally {
            // When
            kopeck.database().resume();
        }
        // Then
        SERVICES.forEach(service -> eventually(
                PATIENCE, () -> assertThat(status(service, "ready")).as(service).isEqualTo(200)));
        assertThat(SERVICES)
                .allSatisfy(service -> assertThat(status(service, "live")).isEqualTo(200));
        assertThat(processes()).isEqualTo(processes);
        user.awaits(message -> message.text().contains("$0.000"));
        assertThat(kopeck.modelCalls("database-away")).isEqualTo(1);
    }

    private int status(String service, String check) {
        return Http.get(kopeck.service(service).url().resolve("/q/health/" + check), Map.of())
                .status();
    }

    private List<Long> processes() {
        return SERVICES.stream().map(service -> kopeck.service(service).pid()).toList();
    }
}
