package dev.kopeck.gateway.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.CompletionChunk;
import dev.kopeck.gateway.Prompt;
import dev.kopeck.gateway.application.Fakes.SeenPreviews;
import dev.kopeck.gateway.domain.PreviewPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreviewPacerTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private final SeenPreviews previews = new SeenPreviews();
    private final Prompt prompt = Prompt.of("Hello", NOW);

    @Test
    void theFirstWordsAreShownAtOnceAndTheRestInIntervals() {
        // Given
        var pacer = pacer(prompt);

        // When
        pacer.offer("One", NOW);
        pacer.offer("One two", NOW.plusMillis(100));
        pacer.offer("One two three", NOW.plusMillis(249));
        pacer.offer("One two three four", NOW.plusMillis(250));
        pacer.offer("One two three four", NOW.plusMillis(800));

        // Then
        assertThat(previews.texts()).containsExactly("One", "One two three four");
        assertThat(previews.chunks.stream().map(CompletionChunk::sequence)).containsExactly(1, 2);
    }

    @Test
    void nothingIsShownWhereThereIsNothing() {
        // Given
        var pacer = pacer(prompt);

        // When
        pacer.offer("", NOW);

        // Then
        assertThat(previews.chunks).isEmpty();
    }

    @Test
    void aPreviewThatIsFullIsNotShownAgain() {
        // Given
        var pacer = pacer(prompt);

        // When
        pacer.offer("x".repeat(60), NOW);
        pacer.offer("x".repeat(120), NOW.plusSeconds(1));
        pacer.offer("x".repeat(180), NOW.plusSeconds(2));

        // Then
        assertThat(previews.texts()).containsExactly("x".repeat(60), "x".repeat(100));
    }

    @Test
    void channelsThatDoNotWatchAreNotShown() {
        // Given
        var pacer = pacer(prompt.channel(Channel.API));

        // When
        pacer.offer("One", NOW);

        // Then
        assertThat(previews.chunks).isEmpty();
    }

    private PreviewPacer pacer(Prompt of) {
        var policy = new PreviewPolicy(Set.of(Channel.TELEGRAM), Duration.ofMillis(250), 100);
        return new PreviewPacer(of.facts(), policy, previews);
    }
}
