package dev.kopeck.gateway.application.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.application.RunningPrompts;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ReportPositionsTest {

    private final List<Map<PromptId, Integer>> written = new ArrayList<>();

    @Test
    void whereNobodyWaitsNothingIsWritten() {
        new ReportPositions(new RunningPrompts(), id -> OptionalInt.of(1), this::write)
                .report()
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .awaitItem();
        assertThat(written).isEmpty();
    }

    private Uni<Void> write(Map<PromptId, Integer> positions) {
        written.add(positions);
        return Uni.createFrom().voidItem();
    }
}
