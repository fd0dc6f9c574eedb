package dev.kopeck.gateway.application.prompts;

import static dev.kopeck.gateway.application.prompts.Prompts.CALLER;
import static dev.kopeck.gateway.application.prompts.Prompts.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.gateway.application.CurrentCatalogue;
import dev.kopeck.gateway.application.prompts.PromptSizes.Size;
import dev.kopeck.gateway.application.prompts.Prompts.MemoryShelf;
import dev.kopeck.gateway.application.prompts.Prompts.SeenEvents;
import dev.kopeck.gateway.domain.Catalogue;
import dev.kopeck.harness.testkit.FakeClock;
import dev.kopeck.tokens.TokenCounter;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** From a client's order to Kafka, and back again with a cancellation: before, after, twice, never. */
class SubmitPromptTest {

    private static final Size.Fits SIZE = new Size.Fits(100, 10);
    private static final int UNPUBLISHED_MAX = 2;

    private final FakeClock clock = FakeClock.at("2030-01-01T00:00:00Z");
    private final MemoryShelf shelf = new MemoryShelf();
    private final SeenEvents events = new SeenEvents();
    private final PublishPrompts publishing = new PublishPrompts(shelf, events, Duration.ZERO, 100);
    private final SubmitPrompt submitPrompt = new SubmitPrompt(
            shelf,
            publishing,
            new PromptSizes(new CurrentCatalogue(new Catalogue("none", List.of())), new TokenCounter()),
            new SubmitPrompt.SubmitSettings(
                    new TextRules(Duration.ofDays(30), Map.of(), Duration.ofHours(1)), UNPUBLISHED_MAX),
            new SubmitPrompt.Minting(clock, new Random(1)));
    private final CancelPrompt cancelPrompt = new CancelPrompt(shelf, publishing);

    @Test
    void aPromptIsOnTheShelfAndThenTold() {
        // When
        var taken = (Submission.Taken) submit("", "Hi");
        // Then
        assertThat(events.submitted).hasSize(1);
        assertThat(events.submitted.getFirst().promptId())
                .isEqualTo(taken.prompt().id());
        assertThat(events.submitted.getFirst().payer()).isEqualTo(CALLER.payer());
        assertThat(events.submitted.getFirst().apiKeyId()).isEqualTo(CALLER.keyId());
        assertThat(shelf.published).containsExactly(taken.prompt().id());
    }

    @Test
    void whatKafkaDidNotTakeIsTakenInAllTheSameAndToldLater() {
        // Given
        events.away = true;
        var taken = (Submission.Taken) submit("", "Hi");
        assertThat(shelf.published).isEmpty();
        // When
        item(publishing.sweep());
        events.away = false;
        item(publishing.sweep());
        item(publishing.sweep());
        // Then
        assertThat(events.submitted).hasSize(1);
        assertThat(shelf.published).containsExactly(taken.prompt().id());
    }

    @Test
    void whileKafkaIsAwayOnlySoManyAreKeptForIt() {
        // Given
        events.away = true;
        submit("", "one");
        submit("", "two");
        // When, Then
        assertThat(submit("", "three")).isInstanceOf(Submission.Full.class);
        // And when
        events.away = false;
        item(publishing.sweep());
        // Then
        assertThat(submit("", "three")).isInstanceOf(Submission.Taken.class);
    }

    @Test
    void theSameRequestTwiceIsOnePrompt() {
        // Given
        var first = (Submission.Taken) submit("key", "Hi");
        // When
        var second = (Submission.Taken) submit("key", "Hi");
        // Then
        assertThat(second.prompt().id()).isEqualTo(first.prompt().id());
        assertThat(second.before()).isTrue();
        assertThat(events.submitted).hasSize(1);
    }

    @Test
    void anotherRequestByTheSameNameIsRefused() {
        // Given
        submit("key", "Hi");
        // When, Then
        assertThat(submit("key", "Ho")).isInstanceOf(Submission.KeyReused.class);
        assertThat(events.submitted).hasSize(1);
    }

    @Test
    void aCancellationThatKafkaDidNotTakeIsToldLater() {
        // Given
        var prompt = ((Submission.Taken) submit("", "Hi")).prompt();
        events.away = true;
        item(cancelPrompt.cancel(CALLER, prompt.id()));
        assertThat(events.cancelled).isEmpty();
        // When
        events.away = false;
        item(publishing.sweep());
        item(publishing.sweep());
        // Then
        assertThat(events.cancelled).hasSize(1);
    }

    @Test
    void whatHasEndedIsNotCancelledAnyMore() {
        // Given
        var prompt = ((Submission.Taken) submit("", "Hi")).prompt();
        shelf.over.add(prompt.id());
        // When
        item(cancelPrompt.cancel(CALLER, prompt.id()));
        // Then
        assertThat(events.cancelled).isEmpty();
        assertThat(shelf.withdrawn).isEmpty();
    }

    private Submission submit(String key, String text) {
        return item(submitPrompt.submit(CALLER, order(key, text), SIZE));
    }

    private static <T> T item(Uni<T> uni) {
        var item = uni.subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .awaitItem()
                .getItem();
        return item;
    }
}
