package dev.kopeck.telegram.application;

import dev.kopeck.contracts.event.CompletionChunk;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.telegram.domain.MessageParts;
import dev.kopeck.telegram.domain.PlainText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest text of each answer that is being written, and what its chat was shown of it. Bounded: the answer that was
 * quiet longest is forgotten first. Thread-safe.
 */
final class PreviewBoard {

    private static final int STRIKES_MAX = 3;
    private static final float LOAD = 0.75f;

    private final Map<PromptId, Preview> previews;

    PreviewBoard(int openMax) {
        previews = new LinkedHashMap<>(16, LOAD, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<PromptId, Preview> eldest) {
                return size() > openMax;
            }
        };
    }

    private static final class Preview {
        private int sequence;
        private @Nullable String newest;
        private String shown = "";
        private boolean running;
        private int strikes;
    }

    /** @return whether somebody must start to show this answer */
    synchronized boolean offer(CompletionChunk chunk) {
        var preview = previews.computeIfAbsent(chunk.promptId(), _ -> new Preview());
        boolean isAnotherAttempt = chunk.sequence() == 1;
        if (preview.strikes >= STRIKES_MAX || (chunk.sequence() <= preview.sequence && !isAnotherAttempt)) {
            return false;
        }
        preview.sequence = chunk.sequence();
        preview.newest = visible(chunk.text());
        boolean isToStart = !preview.running;
        preview.running = true;
        return isToStart;
    }

    /** Whether there is something to show; where there is not, the showing ends. */
    synchronized boolean goesOn(PromptId id) {
        var preview = previews.get(id);
        if (preview == null) {
            return false;
        }
        preview.running = textToShow(preview) != null && preview.strikes < STRIKES_MAX;
        return preview.running;
    }

    /** The newest text that the chat has not seen. */
    synchronized Optional<String> take(PromptId id) {
        var preview = previews.get(id);
        if (preview == null) {
            return Optional.empty();
        }
        var text = textToShow(preview);
        preview.newest = null;
        return Optional.ofNullable(text);
    }

    synchronized void shown(PromptId id, String text) {
        var preview = previews.get(id);
        if (preview != null) {
            preview.shown = text;
            preview.strikes = 0;
        }
    }

    /** After three failures in a row the answer has no more previews. */
    synchronized void strike(PromptId id) {
        var preview = previews.get(id);
        if (preview != null) {
            preview.strikes++;
        }
    }

    synchronized void forget(PromptId id) {
        previews.remove(id);
    }

    private static @Nullable String textToShow(Preview preview) {
        var text = preview.newest;
        return text == null || text.isBlank() || text.equals(preview.shown) ? null : text;
    }

    private static String visible(String text) {
        var clean = PlainText.clean(text);
        return clean.substring(0, PlainText.cutBefore(clean, MessageParts.LONGEST))
                .strip();
    }
}
