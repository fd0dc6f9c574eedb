package dev.kopeck.telegram.adapter.bot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.kopeck.telegram.application.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What every answer of the Bot API is wrapped in, read leniently: fields that are not known do no harm, and an answer
 * that is no envelope at all, such as a proxy's error page, counts by its HTTP status.
 *
 * @see <a href="https://core.telegram.org/bots/api#making-requests">Making requests</a>
 */
final class Envelope {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long RETRY_AFTER_UNKNOWN_SECONDS = 5;
    private static final int SERVER_ERRORS = 500;

    // Telegram has no codes for these; the texts have been the same for years.
    private static final String NOT_MODIFIED = "message is not modified";
    private static final List<String> TARGET_GONE =
            List.of("message to edit not found", "message can't be edited", "message_id_invalid");
    private static final List<String> TOO_LONG = List.of("message is too long", "message_too_long");
    private static final List<String> CHAT_GONE =
            List.of("chat not found", "peer_id_invalid", "user is deactivated", "group chat was deactivated");

    private final int status;
    private final JsonNode root;

    private Envelope(int status, JsonNode root) {
        this.status = status;
        this.root = root;
    }

    static Envelope read(int httpStatus, String body) {
        try {
            var root = body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
            return new Envelope(root.path("error_code").asInt(httpStatus), root);
        } catch (JsonProcessingException notJson) {
            return new Envelope(httpStatus, MissingNode.getInstance());
        }
    }

    /** @param result reads the answer's result; empty where it is not what the method promises */
    <T> Reply<T> reply(Function<JsonNode, Optional<T>> result) {
        if (root.path("ok").asBoolean(false)) {
            return result.apply(root.path("result"))
                    .<Reply<T>>map(Reply.Ok::new)
                    .orElseGet(Reply.Unavailable::new);
        }
        return problem();
    }

    /** "Message is not modified" means that the message reads as it should. */
    boolean isNotModified() {
        return status == 400 && description().contains(NOT_MODIFIED);
    }

    private <T> Reply<T> problem() {
        var parameters = root.path("parameters");
        if (parameters.path("migrate_to_chat_id").canConvertToLong()) {
            return new Reply.Moved<>(parameters.path("migrate_to_chat_id").asLong());
        }
        return switch (status) {
            case 429 -> new Reply.TooMany<>(retryAfter(parameters));
            case 409 -> new Reply.Conflict<>();
            case 403 -> new Reply.Unwelcome<>();
            case 400 -> badRequest();
            default ->
                status >= SERVER_ERRORS || (root.isMissingNode() && status < 400)
                        ? new Reply.Unavailable<>()
                        : new Reply.Rejected<>(status);
        };
    }

    private <T> Reply<T> badRequest() {
        if (says(TARGET_GONE)) {
            return new Reply.TargetGone<>();
        }
        if (says(TOO_LONG)) {
            return new Reply.TooLong<>();
        }
        return says(CHAT_GONE) ? new Reply.Unwelcome<>() : new Reply.Rejected<>(status);
    }

    private boolean says(List<String> phrases) {
        return phrases.stream().anyMatch(description()::contains);
    }

    private String description() {
        return root.path("description").asText("").toLowerCase(Locale.ROOT);
    }

    private static Duration retryAfter(JsonNode parameters) {
        return Duration.ofSeconds(Math.max(1, parameters.path("retry_after").asLong(RETRY_AFTER_UNKNOWN_SECONDS)));
    }
}
