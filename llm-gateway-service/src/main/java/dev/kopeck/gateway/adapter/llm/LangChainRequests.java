package dev.kopeck.gateway.adapter.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.gateway.domain.Model;
import dev.kopeck.gateway.domain.ModelCall;
import dev.kopeck.gateway.domain.Target;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** A decided call in LangChain4j's vocabulary. */
final class LangChainRequests {

    /** These count reasoning and answer together, and refuse the older name of the limit. */
    private static final Pattern REASONING = Pattern.compile("(?:o[134](?:-.*)?|gpt-5.*)");

    private final ObjectMapper json;

    LangChainRequests(ObjectMapper json) {
        this.json = json;
    }

    ChatRequest of(ModelCall call, Target target) {
        var parameters = OpenAiChatRequestParameters.builder()
                .modelName(target.upstreamName())
                .customParameters(options(call.model()));
        int limit = Math.toIntExact(Math.min(call.outputTokensMax(), Integer.MAX_VALUE));
        if (REASONING.matcher(target.upstreamName()).matches()) {
            parameters.maxCompletionTokens(limit);
        } else {
            parameters.maxOutputTokens(limit);
        }
        return ChatRequest.builder()
                .messages(
                        call.messages().stream().map(LangChainRequests::message).toList())
                .parameters(parameters.build())
                .build();
    }

    private Map<String, Object> options(Model model) {
        var options = new HashMap<String, Object>();
        model.requestOptions().forEach((name, value) -> options.put(name, jsonOrText(value)));
        return options;
    }

    /** A setting such as {@code 0.2} is a number, {@code low} is a text without anyone having to quote it. */
    private Object jsonOrText(String value) {
        try {
            var parsed = json.readTree(value);
            return parsed.isMissingNode() || parsed.isNull() ? value : json.treeToValue(parsed, Object.class);
        } catch (JsonProcessingException text) {
            return value;
        }
    }

    private static ChatMessage message(PromptContent.Message message) {
        return switch (message.role()) {
            case SYSTEM -> SystemMessage.from(message.text());
            case USER -> UserMessage.from(message.text());
            case ASSISTANT -> AiMessage.from(message.text());
        };
    }
}
