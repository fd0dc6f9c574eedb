package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kopeck.billing.application.Idempotency;
import dev.kopeck.billing.application.Idempotency.Answer;
import dev.kopeck.billing.application.Idempotency.Answered;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Every POST: once per {@code Idempotency-Key} and path, and the recorded answer after that. */
@ApplicationScoped
class OncePerKey {

    static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotent-Replayed";

    private static final int CREATED = 201;

    private final Idempotency idempotency;
    private final JsonBody json;
    private final ObjectMapper answers;

    OncePerKey(Idempotency idempotency, JsonBody json, ObjectMapper answers) {
        this.idempotency = idempotency;
        this.json = json;
        this.answers = answers;
    }

    /** @param created what the work made, as the client sees it */
    Uni<Response> create(String path, @Nullable String key, Object body, Supplier<Uni<?>> created) {
        var request = new Idempotency.Request(path, Fields.required(HEADER, key), hash(json.canonical(body)));
        return idempotency
                .once(request, () -> created.get().map(view -> new Answer(CREATED, written(view))))
                .map(OncePerKey::response);
    }

    private static Response response(Answered answered) {
        return switch (answered) {
            case Answered.Done done -> {
                var response = Response.status(done.answer().status())
                        .type(MediaType.APPLICATION_JSON)
                        .entity(done.answer().body());
                yield (done.replayed() ? response.header(REPLAYED, "true") : response).build();
            }
            case Answered.KeyReused reused ->
                throw new ProblemException(Problem.of(
                                "idempotency-key-reused",
                                "This key was used for another request",
                                422,
                                "The same key must come with the same body; use a new key for a new request.")
                        .at(HEADER));
        };
    }

    private String written(Object view) {
        try {
            return answers.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(view.getClass().getSimpleName() + " cannot be written as JSON", e);
        }
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
