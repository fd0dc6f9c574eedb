package dev.kopeck.gateway.application.access;

import dev.kopeck.contracts.identity.AccountId;
import java.util.UUID;

/**
 * Keeps keys and accounts within what they may ask for, whichever door they come through. Each instance lets its share
 * pass: the limit divided by the number of gateways that live. Decides in memory, at once.
 */
public interface RateLimits {

    /**
     * Asks for one request. What is refused counts for nothing.
     *
     * @param tokens the most that it may use, of prompt and answer together; reserved until {@link Pass#used} tells better
     */
    Admission admit(Caller caller, long tokens);

    /** Corrects, once, what was reserved for a request whose {@link Pass} nobody has any more. */
    void correct(AccountId account, UUID keyId, long reserved, long used);

    /** What is left to the caller, the tighter of key and account each. Takes nothing. */
    RateStanding standing(Caller caller);
}
