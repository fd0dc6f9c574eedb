package dev.kopeck.gateway.adapter.llm;

import com.fasterxml.jackson.core.JsonFactory;
import dev.kopeck.gateway.application.ModelFailedException;
import dev.kopeck.gateway.application.relay.RelayEvent;
import dev.kopeck.gateway.application.relay.RelayEvent.Frames;
import dev.kopeck.gateway.application.relay.UpstreamCall;
import dev.kopeck.gateway.domain.ModelFailure;
import dev.kopeck.gateway.domain.ModelFailure.Kind;
import dev.kopeck.gateway.domain.relay.Endpoint;
import dev.kopeck.gateway.domain.relay.Frame;
import dev.kopeck.gateway.domain.relay.Span;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MultiHelper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One response of a provider as events. Nothing is read before it is asked for; a cancel resets the connection. */
final class ProviderResponse {

    private static final int OK = 200;
    private static final int ERROR_BYTES_MAX = 65_536;
    /** How long a provider may take to end its response after it has said that it is done. */
    private static final int GRACE_MILLIS = 5_000;

    private static final String EVENT_STREAM = "text/event-stream";

    private final HttpClientResponse response;
    private final UpstreamCall call;
    private final JsonFactory json;
    private final ProviderErrors errors;
    private final RelayLimits limits;

    /** @param response paused */
    ProviderResponse(
            HttpClientResponse response,
            UpstreamCall call,
            JsonFactory json,
            ProviderErrors errors,
            RelayLimits limits) {
        this.response = response;
        this.call = call;
        this.json = json;
        this.errors = errors;
        this.limits = limits;
    }

    Multi<RelayEvent> events() {
        if (response.statusCode() != OK) {
            return bytes(ERROR_BYTES_MAX).map(this::error).toMulti();
        }
        var type = response.getHeader("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(EVENT_STREAM)
                ? stream()
                : bytes(limits.answerBytesMax()).map(this::whole).toMulti();
    }

    private Multi<RelayEvent> stream() {
        var reader = new FrameReader(json, call.endpoint(), limits.eventBytesMax());
        Multi<RelayEvent> frames = chunks().map(chunk -> feed(reader, chunk));
        Multi<RelayEvent> last =
                Multi.createFrom().deferred(() -> Multi.createFrom().item(end(reader)));
        return Multi.createBy()
                .concatenating()
                .streams(frames, last)
                .select()
                .where(event -> !(event instanceof Frames(var some)) || !some.isEmpty());
    }

    private RelayEvent feed(FrameReader reader, Buffer chunk) {
        try {
            var frames = reader.feed(chunk.getBytes());
            if (frames.stream().anyMatch(this::isLast)) {
                endSoon();
            }
            return new Frames(frames);
        } catch (IOException | IllegalStateException garbled) {
            throw new ModelFailedException(ModelFailure.of(Kind.GARBLED));
        }
    }

    private boolean isLast(Frame frame) {
        return frame.done()
                || (call.endpoint() == Endpoint.RESPONSES && frame.observed().ended());
    }

    /** A connection that ends by itself serves again; one that does not is given up. */
    private void endSoon() {
        var request = response.request();
        var vertx = Objects.requireNonNull(Vertx.currentContext(), "a response comes on a context")
                .owner();
        long timer = vertx.setTimer(GRACE_MILLIS, late -> request.reset());
        response.end().onComplete(ended -> vertx.cancelTimer(timer));
    }

    private static RelayEvent end(FrameReader reader) {
        try {
            return new Frames(reader.end());
        } catch (IOException garbled) {
            throw new ModelFailedException(ModelFailure.of(Kind.GARBLED));
        }
    }

    private RelayEvent whole(Buffer body) {
        byte[] bytes = body.getBytes();
        try {
            return new RelayEvent.Whole(
                    bytes, AnswerReader.read(json, bytes, new Span(0, bytes.length), call.endpoint()));
        } catch (IOException garbled) {
            throw new ModelFailedException(ModelFailure.of(Kind.GARBLED));
        }
    }

    private RelayEvent error(Buffer body) {
        return errors.of(response.statusCode(), retryAfter(), body.getBytes());
    }

    private @Nullable String retryAfter() {
        return response.getHeader("Retry-After");
    }

    private Uni<Buffer> bytes(int most) {
        return chunks().onItem()
                .scan(Buffer::buffer, (all, chunk) -> appended(all, chunk, most))
                .collect()
                .last();
    }

    private static Buffer appended(Buffer all, Buffer chunk, int most) {
        if (all.length() + (long) chunk.length() > most) {
            throw new ModelFailedException(ModelFailure.of(Kind.GARBLED));
        }
        return all.appendBuffer(chunk);
    }

    private Multi<Buffer> chunks() {
        return MultiHelper.<Buffer>toMulti(response)
                .onCancellation()
                .invoke(() -> response.request().reset());
    }
}
