package dev.kopeck.gateway.adapter.llm;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kopeck.gateway.application.relay.RelayUpstream;
import dev.kopeck.gateway.config.GatewayConfig;
import dev.kopeck.gateway.domain.Provider;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Where relayed requests go. Over connections of their own, as many as a provider may have calls; a catalogue that changes
 * finds those of before again.
 */
@ApplicationScoped
class RelayProvider {

    private final ConcurrentMap<Bounds, HttpClient> clients = new ConcurrentHashMap<>();

    private record Bounds(Duration connect, int size) {}

    @Produces
    @Singleton
    RelayUpstream relayUpstream(GatewayConfig config, Vertx vertx, ObjectMapper json) {
        var relay = config.relay();
        return new HttpRelayUpstream(
                provider -> client(vertx, provider),
                json.getFactory(),
                new ProviderErrors(json.reader()),
                new RelayLimits(relay.answerBytesMax(), relay.eventBytesMax()));
    }

    private HttpClient client(Vertx vertx, Provider provider) {
        return clients.computeIfAbsent(
                new Bounds(provider.times().connect(), provider.concurrency()),
                bounds -> vertx.createHttpClient(new HttpClientOptions()
                        .setConnectTimeout((int) bounds.connect().toMillis())
                        .setMaxPoolSize(bounds.size())
                        .setKeepAlive(true)
                        .setTcpNoDelay(true)));
    }
}
