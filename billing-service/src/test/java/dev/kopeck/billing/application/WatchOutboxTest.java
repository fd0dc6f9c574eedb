package dev.kopeck.billing.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchOutboxTest {

    private final List<Duration> shown = new ArrayList<>();

    @Test
    void ageIsShown() {
        look(() -> Uni.createFrom().item(Duration.ofSeconds(7)));
        assertThat(shown).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void lookThatFailsIsNoFailureAndShowsNothing() {
        look(() -> Uni.createFrom().failure(new StoreUnavailableException("away", null)));
        assertThat(shown).isEmpty();
    }

    private void look(OutboxAge age) {
        new WatchOutbox(age, shown::add).look().await().atMost(Duration.ofSeconds(10));
    }
}
