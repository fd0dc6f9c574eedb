package dev.kopeck.gateway.adapter.llm;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kopeck.gateway.application.relay.RelayUpstream;
import dev.kopeck.gateway.config.GatewayConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Where relayed requests go. Over connections of their own: they are as many as may be relayed at a time. */
@ApplicationScoped
class RelayProvider {

    @Produces
    @Singleton
    RelayUpstream relayUpstream(GatewayConfig config, Vertx vertx, ObjectMapper json) {
        var relay = config.relay();
        var client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) config.provider().connectTimeout().toMillis())
                .setMaxPoolSize(config.inFlightMax())
                .setKeepAlive(true)
                .setTcpNoDelay(true));
        return new HttpRelayUpstream(
                client,
                new ProviderAccess(
                        config.provider().baseUrl(),
                        "Bearer " + config.provider().apiKey().orElse("none")),
                json.getFactory(),
                new ProviderErrors(json.reader()),
                new RelayLimits(relay.answerBytesMax(), relay.eventBytesMax()));
    }
}
