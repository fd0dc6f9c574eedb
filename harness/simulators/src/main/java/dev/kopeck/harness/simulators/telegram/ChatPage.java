package dev.kopeck.harness.simulators.telegram;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The files of the chat page, read once from this jar. */
final class ChatPage {

    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private record File(String path, String name, String type) {}

    private static final List<File> FILES = List.of(
            new File("/", "chat.html", "text/html; charset=utf-8"),
            new File("/chat.css", "chat.css", "text/css; charset=utf-8"),
            new File("/chat.js", "chat.js", SCRIPT),
            new File("/composer.js", "composer.js", SCRIPT),
            new File("/messages.js", "messages.js", SCRIPT),
            new File("/render.js", "render.js", SCRIPT),
            new File("/store.js", "store.js", SCRIPT),
            new File("/icon.svg", "icon.svg", "image/svg+xml"));

    private ChatPage() {}

    static void mount(Router router) {
        for (File file : FILES) {
            Buffer content = read(file.name());
            router.get(file.path()).handler(call -> {
                call.response()
                        .putHeader("Content-Type", file.type())
                        .putHeader("Cache-Control", "no-cache")
                        // The page loads nothing from anywhere else, and neither shall what somebody writes into a
                        // chat.
                        .putHeader("Content-Security-Policy", "default-src 'self'");
                call.response().end(content).onFailure(gone -> {});
            });
        }
    }

    private static Buffer read(String name) {
        try (InputStream stream = ChatPage.class.getResourceAsStream("/telegram-chat/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("The jar lacks " + name + ": build it again");
            }
            return Buffer.buffer(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
