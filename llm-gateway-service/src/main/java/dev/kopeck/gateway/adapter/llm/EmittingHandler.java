package dev.kopeck.gateway.adapter.llm;

import dev.kopeck.contracts.money.Usage;
import dev.kopeck.gateway.application.ModelEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** LangChain4j's callbacks as a stream of events; who cancels the stream cancels the call. */
final class EmittingHandler implements AnswerHandler {

    private final MultiEmitter<? super ModelEvent> emitter;

    EmittingHandler(MultiEmitter<? super ModelEvent> emitter) {
        this.emitter = emitter;
    }

    @Override
    public void onStart(StreamingHandle handle) {
        emitter.onTermination(handle::cancel);
    }

    @Override
    public void onPartialResponse(String text) {
        emitter.emit(new ModelEvent.Text(text));
    }

    @Override
    public void onPartialThinking(PartialThinking thinking) {
        emitter.emit(new ModelEvent.Progress());
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        emitter.emit(ended(response));
        emitter.complete();
    }

    @Override
    public void onError(Throwable error) {
        emitter.fail(error);
    }

    static ModelEvent.Ended ended(ChatResponse response) {
        return new ModelEvent.Ended(name(response.finishReason()), usage(response.tokenUsage()));
    }

    /** As OpenAI names it. */
    private static @Nullable String name(@Nullable FinishReason reason) {
        if (reason == null) {
            return null;
        }
        return switch (reason) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case CONTENT_FILTER -> "content_filter";
            case TOOL_EXECUTION -> "tool_calls";
            case OTHER -> "other";
        };
    }

    /** Missing counts are no usage; an explicit zero is one. */
    private static @Nullable Usage usage(@Nullable TokenUsage usage) {
        if (usage instanceof CountedUsage counted) {
            return counted.usage();
        }
        if (usage == null || usage.inputTokenCount() == null || usage.outputTokenCount() == null) {
            return null;
        }
        long cached = 0;
        long reasoning = 0;
        if (usage instanceof OpenAiTokenUsage detailed) {
            cached = Optional.ofNullable(detailed.inputTokensDetails())
                    .map(OpenAiTokenUsage.InputTokensDetails::cachedTokens)
                    .orElse(0);
            reasoning = Optional.ofNullable(detailed.outputTokensDetails())
                    .map(OpenAiTokenUsage.OutputTokensDetails::reasoningTokens)
                    .orElse(0);
        }
        return Usage.reported(usage.inputTokenCount(), cached, 0, usage.outputTokenCount(), reasoning);
    }
}
