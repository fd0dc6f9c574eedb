package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.RoomFull;
import java.time.Duration;

/** A prompt may not wait: too many do already. */
public final class RoomFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final RoomFull reason;
    private final Duration retryAfter;

    /** @param retryAfter whole seconds after which it may be worth another try, 1 to 60 */
    public RoomFullException(RoomFull reason, Duration retryAfter) {
        super(reason.name(), null, false, false);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    public RoomFull reason() {
        return reason;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
