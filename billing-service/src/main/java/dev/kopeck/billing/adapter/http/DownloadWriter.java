package dev.kopeck.billing.adapter.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends a {@link Download}. Quarkus's own support of streams neither negotiates the type nor cuts the connection where a
 * stream fails.
 */
@Provider
public class DownloadWriter implements ServerMessageBodyWriter<Download> {

    private static final Logger LOG = Logger.getLogger(DownloadWriter.class);

    @Override
    public boolean isWriteable(Class<?> type, Type generic, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type == Download.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type == Download.class;
    }

    @Override
    public void writeResponse(Download download, Type generic, ServerRequestContext request) {
        var running = (ResteasyReactiveRequestContext) request;
        running.suspend();
        request.serverResponse().setChunked(true);
        // The context of the request, to which the open transaction and the caller belong.
        download.pieces().subscribe(new Sending(running, Vertx.currentContext()));
    }

    @Override
    public void writeTo(
            Download download,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out) {
        throw new UnsupportedOperationException("downloads are not written to blocking streams");
    }

    /** Asks for one piece at a time. Lives on the request's event loop. */
    private static final class Sending implements Subscriber<byte[]> {

        private final ResteasyReactiveRequestContext request;
        private final ServerHttpResponse response;
        private final @Nullable Context context;
        private @Nullable Subscription pieces;
        private boolean ended;

        Sending(ResteasyReactiveRequestContext request, @Nullable Context context) {
            this.request = request;
            this.response = request.serverResponse();
            this.context = context;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            pieces = subscription;
            response.addCloseHandler(this::closed);
            subscription.request(1);
        }

        @Override
        public void onNext(byte[] piece) {
            response.write(piece, this::written);
        }

        @Override
        public void onError(Throwable failure) {
            ended = true;
            LOG.warnf("A download was cut off reason=%s", failure.getMessage());
            response.reset();
            request.resume();
        }

        @Override
        public void onComplete() {
            ended = true;
            response.end();
            request.resume();
        }

        private void written(@Nullable Throwable failure) {
            if (failure != null) {
                closed();
            } else if (context == null) {
                Objects.requireNonNull(pieces).request(1);
            } else {
                context.runOnContext(next -> Objects.requireNonNull(pieces).request(1));
            }
        }

        private void closed() {
            if (!ended && pieces != null) {
                ended = true;
                pieces.cancel();
                request.resume();
            }
        }
    }
}
