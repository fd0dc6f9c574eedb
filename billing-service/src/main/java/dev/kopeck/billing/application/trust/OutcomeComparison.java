package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.domain.trust.OutcomeEvent;
import dev.kopeck.billing.domain.trust.Report.HourLine;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Distinct events of a run, kept in the database so that any number of them can be compared with the books there. */
public interface OutcomeComparison {

    Uni<Void> keep(UUID run, List<OutcomeEvent> events);

    /** @param holdTtl how much later than its authorisation a row may have ended */
    Uni<List<HourLine>> compare(UUID run, Instant from, Instant to, Duration holdTtl);

    Uni<Void> forget(UUID run);
}
