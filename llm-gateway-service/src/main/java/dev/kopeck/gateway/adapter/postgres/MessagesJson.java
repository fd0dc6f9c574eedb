package dev.kopeck.gateway.adapter.postgres;

import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.MalformedEventException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;

/** A prompt's text as it is stored: in the words of the wire, which are kept readable for ever. */
@ApplicationScoped
class MessagesJson {

    private final EventCodec codec;

    MessagesJson(EventCodec codec) {
        this.codec = codec;
    }

    /** PostgreSQL's texts cannot hold the character zero, which is no character of any text: JSON escapes it. */
    String write(PromptContent content) {
        return new String(codec.writeContent(content), StandardCharsets.UTF_8);
    }

    PromptContent read(String json) {
        try {
            return codec.read(json.getBytes(StandardCharsets.UTF_8), PromptContent.class);
        } catch (MalformedEventException e) {
            throw new IllegalStateException("a prompt was stored that cannot be read", e);
        }
    }
}
