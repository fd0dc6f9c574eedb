package dev.kopeck.gateway.adapter.llm;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kopeck.gateway.application.CurrentCatalogue;
import dev.kopeck.gateway.application.Models;
import dev.kopeck.gateway.config.GatewayConfig;
import dev.langchain4j.model.chat.ChatModel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The models of all providers, over LangChain4j. */
@ApplicationScoped
class OpenAiProvider {

    /** A singleton, so that it is made at the start: its classes load for a second, and not on an event loop. */
    @Produces
    @Singleton
    Models models(GatewayConfig config, CurrentCatalogue catalogue, ChatModel whole, ObjectMapper json) {
        var clients = new ProviderClients(json.reader(), config.call().durationMax());
        catalogue.get().providers().forEach(clients::prepare);
        return new LangChainModels(clients::streaming, whole, new LangChainRequests(json));
    }
}
