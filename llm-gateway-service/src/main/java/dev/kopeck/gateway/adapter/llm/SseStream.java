package dev.kopeck.gateway.adapter.llm;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.kopeck.gateway.application.ModelFailedException;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.ModelFailure.Kind;
import dev.kopeck.tokens.UsageReader;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.FinishReason;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.resteasy.reactive.client.SseEvent;
import org.jspecify.annotations.Nullable;

/**
 * One stream of events, from its first to its end. It is complete when the provider said how it ended, or said
 * {@code [DONE]}; a stream that ends before was cut, however politely.
 *
 * <p>Events come one after the other; {@link #cancel} may come from any thread at any time.
 */
final class SseStream implements MultiSubscriber<SseEvent<String>>, StreamingHandle {

    private static final String DONE = "[DONE]";
    /** How long a provider may take to end its response after it has said that it is done. */
    private static final int GRACE_SECONDS = 5;

    private final StreamingChatResponseHandler handler;
    private final ObjectReader json;
    private final AtomicReference<Flow.@Nullable Subscription> connection = new AtomicReference<>();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();
    private boolean begun;
    private volatile boolean complete;
    private final StringBuilder text = new StringBuilder();
    private @Nullable FinishReason finishReason;
    private final UsageReader usage = new UsageReader();

    SseStream(StreamingChatResponseHandler handler, ObjectReader json) {
        this.handler = handler;
        this.json = json;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        connection.set(subscription);
        if (cancelled.get()) {
            subscription.cancel();
        } else {
            subscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onItem(SseEvent<String> event) {
        begun = true;
        var data = event.data();
        if (data == null || data.isBlank() || over.get() || cancelled.get()) {
            return;
        }
        if (DONE.equals(data.strip())) {
            complete();
            return;
        }
        try {
            take(OpenAiChunk.parse(json, data));
            usage.read(data);
        } catch (ModelFailedException broken) {
            fail(broken);
            cancel();
        }
    }

    @Override
    public void onCompletion() {
        end(ModelFailure.of(Kind.STREAM_CUT));
    }

    @Override
    public void onFailure(Throwable failure) {
        end(begun ? ModelFailure.of(Kind.STREAM_CUT) : ProviderFailures.of(failure));
    }

    /** Closes the connection; after the answer's end only if the provider does not, so that it may serve again. */
    @Override
    public void cancel() {
        cancelled.set(true);
        var subscription = connection.get();
        if (subscription == null) {
            return;
        }
        if (complete) {
            CompletableFuture.delayedExecutor(GRACE_SECONDS, TimeUnit.SECONDS).execute(subscription::cancel);
        } else {
            subscription.cancel();
        }
    }

    @Override
    public boolean isCancelled() {
        return cancelled.get();
    }

    private void take(OpenAiChunk chunk) {
        finishReason = chunk.finishReason() == null ? finishReason : chunk.finishReason();
        if (!chunk.reasoning().isEmpty()) {
            handler.onPartialThinking(new PartialThinking(chunk.reasoning()));
        }
        if (!chunk.text().isEmpty()) {
            text.append(chunk.text());
            handler.onPartialResponse(chunk.text());
        }
    }

    private void end(ModelFailure otherwise) {
        if (finishReason != null) {
            complete();
        } else {
            fail(new ModelFailedException(otherwise));
        }
    }

    private void complete() {
        complete = true;
        if (over.compareAndSet(false, true)) {
            handler.onCompleteResponse(ChatResponse.builder()
                    .aiMessage(AiMessage.from(text.toString()))
                    .finishReason(finishReason)
                    .tokenUsage(usage.usage().map(CountedUsage::new).orElse(null))
                    .build());
        }
    }

    private void fail(ModelFailedException failure) {
        if (over.compareAndSet(false, true)) {
            handler.onError(failure);
        }
    }
}
