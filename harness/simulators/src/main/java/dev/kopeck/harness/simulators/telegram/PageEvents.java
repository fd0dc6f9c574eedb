package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Open chat pages, each told of each change at once. One that reads too slowly is let go: it comes back by itself. */
final class PageEvents {

    private static final int PAGES_MAX = 100;

    private final Set<HttpServerResponse> pages = new HashSet<>();

    void open(HttpServerResponse page) {
        if (pages.size() >= PAGES_MAX) {
            page.setStatusCode(503).end().onFailure(gone -> {});
            return;
        }
        page.setChunked(true)
                .putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .putHeader("Cache-Control", "no-cache");
        page.closeHandler(closed -> pages.remove(page));
        page.exceptionHandler(broken -> pages.remove(page));
        pages.add(page);
        page.write("retry: 1000\n\ndata: {\"type\":\"hello\"}\n\n").onFailure(gone -> pages.remove(page));
    }

    void publish(ObjectNode event) {
        if (!pages.isEmpty()) {
            send("data: " + event + "\n\n");
        }
    }

    /** A comment that keeps proxies awake. */
    void keepAlive() {
        send(": still here\n\n");
    }

    private void send(String text) {
        for (HttpServerResponse page : List.copyOf(pages)) {
            if (page.writeQueueFull()) {
                pages.remove(page);
                page.reset();
            } else {
                page.write(text).onFailure(gone -> pages.remove(page));
            }
        }
    }
}
