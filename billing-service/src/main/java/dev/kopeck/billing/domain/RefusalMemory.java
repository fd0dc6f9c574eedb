package dev.kopeck.billing.domain;

import java.time.Duration;

/**
 * Whether refused prompts are remembered for as long as they can be read again: one whose refusal was forgotten would be
 * decided anew.
 *
 * @param remembered how long refusals are kept
 */
public record RefusalMemory(Duration remembered, PromptRetention prompts) {

    public Verdict verdict() {
        return switch (prompts) {
            case PromptRetention.Bounded bounded ->
                remembered.compareTo(bounded.longest()) < 0 ? Verdict.TOO_SHORT : Verdict.LONG_ENOUGH;
            case PromptRetention.Unbounded unbounded -> Verdict.TOO_SHORT;
            case PromptRetention.Untold untold -> Verdict.UNKNOWN;
        };
    }

    /** How long prompts can be read again, in words. */
    public String promptsKept() {
        return switch (prompts) {
            case PromptRetention.Bounded bounded -> bounded.longest().toString();
            case PromptRetention.Unbounded unbounded -> "for ever";
            case PromptRetention.Untold untold -> "not told";
        };
    }

    /** What a comparison gave. */
    public enum Verdict {
        LONG_ENOUGH,
        TOO_SHORT,
        /** The broker does not tell. */
        UNKNOWN
    }
}
