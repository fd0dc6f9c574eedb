package dev.kopeck.gateway.adapter.llm;

import com.fasterxml.jackson.core.JsonFactory;
import dev.kopeck.gateway.application.ModelFailedException;
import dev.kopeck.gateway.application.relay.RelayEvent;
import dev.kopeck.gateway.application.relay.RelayUpstream;
import dev.kopeck.gateway.application.relay.UpstreamCall;
import dev.kopeck.gateway.domain.Model;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.ModelFailure.Kind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeoutException;

/** Calls a provider over HTTP with the client's own body. */
final class HttpRelayUpstream implements RelayUpstream {

    private final HttpClient client;
    private final ProviderAccess access;
    private final JsonFactory json;
    private final ProviderErrors errors;
    private final RelayLimits limits;

    HttpRelayUpstream(
            HttpClient client, ProviderAccess access, JsonFactory json, ProviderErrors errors, RelayLimits limits) {
        this.client = client;
        this.access = access;
        this.json = json;
        this.errors = errors;
        this.limits = limits;
    }

    @Override
    public Multi<RelayEvent> call(Model model, UpstreamCall call) {
        return Uni.createFrom()
                .<HttpClientResponse>emitter(emitter -> send(call, model, emitter))
                .onItem()
                .transformToMulti(response -> new ProviderResponse(response, call, json, errors, limits).events())
                .onFailure()
                .transform(HttpRelayUpstream::known);
    }

    private void send(UpstreamCall call, Model model, UniEmitter<? super HttpClientResponse> emitter) {
        client.request(options(call)).onFailure(emitter::fail).onSuccess(request -> {
            emitter.onTermination(() -> {
                if (!request.response().isComplete()) {
                    request.reset();
                }
            });
            send(request, call, model, emitter);
        });
    }

    private static void send(
            HttpClientRequest request, UpstreamCall call, Model model, UniEmitter<? super HttpClientResponse> emitter) {
        request.response().onFailure(emitter::fail).onSuccess(response -> {
            response.pause();
            emitter.complete(response);
        });
        request.end(Buffer.buffer(call.bodyFor(model.upstreamName()))).onFailure(emitter::fail);
    }

    private RequestOptions options(UpstreamCall call) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(access.url(call.endpoint().path()))
                .putHeader("Authorization", access.authorization())
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", call.wishes().streamed() ? "text/event-stream" : "application/json")
                .putHeader("User-Agent", "kopeck");
    }

    private static ModelFailedException known(Throwable thrown) {
        return switch (thrown) {
            case ModelFailedException known -> known;
            case TimeoutException late -> new ModelFailedException(ModelFailure.of(Kind.TIMEOUT));
            default -> new ModelFailedException(ModelFailure.of(Kind.UNREACHABLE));
        };
    }
}
