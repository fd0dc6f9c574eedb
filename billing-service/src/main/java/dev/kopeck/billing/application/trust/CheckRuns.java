package dev.kopeck.billing.application.trust;

import dev.kopeck.billing.domain.trust.CheckRun;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** When the books were checked last, by which kind of check. */
public interface CheckRuns {

    Uni<Void> finished(CheckRun run);

    Uni<List<CheckRun>> last();
}
