package dev.kopeck.gateway.adapter.llm;

import com.fasterxml.jackson.core.JsonFactory;
import dev.kopeck.gateway.application.ModelFailedException;
import dev.kopeck.gateway.application.relay.RelayEvent;
import dev.kopeck.gateway.application.relay.RelayUpstream;
import dev.kopeck.gateway.application.relay.UpstreamCall;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.ModelFailure.Kind;
import dev.kopeck.gateway.domain.Provider;
import dev.kopeck.gateway.domain.Target;
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
import java.util.function.Function;

/** Calls a provider over HTTP with the client's own body. */
final class HttpRelayUpstream implements RelayUpstream {

    private final Function<Provider, HttpClient> clients;
    private final JsonFactory json;
    private final ProviderErrors errors;
    private final RelayLimits limits;

    HttpRelayUpstream(
            Function<Provider, HttpClient> clients, JsonFactory json, ProviderErrors errors, RelayLimits limits) {
        this.clients = clients;
        this.json = json;
        this.errors = errors;
        this.limits = limits;
    }

    @Override
    public Multi<RelayEvent> call(Target target, UpstreamCall call) {
        return Uni.createFrom()
                .<HttpClientResponse>emitter(emitter -> send(call, target, emitter))
                .onItem()
                .transformToMulti(response -> new ProviderResponse(response, call, json, errors, limits).events())
                .onFailure()
                .transform(HttpRelayUpstream::known);
    }

    private void send(UpstreamCall call, Target target, UniEmitter<? super HttpClientResponse> emitter) {
        clients.apply(target.provider())
                .request(options(call, target.provider()))
                .onFailure(emitter::fail)
                .onSuccess(request -> {
                    emitter.onTermination(() -> {
                        if (!request.response().isComplete()) {
                            request.reset();
                        }
                    });
                    send(request, call, target, emitter);
                });
    }

    private static void send(
            HttpClientRequest request,
            UpstreamCall call,
            Target target,
            UniEmitter<? super HttpClientResponse> emitter) {
        request.response().onFailure(emitter::fail).onSuccess(response -> {
            response.pause();
            emitter.complete(response);
        });
        request.end(Buffer.buffer(call.bodyFor(target.upstreamName()))).onFailure(emitter::fail);
    }

    private static RequestOptions options(UpstreamCall call, Provider provider) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url(provider, call.endpoint().path()))
                .putHeader("Authorization", provider.key().authorization())
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", call.wishes().streamed() ? "text/event-stream" : "application/json")
                .putHeader("User-Agent", "kopeck");
    }

    private static String url(Provider provider, String path) {
        var base = provider.baseUrl().toString();
        return base.endsWith("/") ? base + path : base + "/" + path;
    }

    private static ModelFailedException known(Throwable thrown) {
        return switch (thrown) {
            case ModelFailedException known -> known;
            case TimeoutException late -> new ModelFailedException(ModelFailure.of(Kind.TIMEOUT));
            default -> new ModelFailedException(ModelFailure.of(Kind.UNREACHABLE));
        };
    }
}
