package dev.kopeck.gateway.application;

import dev.kopeck.contracts.event.CompletionChunk;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.gateway.domain.PreviewPolicy;
import java.time.Instant;

/** Shows one answer while it grows, at its policy's pace. Not thread-safe; used by one {@link Delivery}. */
final class PreviewPacer {

    private final PromptAuthorized prompt;
    private final PreviewPolicy policy;
    private final Previews previews;
    private int shown;
    private int shownLength;
    private Instant shownAt = Instant.EPOCH;

    PreviewPacer(PromptAuthorized prompt, PreviewPolicy policy, Previews previews) {
        this.prompt = prompt;
        this.policy = policy;
        this.previews = previews;
    }

    /** Shows the text so far, unless that was shown already, or is not wanted, or it is too early. */
    void offer(CharSequence text, Instant now) {
        int length = Math.min(text.length(), policy.charsMax());
        if (length == shownLength
                || !policy.isWanted(prompt.prompt().channel())
                || now.isBefore(shownAt.plus(policy.interval()))) {
            return;
        }
        shownLength = length;
        shownAt = now;
        shown++;
        previews.show(new CompletionChunk(
                prompt.promptId(), prompt.payer(), prompt.prompt().channel(), shown, policy.cut(text)));
    }
}
