package dev.kopeck.gateway.adapter.http.openai;

import com.fasterxml.jackson.core.JsonFactory;
import dev.kopeck.gateway.application.access.Access;
import dev.kopeck.gateway.application.access.Authenticate;
import dev.kopeck.gateway.application.access.Caller;
import dev.kopeck.gateway.application.relay.Relay;
import dev.kopeck.gateway.application.relay.RelayRequest;
import dev.kopeck.gateway.config.GatewayConfig;
import dev.kopeck.gateway.domain.relay.Endpoint;
import dev.kopeck.gateway.domain.relay.Refusal;
import dev.kopeck.gateway.domain.relay.Refusals;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/**
 * {@code POST /v1/chat/completions}, {@code /v1/completions}, {@code /v1/embeddings} and {@code /v1/responses}. On bare
 * routes: bytes go through as they are, and a client that leaves is noticed at once.
 */
@ApplicationScoped
class OpenAiRoutes {

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final int KEY_LENGTH_MAX = 255;

    private final Authenticate authenticate;
    private final Relay relay;
    private final JsonFactory json;
    private final int bodyBytesMax;

    OpenAiRoutes(Authenticate authenticate, Relay relay, GatewayConfig config) {
        this.authenticate = authenticate;
        this.relay = relay;
        this.json = new JsonFactory();
        this.bodyBytesMax = config.relay().bodyBytesMax();
    }

    void register(@Observes Router router) {
        for (var endpoint : Endpoint.values()) {
            router.post("/v1/" + endpoint.path()).handler(context -> serve(context, endpoint));
        }
    }

    private void serve(RoutingContext routing, Endpoint endpoint) {
        var request = routing.request();
        request.pause();
        var client = new ConnectionClient(request.response(), ConnectionClient.context());
        var running = authenticate
                .bearer(request.getHeader("Authorization"))
                .emitOn(client.executor())
                .chain(access -> switch (access) {
                    case Access.Granted(var caller) -> granted(request, client, endpoint, caller);
                    case Access.Denied denied -> unread(request, client, Refusals.invalidKey());
                    case Access.Unavailable unavailable -> unread(request, client, Refusals.billingAway());
                })
                .subscribeAsCompletionStage();
        request.response().closeHandler(gone -> running.cancel(true));
    }

    private Uni<Void> granted(HttpServerRequest request, ConnectionClient client, Endpoint endpoint, Caller caller) {
        var standing = standing(caller);
        if (standing.isPresent()) {
            return unread(request, client, standing.get());
        }
        return new RequestBytes(request, bodyBytesMax)
                .read()
                .chain(body -> body.isPresent()
                        ? relay(request, client, endpoint, caller, body.get())
                        : unread(request, client, tooLarge()));
    }

    private Uni<Void> relay(
            HttpServerRequest request, ConnectionClient client, Endpoint endpoint, Caller caller, byte[] body) {
        try {
            var read = RequestReader.read(json, body, endpoint);
            var key = idempotencyKey(request);
            return relay.serve(
                    new RelayRequest(endpoint, caller, read.body(), read.wishes(), read.input(), key), client);
        } catch (BadRequestException bad) {
            client.refuse(bad.refusal(), null);
            return Uni.createFrom().voidItem();
        }
    }

    private static Optional<String> idempotencyKey(HttpServerRequest request) throws BadRequestException {
        var key = request.getHeader(IDEMPOTENCY_KEY);
        if (key != null && (key.isBlank() || key.length() > KEY_LENGTH_MAX)) {
            throw BadRequestException.at(
                    IDEMPOTENCY_KEY, "The header must have from 1 to %d characters.".formatted(KEY_LENGTH_MAX));
        }
        return Optional.ofNullable(key);
    }

    private static Optional<Refusal> standing(Caller caller) {
        return switch (caller.standing()) {
            case ACTIVE -> Optional.empty();
            case FROZEN -> Optional.of(Refusals.frozen());
            case CLOSED -> Optional.of(Refusals.closed());
            case PARKED -> Optional.of(Refusals.parked());
        };
    }

    private Refusal tooLarge() {
        return Refusal.of(
                413,
                Refusal.INVALID_REQUEST,
                "request_too_large",
                "The body has more than the %d bytes that are allowed.".formatted(bodyBytesMax));
    }

    /** What is left of the request is thrown away as it comes: a client reads no answer while it still writes. */
    private static Uni<Void> unread(HttpServerRequest request, ConnectionClient client, Refusal refusal) {
        client.refuse(refusal, null);
        request.resume();
        return Uni.createFrom().voidItem();
    }
}
