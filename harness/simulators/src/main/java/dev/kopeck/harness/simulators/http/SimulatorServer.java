package dev.kopeck.harness.simulators.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * An HTTP server with a Vert.x of its own and one event loop: everything that a simulator does for a request happens on
 * that loop. Start and close wait, so they are for tests and {@code main}, never for an event loop.
 */
public final class SimulatorServer implements AutoCloseable {

    private static final int BACKLOG = 1024;

    private final Vertx vertx;
    private final HttpServer server;
    private final String host;

    private SimulatorServer(Vertx vertx, HttpServer server, String host) {
        this.vertx = vertx;
        this.server = server;
        this.host = host;
    }

    /** With one event loop, which the caller may use for timers before the server starts. */
    public static Vertx vertx() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false)));
    }

    /**
     * @param vertx made by {@link #vertx()}; closed with the server, and where the start fails
     * @param port 0 for any free one
     * @throws PortTakenException with a sentence for the person at the keyboard
     */
    public static SimulatorServer start(Vertx vertx, String host, int port, Router router) {
        // Clear-text HTTP/2 is off: a cut connection shall look the same to every client.
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setHttp2ClearTextEnabled(false)
                .setAcceptBacklog(BACKLOG)
                .setCompressionSupported(false);
        try {
            HttpServer server = vertx.createHttpServer(options)
                    .requestHandler(router)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            return new SimulatorServer(vertx, server, host);
        } catch (CompletionException failure) {
            vertx.close().toCompletionStage().toCompletableFuture().join();
            throw failure.getCause() instanceof BindException
                    ? new PortTakenException(host, port, failure.getCause())
                    : failure;
        }
    }

    public int port() {
        return server.actualPort();
    }

    /** Where a client on this machine finds the server, without a slash at the end. */
    public String url() {
        String reachable = "0.0.0.0".equals(host) ? "127.0.0.1" : host;
        return "http://" + reachable + ":" + port();
    }

    /** Runs the step on the event loop and waits for its result. */
    public <T> T ask(Supplier<T> step) {
        CompletableFuture<T> result = new CompletableFuture<>();
        vertx.runOnContext(turn -> {
            try {
                result.complete(step.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
