package dev.kopeck.gateway.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.tokens.TokenCounter;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputGuardTest {

    private static final TokenCounter COUNTER = new TokenCounter();
    private static final String KNOWN = "gpt-4o";
    private static final String UNKNOWN = "mistral-large";
    private static final String WORDS = "The quick brown fox jumps over the lazy dog, and then does it once more. ";
    /** No measure of speed: what is quadratic in a million characters takes longer on any machine. */
    private static final Duration NOT_QUADRATIC = Duration.ofMinutes(1);

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 10", "3, 10", "7, 100", "50, 33", "1000, 40", "100000, 64"})
    void aProviderThatIgnoresTheLimitIsStoppedExactlyThere(int pieceLength, int limit) {
        // Given
        var endless = WORDS.repeat(100);

        // When
        var guard = fed(KNOWN, limit, endless, pieceLength);

        // Then
        assertThat(guard.isClosed()).isTrue();
        assertThat(endless).startsWith(guard.text());
        int delivered = COUNTER.countText(KNOWN, guard.text().toString());
        assertThat(delivered).isLessThanOrEqualTo(limit);
        var next = endless.substring(0, Math.min(endless.length(), guard.text().length() + Math.max(pieceLength, 20)));
        assertThat(COUNTER.countText(KNOWN, next)).isGreaterThan(limit);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 100, 10_000})
    void anAnswerThatKeepsTheLimitIsNeverCut(int pieceLength) {
        // Given an answer of exactly as many tokens as were granted
        var answer = WORDS.repeat(20) + "\uD83D\uDE00 ende aaaaaaaaaaaaaaaaaaaaaaaaaa        gut";
        int tokens = COUNTER.countText(KNOWN, answer);

        // When
        var guard = fed(KNOWN, tokens, answer, pieceLength);

        // Then
        assertThat(guard.isClosed()).isFalse();
        assertThat(guard.text().toString()).isEqualTo(answer);
    }

    @Test
    void aProviderWithATokenizerOfItsOwnIsNotCutByOurs() {
        // Given
        var answer = WORDS.repeat(20);
        int ours = COUNTER.countText(UNKNOWN, answer);

        // When
        var kept = fed(UNKNOWN, ours * 4L / 5, answer, 10);
        var ignored = fed(UNKNOWN, ours / 2, answer, 10);

        // Then
        assertThat(kept.isClosed()).isFalse();
        assertThat(ignored.isClosed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aaaaaaaaaaaaaaaa", "                ", "\u4E00\u4E8C\u4E09", "word "})
    void nothingThatAProviderSendsMakesCountingQuadratic(String unit) {
        Assertions.assertTimeoutPreemptively(
                NOT_QUADRATIC,
                () -> assertThat(fed(KNOWN, 20_000, unit.repeat(600_000 / unit.length()), 1)
                                .text())
                        .isNotEmpty());
    }

    @Test
    void anyPiecesGiveTheSameEnd() {
        long seed = Long.getLong("kopeck.seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            var guard = new OutputGuard(COUNTER, KNOWN, 1 + random.nextInt(60));
            var text = WORDS.repeat(10);
            for (int at = 0; at < text.length(); ) {
                int end = Math.min(text.length(), at + 1 + random.nextInt(12));
                guard.admit(text.substring(at, end));
                at = end;
            }
            assertThat(guard.isClosed()).as("seed %d", seed).isTrue();
            assertThat(text).as("seed %d", seed).startsWith(guard.text());
        }
    }

    private static OutputGuard fed(String model, long limit, String text, int pieceLength) {
        var guard = new OutputGuard(COUNTER, model, limit);
        for (int at = 0; at < text.length() && !guard.isClosed(); at += pieceLength) {
            guard.admit(text.substring(at, Math.min(text.length(), at + pieceLength)));
        }
        return guard;
    }
}
