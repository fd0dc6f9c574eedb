package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.Target;
import java.time.Instant;
import java.util.function.Function;

/** The text of one answer while it grows: kept within its limits, and shown at its pace. Not thread-safe. */
final class AnswerText {

    private final Function<Target, OutputGuard> guards;
    private final PreviewPacer preview;
    private final int charsMax;
    private OutputGuard guard;
    private boolean full;

    /**
     * @param guards the granted limit, as the tokenizer of a target counts it
     * @param first who is asked first
     * @param charsMax UTF-16 units that an answer may have
     */
    AnswerText(Function<Target, OutputGuard> guards, Target first, PreviewPacer preview, int charsMax) {
        this.guards = guards;
        this.preview = preview;
        this.charsMax = charsMax;
        this.guard = guards.apply(first);
    }

    /** Somebody is asked. Nobody is asked in another's stead once there is text. */
    void askedAt(Target target) {
        if (isEmpty()) {
            guard = guards.apply(target);
        }
    }

    /**
     * Appends what still fits, without NUL, which no database and no chat takes as text.
     *
     * @return whether anything was appended
     */
    boolean append(String said, Instant now) {
        var more = said.replace("\0", "");
        int room = charsMax - guard.text().length();
        if (more.length() > room) {
            full = true;
            more = more.substring(0, Math.max(0, room));
        }
        boolean grown = !guard.admit(more).isEmpty();
        full |= guard.isClosed();
        if (!full) {
            show(now);
        }
        return grown;
    }

    /** Whether there was more than fits. */
    boolean isFull() {
        return full;
    }

    void show(Instant now) {
        preview.offer(guard.text(), now);
    }

    boolean isEmpty() {
        return guard.text().isEmpty();
    }

    String asText() {
        return guard.text().toString();
    }

    /** Without the text: answers never reach a log. */
    @Override
    public String toString() {
        return "AnswerText[%d characters]".formatted(guard.text().length());
    }
}
