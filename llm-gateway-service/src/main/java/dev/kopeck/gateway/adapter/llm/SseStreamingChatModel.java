package dev.kopeck.gateway.adapter.llm;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

/**
 * Streams from an OpenAI-compatible provider, where the extension's own model falls short: a cancel closes the
 * connection, a stream that breaks off is an error instead of an answer, and usage is taken as reported.
 *
 * <p>Never retries: who calls knows whether something was delivered. Callbacks come one after the other, on an event
 * loop; they must not block.
 */
final class SseStreamingChatModel implements StreamingChatModel {

    private final OpenAiApi api;
    private final String authorization;
    private final ObjectReader json;

    /** @param authorization the whole header, never logged */
    SseStreamingChatModel(OpenAiApi api, String authorization, ObjectReader json) {
        this.api = api;
        this.authorization = authorization;
        this.json = json;
    }

    /** As the interface's own, but hands the handler on as it is, so that an {@link AnswerHandler} is recognised. */
    @Override
    public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
        doChat(request, handler);
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        var stream = new SseStream(handler, json);
        if (handler instanceof AnswerHandler answerHandler) {
            answerHandler.onStart(stream);
        }
        api.stream(authorization, OpenAiRequest.streaming(request)).subscribe().withSubscriber(stream);
    }
}
