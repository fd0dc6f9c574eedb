package dev.kopeck.gateway.adapter.llm;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kopeck.gateway.application.Models;
import dev.kopeck.gateway.config.GatewayConfig;
import dev.langchain4j.model.chat.ChatModel;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;

/** The one provider that is configured: where it is, and the key to it. */
@ApplicationScoped
class OpenAiProvider {

    /** A singleton, so that it is made at the start: its classes load for a second, and not on an event loop. */
    @Produces
    @Singleton
    Models models(GatewayConfig config, ChatModel whole, ObjectMapper json) {
        var streaming = new SseStreamingChatModel(api(config), authorization(config), json.reader());
        return new LangChainModels(streaming, whole, new LangChainRequests(json));
    }

    private static OpenAiApi api(GatewayConfig config) {
        // Silence is watched by who delivers the answer, per model; this is only above every such bound.
        long readMillis = config.call().durationMax().toMillis();
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(config.provider().baseUrl())
                .connectTimeout(config.provider().connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(readMillis, TimeUnit.MILLISECONDS)
                .property(QuarkusRestClientProperties.CONNECTION_POOL_SIZE, config.inFlightMax())
                .property(QuarkusRestClientProperties.DISABLE_CONTEXTUAL_ERROR_MESSAGES, true)
                .build(OpenAiApi.class);
    }

    private static String authorization(GatewayConfig config) {
        return "Bearer " + config.provider().apiKey().orElse("none");
    }
}
