package dev.kopeck.billing.domain;

import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;

/** The balance of an account at an instant, to the microsecond. */
public record PastBalance(Instant at, Nanos posted, Nanos held) {

    public Nanos available() {
        return posted.minus(held);
    }
}
