package dev.kopeck.gateway.domain;

/**
 * The answer to the question who may call a model for a prompt.
 *
 * <pre>
 *            lease renewed by its owner
 *                  ┌─────┐
 *   (none) ──> claimed ──┘ ── stored ──> finished (for ever)
 *                  │  ^
 *   lease is over  └──┘  another owner takes over, one attempt more
 * </pre>
 */
public sealed interface Claim {

    /**
     * The asker may, until its lease is over.
     *
     * @param attemptsBefore calls that earlier owners may have made
     */
    record Granted(int attemptsBefore) implements Claim {

        /** Distinguishes this claim from those that the same owner held before. */
        public int number() {
            return attemptsBefore + 1;
        }
    }

    /** Somebody else may, and lives. */
    record HeldElsewhere() implements Claim {}

    /** Nobody may any more: the prompt has ended. */
    record Finished(Completion completion) implements Claim {}
}
