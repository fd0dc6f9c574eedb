package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.PromptId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Shows prompts to their owners, and waits with them where they want that. */
public final class ReadPrompts {

    private final PromptShelf shelf;
    private final InstantSource clock;
    private final Duration pause;

    /** @param pause between two looks at a prompt that somebody waits for */
    public ReadPrompts(PromptShelf shelf, InstantSource clock, Duration pause) {
        this.shelf = shelf;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * As it is when it is over, or when the time is up.
     *
     * @param wait how long; zero asks once
     */
    public Uni<Optional<PromptReport>> find(AccountId account, PromptId promptId, Duration wait) {
        if (wait.isZero()) {
            return shelf.find(account, promptId);
        }
        return Uni.createFrom().deferred(() -> {
            var end = clock.instant().plus(wait);
            return Uni.createFrom()
                    .deferred(() -> shelf.find(account, promptId))
                    .repeat()
                    .withDelay(pause)
                    .whilst(report -> report.isPresent()
                            && !report.get().isOver()
                            && clock.instant().isBefore(end))
                    .collect()
                    .last();
        });
    }

    public Uni<ReportPage> list(AccountId account, PromptFilter filter, Optional<PromptId> before, int size) {
        return shelf.list(account, filter, before, size);
    }
}
