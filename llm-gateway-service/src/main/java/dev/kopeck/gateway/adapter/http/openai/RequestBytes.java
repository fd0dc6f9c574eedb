package dev.kopeck.gateway.adapter.http.openai;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Reads a request's body into memory, no more of it than is allowed. Of a paused request, on its context. */
final class RequestBytes {

    private static final String LENGTH = "Content-Length";

    private final HttpServerRequest request;
    private final int most;
    private final Buffer body = Buffer.buffer();
    private boolean tooMuch;

    RequestBytes(HttpServerRequest request, int most) {
        this.request = request;
        this.most = most;
    }

    /** Emits the body; empty where it is too large, and then without waiting for its end. */
    Uni<Optional<byte[]>> read() {
        return Uni.createFrom().emitter(this::read);
    }

    private void read(UniEmitter<? super Optional<byte[]>> emitter) {
        if (isAnnouncedTooLarge()) {
            emitter.complete(Optional.empty());
            return;
        }
        request.exceptionHandler(emitter::fail);
        request.endHandler(end -> {
            if (!tooMuch) {
                emitter.complete(Optional.of(body.getBytes()));
            }
        });
        request.handler(chunk -> take(chunk, emitter));
        request.resume();
    }

    private void take(Buffer chunk, UniEmitter<? super Optional<byte[]>> emitter) {
        if (tooMuch) {
            return;
        }
        tooMuch = body.length() + (long) chunk.length() > most;
        if (tooMuch) {
            emitter.complete(Optional.empty());
        } else {
            body.appendBuffer(chunk);
        }
    }

    private boolean isAnnouncedTooLarge() {
        var length = request.getHeader(LENGTH);
        try {
            return length != null && Long.parseLong(length) > most;
        } catch (NumberFormatException nonsense) {
            return false;
        }
    }
}
