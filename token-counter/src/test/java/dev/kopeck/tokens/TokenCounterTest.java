package dev.kopeck.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.PromptContent.Message;
import dev.kopeck.contracts.event.PromptContent.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCounterTest {

    /** One for all tests: an encoding is loaded once. */
    private static final TokenCounter COUNTER = new TokenCounter();

    /** No measure of speed: what is quadratic in a hundred thousand characters takes longer on any machine. */
    private static final Duration NOT_QUADRATIC = Duration.ofMinutes(2);

    @Test
    void countsTheExampleOfOpenAisCookbook() {
        // Given the cookbook's messages without their names, which Kopeck does not send
        var messages = List.of(
                new Message(
                        Role.SYSTEM,
                        "You are a helpful, pattern-following assistant that translates corporate jargon into plain"
                                + " English."),
                new Message(Role.SYSTEM, "New synergies will help drive top-line growth."),
                new Message(Role.SYSTEM, "Things working well together will increase revenue."),
                new Message(
                        Role.SYSTEM,
                        "Let's circle back when we have more bandwidth to touch base on opportunities for increased"
                                + " leverage."),
                new Message(Role.SYSTEM, "Let's talk later when we're less busy about how to do better."),
                new Message(
                        Role.USER,
                        "This late pivot means we don't have time to boil the ocean for the client deliverable."));

        // When
        long gpt4 = COUNTER.promptUpperBound("gpt-4-0613", messages);
        long gpt4o = COUNTER.promptUpperBound("gpt-4o-mini", messages);

        // Then
        assertThat(gpt4 + namesOfTheExample("gpt-4-0613")).isEqualTo(129);
        assertThat(gpt4o + namesOfTheExample("gpt-4o-mini")).isEqualTo(124);
    }

    /** The example's middle four messages have a name each, which costs its tokens and one more. */
    private static long namesOfTheExample(String model) {
        return Stream.of("example_user", "example_assistant", "example_user", "example_assistant")
                .mapToLong(name -> COUNTER.countText(model, name) + 1)
                .sum();
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o, O200K",
        "gpt-4o-mini-2024-07-18, O200K",
        "gpt-4.1-nano, O200K",
        "gpt-5, O200K",
        "gpt-5.1-mini, O200K",
        "chatgpt-4o-latest, O200K",
        "o1, O200K",
        "o3-mini, O200K",
        "o4-mini, O200K",
        "kopeck-sim, O200K",
        "ft:gpt-4o-mini:somebody::id, O200K",
        "gpt-4, CL100K",
        "gpt-4-turbo, CL100K",
        "ft:gpt-4:somebody::id, CL100K",
        "gpt-3.5-turbo, CL100K",
        "gpt-40, UNKNOWN",
        "gpt-4.5-preview, UNKNOWN",
        "o1000, UNKNOWN",
        "llama-3.3-70b, UNKNOWN",
        "mistral-large, UNKNOWN"
    })
    void findsTheTokenizerByName(String model, ModelFamily expected) {
        // When
        var family = ModelFamily.of(model);

        // Then
        assertThat(family).isEqualTo(expected);
    }

    @Test
    void takesControlTokensForOrdinaryText() {
        // When
        int tokens = COUNTER.countText("gpt-4o", "<|endoftext|>");

        // Then
        assertThat(tokens).isGreaterThan(1);
    }

    @Test
    void countsNothingForAnEmptyText() {
        // When
        int tokens = COUNTER.countText("gpt-4o", "");

        // Then
        assertThat(tokens).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello, world", "Привет, мир", "你好，世界", "🙂🙃🙂🙃", "x"})
    void leavesRoomForTokenizersThatItDoesNotKnow(String text) {
        // Given
        var messages = List.of(new Message(Role.USER, text));

        // When
        long unknown = COUNTER.promptUpperBound("some-other-model", messages);

        // Then
        long known = COUNTER.promptUpperBound("gpt-4o", messages);
        long bytes = text.getBytes(StandardCharsets.UTF_8).length;
        assertThat(unknown).isGreaterThan(known).isLessThanOrEqualTo(bytes + 12 + 64);
    }

    @Test
    void estimatesWithoutAMargin() {
        // Given
        var messages = List.of(new Message(Role.USER, "Hello, world"));

        // When
        long unknown = COUNTER.promptEstimate("some-other-model", messages);

        // Then
        assertThat(unknown).isEqualTo(COUNTER.promptUpperBound("gpt-4o", messages));
    }

    @ParameterizedTest
    @MethodSource("pathologicalTexts")
    void doesNotGrowQuadraticallyWhateverThePromptLooksLike(String text) {
        // Given
        var messages = List.of(new Message(Role.USER, text));

        // When
        long tokens = Assertions.assertTimeout(
                NOT_QUADRATIC,
                () -> COUNTER.promptUpperBound("gpt-4o", messages) + COUNTER.promptUpperBound("gpt-4", messages));

        // Then
        assertThat(tokens).isPositive();
    }

    static Stream<String> pathologicalTexts() {
        return Stream.of(
                        "a", "aB", " ", "\n", " \n", "1", "!", "🙂", "é", "字", "a ", "'s", "\u0301", "\ud800",
                        "\udc00a")
                .map(piece -> piece.repeat(100_000));
    }

    @Test
    void toolsAreBoundedByTheirJson() {
        // Given
        var tools = """
                [{"type":"function","function":{"name":"get_weather","description":"Current weather of a place",
                "parameters":{"type":"object","properties":{"place":{"type":"string"}},"required":["place"]}}}]
                """;

        // When
        long known = COUNTER.toolsUpperBound("gpt-4o", tools);
        long unknown = COUNTER.toolsUpperBound("mistral-large", tools);

        // Then
        assertThat(known).isEqualTo(64 + COUNTER.countText("gpt-4o", tools));
        assertThat(unknown).isBetween(known, 64L + tools.length());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 5, 7, 1_000})
    void aBeginningHasNoMoreTokensThanAskedFor(long tokens) {
        // Given
        var text = "Ein Kopeke, zwei Kopeken, \uD83D\uDE00\uD83D\uDE00 und noch mehr.";

        // When
        var beginning = COUNTER.beginning("gpt-4o", text, tokens);

        // Then
        assertThat(text).startsWith(beginning);
        assertThat((long) COUNTER.countText("gpt-4o", beginning)).isLessThanOrEqualTo(tokens);
        assertThat(beginning.equals(text)).isEqualTo(tokens >= COUNTER.countText("gpt-4o", text));
    }

    @Test
    void whichCountsAreExactIsTold() {
        assertThat(COUNTER.isExact("gpt-4o-mini")).isTrue();
        assertThat(COUNTER.isExact("mistral-large")).isFalse();
    }
}
