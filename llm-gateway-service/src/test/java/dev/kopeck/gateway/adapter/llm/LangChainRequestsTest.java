package dev.kopeck.gateway.adapter.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kopeck.contracts.event.PromptContent.Message;
import dev.kopeck.contracts.event.PromptContent.Role;
import dev.kopeck.gateway.Catalogues;
import dev.kopeck.gateway.domain.Model;
import dev.kopeck.gateway.domain.ModelCall;
import dev.kopeck.gateway.domain.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LangChainRequestsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aRequestIsWhatOpenAiExpects() throws JsonProcessingException {
        // Given
        var options = Map.of("temperature", "0.2", "reasoning_effort", "low", "stop", "[\"END\"]", "seed", "7");

        // When
        var body = bodyFor("gpt-4o-mini", options);

        // Then
        assertThat(body).isEqualTo(JSON.readTree("""
                                {"model": "gpt-4o-mini", "stream": true, "stream_options": {"include_usage": true},
                                 "messages": [{"role": "system", "content": "Be brief."},
                                              {"role": "user", "content": "Hi “you” \\ud83d\\ude42"},
                                              {"role": "assistant", "content": "Hello."}],
                                 "max_tokens": 55, "temperature": 0.2, "reasoning_effort": "low", "stop": ["END"],
                                 "seed": 7}
                                """));
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o, max_tokens",
        "gpt-4.1-nano, max_tokens",
        "kopeck-sim, max_tokens",
        "llama-3.3-70b, max_tokens",
        "o1, max_completion_tokens",
        "o3-mini, max_completion_tokens",
        "o4-mini, max_completion_tokens",
        "gpt-5, max_completion_tokens",
        "gpt-5.1-mini, max_completion_tokens"
    })
    void eachFamilyKnowsItsLimitByAnotherName(String model, String field) throws JsonProcessingException {
        // When
        var body = bodyFor(model, Map.of());

        // Then
        assertThat(body.path(field).asInt()).isEqualTo(55);
        assertThat(body.has(field.equals("max_tokens") ? "max_completion_tokens" : "max_tokens"))
                .isFalse();
    }

    private static JsonNode bodyFor(String upstreamName, Map<String, String> options) throws JsonProcessingException {
        var target = new Target(Catalogues.provider("default"), upstreamName);
        var model = new Model("any", Model.Kind.CHAT, List.of(target), 1_000, 100, 1, true, options);
        var messages = List.of(
                new Message(Role.SYSTEM, "Be brief."),
                new Message(Role.USER, "Hi “you” 🙂"),
                new Message(Role.ASSISTANT, "Hello."));
        var call = new ModelCall(model, messages, 10, 55, Instant.EPOCH);
        return JSON.readTree(OpenAiRequest.streaming(new LangChainRequests(JSON).of(call, target)));
    }
}
