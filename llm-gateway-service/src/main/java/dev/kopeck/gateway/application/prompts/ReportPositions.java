package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.application.RunningPrompts;
import io.smallrye.mutiny.Uni;
import java.util.LinkedHashMap;
import org.jboss.logging.Logger;

/** Writes down where the prompts of this instance wait: one statement for all of them, none where nobody waits. */
public final class ReportPositions {

    private static final Logger LOG = Logger.getLogger(ReportPositions.class);

    private final RunningPrompts running;
    private final Positions positions;
    private final PositionBook book;

    public ReportPositions(RunningPrompts running, Positions positions, PositionBook book) {
        this.running = running;
        this.positions = positions;
        this.book = book;
    }

    /** To be called every second. Never fails: where it is not told, a waiting prompt looks as if it ran. */
    public Uni<Void> report() {
        var waiting = new LinkedHashMap<PromptId, Integer>();
        running.ids().forEach(id -> positions.of(id).ifPresent(position -> waiting.put(id, position)));
        if (waiting.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return book.write(waiting)
                .onFailure()
                .invoke(f -> LOG.debugf(
                        "Positions were not written. cause=%s", f.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }
}
