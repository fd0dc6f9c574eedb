package dev.kopeck.harness.e2e;

import static dev.kopeck.harness.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.money.Nanos;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The broker goes away and comes back: nothing is lost, and what needs no broker goes on. */
@ExtendWith(RunningKopeck.class)
class KafkaAwayE2E {

    private static final List<String> SERVICES = List.of("billing-service", "llm-gateway-service", "telegram-service");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Kopeck kopeck;

    KafkaAwayE2E(Kopeck kopeck) {
        this.kopeck = kopeck;
    }

    @Test
    void scenario12_moneyIsTakenAndPromptsAreKeptWhileTheBrokerIsAwayAndAllIsToldOnceItIsBack() {
        // Given
        var user = kopeck.newUser("Ruth");
        user.says("/start");
        user.awaits(message -> message.text().contains("1.00"));
        var account = kopeck.books().accountOf(user.payer());
        var processes = processes();
        // When
        kopeck.broker().pause();
        try {
            user.says("Is anybody there? sim:id=broker-away");
            var topUp = "{\"amount\":\"2.00\",\"reference\":\"broker-away\"}";
            kopeck.books()
                    .post("/v1/accounts/%s/top-ups".formatted(account.id()), topUp, "broker-away")
                    .expect(201);
            // Then
            assertThat(kopeck.books().accountOf(user.payer()).posted())
                    .isEqualTo(account.posted().plus(Nanos.parse("2.00")));
            assertThat(SERVICES)
                    .allSatisfy(service -> assertThat(isAlive(service)).isTrue());
            assertThat(kopeck.modelCalls("broker-away")).isZero();
        } finally {
            // When
            kopeck.broker().resume();
        }
        // Then
        eventually(PATIENCE, () -> assertThat(credited(account.id())).isEqualTo(1));
        user.awaits(message -> message.text().contains("$0.000"));
        assertThat(kopeck.modelCalls("broker-away")).isEqualTo(1);
        assertThat(processes()).isEqualTo(processes);
        eventually(PATIENCE, () -> {
            var books = kopeck.books().accountOf(user.payer());
            assertThat(books.held()).isEqualTo(Nanos.ZERO);
            assertThat(kopeck.books().entriesOf(books)).hasSize(3);
        });
    }

    /** Distinct events that tell of money that came to the account after its first. */
    private long credited(String account) {
        return kopeck
                .topics()
                .records(
                        Topic.ACCOUNTS_CHANGED.topicName(),
                        record -> record.text().contains("\"credited\""))
                .stream()
                .filter(record -> record.text().contains("\"" + account + "\""))
                .map(record -> record.headers().get("ce_id"))
                .distinct()
                .count();
    }

    private boolean isAlive(String service) {
        return Http.get(kopeck.service(service).url().resolve("/q/health/live"), Map.of())
                        .status()
                == 200;
    }

    private List<Long> processes() {
        return SERVICES.stream().map(service -> kopeck.service(service).pid()).toList();
    }
}
