package dev.kopeck.harness.simulators.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.harness.simulators.model.CompletionRequest.Message;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TokensTest {

    private final Tokens tokens = new Tokens();

    /** The example of OpenAI's cookbook, for which its API reports 124 prompt tokens with gpt-4o. */
    @Test
    void aConversationCountsAsAtOpenAi() {
        // Given
        List<Message> messages = List.of(
                new Message(
                        "system",
                        "You are a helpful, pattern-following assistant that translates corporate jargon into plain"
                                + " English.",
                        ""),
                new Message("system", "New synergies will help drive top-line growth.", "example_user"),
                new Message("system", "Things working well together will increase revenue.", "example_assistant"),
                new Message(
                        "system",
                        "Let's circle back when we have more bandwidth to touch base on opportunities for increased"
                                + " leverage.",
                        "example_user"),
                new Message(
                        "system", "Let's talk later when we're less busy about how to do better.", "example_assistant"),
                new Message(
                        "user",
                        "This late pivot means we don't have time to boil the ocean for the client deliverable.",
                        ""));

        // When
        int count = tokens.count(messages);

        // Then
        assertThat(count).isEqualTo(124);
    }

    @Test
    void piecesAreWholeCharactersAndLoseNothing() {
        // Given
        String text = "Ціна: 5 ₴, 👩‍👩‍👧 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 and “quotes”\n\n\tend";

        // When
        List<Tokens.Piece> pieces = tokens.pieces(text);

        // Then
        assertThat(pieces.stream().map(Tokens.Piece::text).collect(Collectors.joining()))
                .isEqualTo(text);
        assertThat(pieces.stream().mapToInt(Tokens.Piece::tokens).sum()).isEqualTo(tokens.count(text));
        assertThat(pieces).noneMatch(piece -> piece.text().contains("\uFFFD"));
    }

    @Test
    void nothingIsNoToken() {
        assertThat(tokens.count("")).isZero();
        assertThat(tokens.pieces("")).isEmpty();
    }
}
