package dev.kopeck.gateway.application.access;

/** One admitted request. Thread-safe; each of its two ends counts once. */
public interface Pass {

    /** What is left besides this request. */
    RateStanding standing();

    /** Tells what was used in truth; what was reserved beyond that is given back. */
    void used(long tokens);

    /** The request is over, however it ended: it does not count as concurrent any more. */
    void leave();
}
