package dev.kopeck.telegram.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MessagePartsTest {

    private static final int LAST_LONGEST = MessageParts.LONGEST - MessageParts.FOOTER_ROOM;

    @Test
    void aShortTextIsOnePart() {
        assertThat(parts("Hello", MessageParts.LONGEST)).containsExactly("Hello");
    }

    @Test
    void theLastPartAlwaysHasRoomForAFooter() {
        assertThat(parts("x".repeat(LAST_LONGEST), MessageParts.LONGEST)).hasSize(1);
        assertThat(parts("x".repeat(LAST_LONGEST + 1), MessageParts.LONGEST)).hasSize(2);
        assertThat(parts("x".repeat(MessageParts.LONGEST), MessageParts.LONGEST))
                .hasSize(2)
                .last()
                .satisfies(last -> assertThat(last.length()).isLessThanOrEqualTo(LAST_LONGEST));
    }

    @Test
    void cutsAreMadeAfterParagraphsThenLinesThenWords() {
        var paragraph = "p".repeat(3000);
        assertThat(parts(paragraph + "\n\n" + "q".repeat(3000), MessageParts.LONGEST))
                .containsExactly(paragraph, "q".repeat(3000));
        assertThat(parts(paragraph + "\n" + "q".repeat(3000), MessageParts.LONGEST))
                .containsExactly(paragraph, "q".repeat(3000));
        assertThat(parts(paragraph + " " + "q".repeat(3000), MessageParts.LONGEST))
                .containsExactly(paragraph, "q".repeat(3000));
    }

    @Test
    void aTextWithoutAnyPlaceToCutIsCutBetweenCharacters() {
        // When
        var parts = parts("x" + "🌍".repeat(5000), MessageParts.LONGEST);
        // Then
        assertThat(String.join("", parts)).isEqualTo("x" + "🌍".repeat(5000));
        assertThat(parts).allSatisfy(part -> assertThat(PlainText.clean(part)).isEqualTo(part));
    }

    @Test
    void whiteSpaceNeverBecomesAPartAndNeverLoops() {
        // When
        var parts = parts("a" + " ".repeat(20_000) + "b" + "\n".repeat(9_000), MessageParts.LONGEST);
        // Then
        assertThat(parts).containsExactly("a", "b");
    }

    @Test
    void anyTextArrivesComplete() {
        long seed = new SplittableRandom().nextLong();
        var random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            // Given
            var text = randomText(random);
            // When
            var parts = parts(text, 400);
            // Then
            assertThat(withoutSpace(String.join("", parts))).as("seed %d", seed).isEqualTo(withoutSpace(text));
            assertThat(parts)
                    .as("seed %d", seed)
                    .allSatisfy(part -> assertThat(part).isNotBlank().hasSizeLessThanOrEqualTo(400));
        }
    }

    private static String randomText(SplittableRandom random) {
        var text = new StringBuilder("x");
        var pieces = List.of("a", "word", " ", "\n", "\n\n", "🌍", "   ", "é");
        for (int i = random.nextInt(3000); i > 0; i--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s", "");
    }

    private static List<String> parts(String text, int longest) {
        var parts = new ArrayList<String>();
        int sent = 0;
        while (sent < MessageParts.end(text)) {
            var part = MessageParts.next(text, sent, longest);
            assertThat(part.upTo()).isGreaterThan(sent);
            parts.add(part.of(text));
            sent = part.upTo();
        }
        return parts;
    }
}
