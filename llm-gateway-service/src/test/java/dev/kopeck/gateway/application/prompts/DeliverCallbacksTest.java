package dev.kopeck.gateway.application.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.application.prompts.CallbackSender.Result;
import dev.kopeck.gateway.application.prompts.Callbacks.DueCallback;
import dev.kopeck.gateway.application.prompts.DeliverCallbacks.CallbackSettings;
import dev.kopeck.gateway.domain.PromptState;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a client's server is tried. */
class DeliverCallbacksTest {

    private static final PromptId ID = PromptId.mint(Instant.EPOCH, new Random(1));

    private final List<String> written = new ArrayList<>();
    private int attempts = 1;
    private Result result = Result.DELIVERED;

    private final Callbacks callbacks = new Callbacks() {
        @Override
        public Uni<List<DueCallback>> take(Duration lease, int atMost) {
            var prompt = Prompts.report(ID, PromptState.COMPLETED, true);
            return Uni.createFrom().item(List.of(new DueCallback(prompt, URI.create("https://example.com"), attempts)));
        }

        @Override
        public Uni<Void> delivered(PromptId promptId) {
            return note("delivered");
        }

        @Override
        public Uni<Void> retry(PromptId promptId, Duration after) {
            return note("retry after " + after.toSeconds());
        }

        @Override
        public Uni<Void> giveUp(PromptId promptId) {
            return note("given up");
        }

        private Uni<Void> note(String what) {
            written.add(what);
            return Uni.createFrom().voidItem();
        }
    };

    private final DeliverCallbacks deliver = new DeliverCallbacks(
            callbacks,
            (prompt, url) -> Uni.createFrom().item(result),
            new CallbackSettings(Duration.ofSeconds(30), 10, 5, Duration.ofSeconds(4), Duration.ofSeconds(20)),
            new Random(1) {
                private static final long serialVersionUID = 1L;

                @Override
                public double nextDouble() {
                    return 1;
                }
            });

    @Test
    void whatArrivedIsToldNoMore() {
        deliver();
        assertThat(written).containsExactly("delivered");
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "2, 8", "3, 16", "4, 20"})
    void whatDidNotArriveIsTriedAgainEverLater(int attempt, int seconds) {
        attempts = attempt;
        result = Result.FAILED;
        deliver();
        assertThat(written).containsExactly("retry after " + seconds);
    }

    @Test
    void afterSoManyAttemptsItIsGivenUp() {
        attempts = 5;
        result = Result.FAILED;
        deliver();
        assertThat(written).containsExactly("given up");
    }

    @Test
    void anAddressThatMayNotBeCalledIsGivenUpAtOnce() {
        result = Result.FORBIDDEN;
        deliver();
        assertThat(written).containsExactly("given up");
    }

    private void deliver() {
        deliver.deliver()
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .awaitItem();
    }
}
