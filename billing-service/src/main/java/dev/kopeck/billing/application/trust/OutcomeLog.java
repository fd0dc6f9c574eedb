package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.domain.trust.OutcomeEvent;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/** The outcomes that Kafka holds, read independently of everything that billing does otherwise. */
public interface OutcomeLog {

    /** All records of this time; whoever opens it closes it. */
    Uni<Reading> open(Instant from, Instant to);

    /** A reading under way; one call at a time. */
    interface Reading {

        /** The next records, possibly none for now; unreadable ones are left out. */
        Uni<Part> next();

        Uni<Void> close();
    }

    /**
     * @param end whether there is nothing more
     * @param truncated whether the topics do not hold the whole time any more
     */
    record Part(List<OutcomeEvent> events, boolean end, boolean truncated) {
        public Part {
            events = List.copyOf(events);
        }
    }
}
