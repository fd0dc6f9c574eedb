package dev.kopeck.gateway.domain;

import java.time.Duration;

/**
 * What becomes of a call whose reader leaves before its end.
 *
 * @param drainMax how long a call is listened to after its reader has left, where it is
 * @param drainsMax calls of one provider that are listened to at the same time; a further one is cancelled and counted
 */
public record LeavePolicy(Kind kind, Duration drainMax, int drainsMax) {

    public LeavePolicy {
        if (drainMax.isNegative() || drainsMax < 0) {
            throw new IllegalArgumentException("neither the time nor the number of drains is negative");
        }
    }

    /** The ways to treat it. */
    public enum Kind {
        /** The call is cancelled; what was delivered is counted here and charged as an estimate. */
        CANCEL,
        /**
         * The call is heard to its end, for its usage: the truth about what the provider charges, which goes on writing after
         * its reader has left. That usage is charged. Within the bounds; beyond them as {@link #CANCEL}.
         */
        DRAIN,
        /** The call is cancelled, and nothing is charged: for providers that do not charge for cancelled calls either. */
        RELEASE
    }
}
