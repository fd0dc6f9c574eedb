package dev.kopeck.gateway.adapter.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.kopeck.gateway.application.ModelFailedException;
import dev.kopeck.gateway.application.relay.RelayEvent;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.relay.Refusal;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's error means. Those that say that the request itself is at fault go to the client in the provider's
 * words, as far as they hold no secret: keys, organisations and addresses are masked. All others are the provider's or the
 * operator's business, and no word of them goes anywhere.
 */
final class ProviderErrors {

    /** About the request; 401, 403 and 404 are about this gateway's key and catalogue. */
    private static final Set<Integer> ABOUT_THE_REQUEST = Set.of(400, 413, 415, 422);

    private static final int MESSAGE_MAX = 1_000;
    private static final int WORD_MAX = 100;
    private static final Pattern SECRETS = Pattern.compile(
            "(?i)\\b(?:sk|pk|rk|org|proj|key|gsk|xai|asst)[-_][\\w*.-]{4,}|https?://[^\\s\"']+|bearer\\s+\\S+|[A-Za-z0-9+/_-]{40,}");

    private final ObjectReader json;

    ProviderErrors(ObjectReader json) {
        this.json = json;
    }

    /** @throws ModelFailedException where the request is not at fault */
    RelayEvent of(int status, @Nullable String retryAfter, byte[] body) {
        if (!ABOUT_THE_REQUEST.contains(status)) {
            throw new ModelFailedException(ModelFailure.status(status, ProviderFailures.retryAfter(retryAfter)));
        }
        var error = errorIn(body);
        return new RelayEvent.Rejected(new Refusal(
                status,
                word(error, "type", Refusal.INVALID_REQUEST),
                word(error, "code", "invalid_request"),
                masked(error.path("message").asText("The model's provider did not accept the request.")),
                error.path("param").isTextual() ? word(error, "param", "") : null,
                null));
    }

    private JsonNode errorIn(byte[] body) {
        try {
            var root = json.readTree(body);
            var error = root.path("error");
            return error.isObject() ? error : root;
        } catch (IOException noJson) {
            return MissingNode.getInstance();
        }
    }

    private static String word(JsonNode error, String field, String otherwise) {
        var text = error.path(field).asText("");
        return text.isBlank() || text.length() > WORD_MAX ? otherwise : masked(text);
    }

    static String masked(String text) {
        var shown = text.length() > MESSAGE_MAX ? text.substring(0, MESSAGE_MAX) + "…" : text;
        return SECRETS.matcher(shown).replaceAll("***");
    }
}
