package dev.kopeck.gateway.adapter.llm;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.kopeck.gateway.domain.Provider;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;

/**
 * Connections to providers, kept as long as the gateway runs: a catalogue that changes back and forth finds them again, and
 * calls that run keep theirs. Keys are not part of them. Thread-safe.
 */
final class ProviderClients {

    /**
     * The client closes a stream's connection behind its end, which a call that found it in the pool would take for a broken
     * one: a connection is used once, and none is waited for. Calls are bounded by the places in the waiting room.
     */
    private static final int CONNECTIONS_PER_CALL = 4;

    private final ConcurrentMap<Connection, OpenAiApi> apis = new ConcurrentHashMap<>();
    private final ObjectReader json;
    private final Duration readTimeout;

    /** @param readTimeout above every silence that is accepted: those are watched by who delivers the answer */
    ProviderClients(ObjectReader json, Duration readTimeout) {
        this.json = json;
        this.readTimeout = readTimeout;
    }

    private record Connection(URI baseUrl, Duration connectTimeout, int size) {}

    StreamingChatModel streaming(Provider provider) {
        return new SseStreamingChatModel(api(provider), provider.key().authorization(), json);
    }

    /** Makes the connection's client before it is needed: its classes load for a second, and not on an event loop. */
    void prepare(Provider provider) {
        api(provider);
    }

    private OpenAiApi api(Provider provider) {
        var connection = new Connection(provider.baseUrl(), provider.times().connect(), provider.concurrency());
        return apis.computeIfAbsent(connection, this::build);
    }

    private OpenAiApi build(Connection connection) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(connection.baseUrl())
                .connectTimeout(connection.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(readTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .property(QuarkusRestClientProperties.CONNECTION_POOL_SIZE, connection.size() * CONNECTIONS_PER_CALL)
                .property(QuarkusRestClientProperties.KEEP_ALIVE_ENABLED, false)
                .property(QuarkusRestClientProperties.DISABLE_CONTEXTUAL_ERROR_MESSAGES, true)
                .build(OpenAiApi.class);
    }
}
