package dev.kopeck.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.harness.testkit.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** From prompts.submitted to prompts.authorized or prompts.declined. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ReserveIT {

    private final String bootstrapServers;
    private BillingProbe probe;

    ReserveIT(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.probe = new BillingProbe(bootstrapServers);
    }

    @Test
    void strangerIsAuthorizedOutOfTheWelcomeGrantWithTheValueUntouched() {
        // Given
        var prompt = probe.prompt(BillingProbe.stranger(), BillingProbe.MODEL, 100, 1000);
        var sent = probe.record(prompt);
        // When
        probe.kafka.send(sent);
        // Then
        var seen = probe.kafka.await(Topic.PROMPTS_AUTHORIZED, BillingProbe.of(prompt.promptId()));
        var authorized = probe.authorized(seen);
        assertThat(seen.value()).isEqualTo(sent.value());
        assertThat(seen.key()).isEqualTo(prompt.payer().value());
        assertThat(authorized.prompt()).isEqualTo(prompt);
        assertThat(authorized.held()).isEqualTo(new Nanos(100 * 500 + 1000 * 2000));
        assertThat(authorized.grantedOutputTokens()).isEqualTo(1000);
    }
}
