package dev.kopeck.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.contracts.event.PromptSubmitted;
import java.util.HashMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The API key of a prompt came later than the other facts: records without one are as good as ever. */
class ApiKeyFactTest {

    private static final UUID KEY = UUID.fromString("019ab0a0-1c00-7abc-8def-0123456789ac");
    private static final EventCodec CODEC = new EventCodec("/golden");

    @Test
    void aPromptKeepsItsKey() throws Exception {
        // Given
        var sample = Samples.SUBMITTED;
        var prompt = new PromptSubmitted(
                sample.promptId(),
                sample.payer(),
                sample.channel(),
                sample.model(),
                sample.inputTokens(),
                sample.maxOutputTokens(),
                sample.priority(),
                KEY);
        // When
        var record = CODEC.encode(prompt, new byte[0], Samples.NOON);
        // Then
        assertThat(record.headers()).containsEntry("ce_apikeyid", KEY.toString());
        assertThat(CODEC.readSubmitted(record.headers())).isEqualTo(prompt);
    }

    @Test
    void aKeyThatIsNoneIsNamed() {
        // Given
        var headers = new HashMap<>(
                CODEC.encode(Samples.SUBMITTED, new byte[0], Samples.NOON).headers());
        headers.put("ce_apikeyid", "sk-kopeck");
        // When / Then
        assertThatThrownBy(() -> CODEC.readSubmitted(headers))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("ce_apikeyid must be a UUID");
    }
}
