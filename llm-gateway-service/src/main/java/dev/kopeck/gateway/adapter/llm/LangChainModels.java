package dev.kopeck.gateway.adapter.llm;

import dev.kopeck.gateway.application.ModelEvent;
import dev.kopeck.gateway.application.ModelFailedException;
import dev.kopeck.gateway.application.Models;
import dev.kopeck.gateway.domain.ModelCall;
import dev.kopeck.gateway.domain.Provider;
import dev.kopeck.gateway.domain.Target;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Models through LangChain4j: word by word through our own streaming model, or as a whole through the extension's
 * {@link ChatModel}.
 */
final class LangChainModels implements Models {

    private final Function<Provider, StreamingChatModel> streaming;
    private final ChatModel whole;
    private final LangChainRequests requests;

    /** @param whole asks the provider {@code default} alone */
    LangChainModels(Function<Provider, StreamingChatModel> streaming, ChatModel whole, LangChainRequests requests) {
        this.streaming = streaming;
        this.whole = whole;
        this.requests = requests;
    }

    @Override
    public Multi<ModelEvent> answer(ModelCall call, Target target) {
        return Multi.createFrom().deferred(() -> {
            var request = requests.of(call, target);
            return call.model().streaming() ? stream(target.provider(), request) : ask(request);
        });
    }

    private Multi<ModelEvent> stream(Provider provider, ChatRequest request) {
        var model = streaming.apply(provider);
        return Multi.createFrom().emitter(emitter -> model.chat(request, new EmittingHandler(emitter)));
    }

    /**
     * The extension's model waits for its answer, so it does that on a worker thread. A cancel does not reach the
     * provider: the answer is dropped when it comes.
     */
    private Multi<ModelEvent> ask(ChatRequest request) {
        return Uni.createFrom()
                .item(() -> whole.chat(request))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure()
                .transform(failure -> new ModelFailedException(ProviderFailures.of(failure)))
                .onItem()
                .transformToMulti(LangChainModels::events);
    }

    private static Multi<ModelEvent> events(ChatResponse response) {
        var text = response.aiMessage().text();
        var said = new ModelEvent.Text(text == null ? "" : text);
        return Multi.createFrom().items(Stream.of(said, EmittingHandler.ended(response)));
    }
}
