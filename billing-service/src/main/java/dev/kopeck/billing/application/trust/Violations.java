package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.domain.trust.Invariant;
import dev.kopeck.billing.domain.trust.Violation;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The open violations. Takes part in an open transaction. */
public interface Violations {

    /** Opens them, or notes that they were seen again; answers those that are new. */
    Uni<List<Violation>> record(List<Violation> violations);

    /** What was found is all that there is of this invariant. */
    Uni<Void> replace(Invariant invariant, List<Violation> found);

    /** What was found is all that there is of this invariant about these subjects, which are no account's. */
    Uni<Void> replace(Invariant invariant, List<String> subjects, List<Violation> found);

    /** The books of this account are right. */
    Uni<Void> clear(AccountId account);

    /** Whatever was not seen since the proof began is over, since the proof looked at everything. */
    Uni<Void> clearNotSeenSince(UUID proof);

    Uni<Map<Invariant, Long>> count();

    /** The oldest of each invariant, at most so many of each. */
    Uni<List<Seen>> oldest(int ofEach);

    /** An open violation, and when it was met first and last. */
    record Seen(Violation violation, Instant first, Instant last) {}
}
