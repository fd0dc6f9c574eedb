package dev.kopeck.billing.domain;

import java.time.Instant;

/** Whether there is a statement. */
public sealed interface StatementOutcome {

    /** The statement, without its lines. */
    record Found(StatementSummary summary) implements StatementOutcome {}

    /** There is no such customer. */
    record UnknownAccount() implements StatementOutcome {}

    /**
     * Entries of the period were taken out of the books.
     *
     * @param completeFrom periods that begin here or later are complete
     */
    record Archived(Instant completeFrom) implements StatementOutcome {}
}
