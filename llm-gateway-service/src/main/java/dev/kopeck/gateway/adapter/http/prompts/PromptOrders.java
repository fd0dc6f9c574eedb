package dev.kopeck.gateway.adapter.http.prompts;

import static dev.kopeck.gateway.adapter.http.JsonBodies.invalid;

import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.contracts.event.PromptContent.Message;
import dev.kopeck.contracts.event.PromptContent.Role;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.gateway.adapter.http.JsonBodies;
import dev.kopeck.gateway.adapter.http.prompts.PromptRequests.NewMessage;
import dev.kopeck.gateway.adapter.http.prompts.PromptRequests.NewPrompt;
import dev.kopeck.gateway.application.access.Caller;
import dev.kopeck.gateway.application.prompts.CallbackSecrets;
import dev.kopeck.gateway.application.prompts.PromptOrder;
import dev.kopeck.gateway.config.GatewayConfig;
import dev.kopeck.gateway.domain.CallbackAddresses;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** From a request's body to an order; complains with the field's name and never with what stands in it. */
@ApplicationScoped
class PromptOrders {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final int MESSAGES_MAX = 1_000;
    private static final int TEXT_MAX = 200;
    private static final int PRIORITY_MAX = 9;
    private static final long TOKENS_MAX = 1_000_000_000;

    private final JsonBodies json;
    private final CallbackSecrets secrets;
    private final CallbackAddresses addresses;
    private final int bodyMax;

    PromptOrders(JsonBodies json, CallbackSecrets secrets, GatewayConfig config) {
        this.json = json;
        this.secrets = secrets;
        this.addresses = new CallbackAddresses(config.prompts().callbacks().allowPrivate());
        this.bodyMax = config.prompts().bodyMax();
    }

    PromptOrder read(Caller caller, byte[] body, @Nullable String idempotencyKey) {
        var request = json.read(body, NewPrompt.class, bodyMax);
        return new PromptOrder(
                text("model", request.model()),
                new PromptContent(messages(request.messages())),
                tokens(request.maxOutputTokens()),
                priority(request.priority()),
                Optional.ofNullable(request.callbackUrl()).map(url -> callback(caller, url)),
                Optional.ofNullable(idempotencyKey).map(key -> text(IDEMPOTENCY_KEY, key)),
                json.canonical(request));
    }

    private static List<Message> messages(@Nullable List<NewMessage> messages) {
        if (messages == null || messages.isEmpty()) {
            throw invalid("messages", "needs at least one message");
        }
        if (messages.size() > MESSAGES_MAX) {
            throw invalid("messages", "must be at most %d".formatted(MESSAGES_MAX));
        }
        return IntStream.range(0, messages.size())
                .mapToObj(i -> message("messages." + i, messages.get(i)))
                .toList();
    }

    private static Message message(String field, @Nullable NewMessage message) {
        if (message == null) {
            throw invalid(field, "is missing");
        }
        var role = switch (message.role()) {
            case "system" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case null, default -> throw invalid(field + ".role", "must be system, user or assistant");
        };
        var content = message.content();
        if (content == null || content.isEmpty()) {
            throw invalid(field + ".content", "is missing");
        }
        if (hasHalfCharacters(content)) {
            throw invalid(field + ".content", "has half of a surrogate pair, which is no character");
        }
        return new Message(role, content);
    }

    private static OptionalLong tokens(@Nullable Long tokens) {
        if (tokens == null) {
            return OptionalLong.empty();
        }
        if (tokens < 1 || tokens > TOKENS_MAX) {
            throw invalid("maxOutputTokens", "must be from 1 to %d".formatted(TOKENS_MAX));
        }
        return OptionalLong.of(tokens);
    }

    private static int priority(@Nullable Integer priority) {
        if (priority == null) {
            return PromptSubmitted.PRIORITY_NORMAL;
        }
        if (priority < 0 || priority > PRIORITY_MAX) {
            throw invalid("priority", "must be from 0 to %d".formatted(PRIORITY_MAX));
        }
        return priority;
    }

    private URI callback(Caller caller, String url) {
        if (secrets.of(caller.accountId()).isEmpty()) {
            throw invalid("callbackUrl", "is not possible here: no secret is set that callbacks are signed with");
        }
        var uri = uri(url);
        addresses.complaint(uri).ifPresent(complaint -> {
            throw invalid("callbackUrl", complaint);
        });
        return uri;
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw invalid("callbackUrl", "must be an https URL");
        }
    }

    private static String text(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw invalid(field, "is missing");
        }
        if (text.length() > TEXT_MAX || text.chars().anyMatch(Character::isISOControl)) {
            throw invalid(field, "must have at most %d characters, all printable".formatted(TEXT_MAX));
        }
        return text;
    }

    private static boolean hasHalfCharacters(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
