package dev.kopeck.telegram.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.CompletionChunk;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PreviewBoardTest {

    private static final PromptId ID = PromptId.derived(Instant.EPOCH, "preview-board-test");

    private final PreviewBoard board = new PreviewBoard(2);

    @Test
    void onlyTheNewestTextIsShownAndOnlyOnce() {
        // Given
        assertThat(board.offer(chunk(1, "One"))).isTrue();
        assertThat(board.offer(chunk(2, "One two"))).isFalse();
        // When
        var taken = board.take(ID);
        board.shown(ID, taken.orElseThrow());
        // Then
        assertThat(taken).contains("One two");
        assertThat(board.goesOn(ID)).isFalse();
        assertThat(board.offer(chunk(3, "One two"))).isTrue();
        assertThat(board.goesOn(ID)).isFalse();
    }

    @Test
    void anOlderChunkIsDroppedAndAnotherAttemptBeginsAnew() {
        // Given
        board.offer(chunk(5, "five"));
        // When
        board.offer(chunk(4, "four"));
        // Then
        assertThat(board.take(ID)).contains("five");
        board.offer(chunk(1, "again"));
        assertThat(board.take(ID)).contains("again");
    }

    @Test
    void threeFailuresEndThePreviews() {
        // Given
        board.offer(chunk(1, "One"));
        // When
        board.strike(ID);
        board.strike(ID);
        board.strike(ID);
        // Then
        assertThat(board.goesOn(ID)).isFalse();
        assertThat(board.offer(chunk(2, "Two"))).isFalse();
    }

    @Test
    void blankTextsAreNotShownAndLongOnesAreCut() {
        board.offer(chunk(1, " \n"));
        assertThat(board.take(ID)).isEmpty();
        board.offer(chunk(2, "x".repeat(4095) + "🌍"));
        assertThat(board.take(ID)).contains("x".repeat(4095));
    }

    @Test
    void theAnswerThatWasQuietLongestIsForgotten() {
        // Given
        board.offer(chunk(1, "One"));
        // When
        for (int i = 0; i < 2; i++) {
            board.offer(new CompletionChunk(
                    PromptId.derived(Instant.EPOCH, "other " + i), new Payer("telegram:1"), Channel.TELEGRAM, 1, "x"));
        }
        // Then
        assertThat(board.take(ID)).isEmpty();
    }

    private static CompletionChunk chunk(int sequence, String text) {
        return new CompletionChunk(ID, new Payer("telegram:1"), Channel.TELEGRAM, sequence, text);
    }
}
