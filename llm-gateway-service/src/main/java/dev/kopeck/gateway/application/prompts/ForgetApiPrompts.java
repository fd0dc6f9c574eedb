package dev.kopeck.gateway.application.prompts;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Forgets texts when their time is over, and prompts altogether later. */
public final class ForgetApiPrompts {

    private static final Logger LOG = Logger.getLogger(ForgetApiPrompts.class);

    private final PromptTexts texts;
    private final Duration prompts;
    private final int batch;

    /** @param prompts after how long nothing is left of a prompt */
    public ForgetApiPrompts(PromptTexts texts, Duration prompts, int batch) {
        this.texts = texts;
        this.prompts = prompts;
        this.batch = batch;
    }

    /** Never fails. */
    public Uni<Void> forget() {
        return allOf(() -> texts.forgetTexts(batch))
                .chain(() -> allOf(() -> texts.forgetPrompts(prompts, batch)))
                .onFailure()
                .invoke(f -> LOG.warnf(
                        "Old texts were not forgotten. cause=%s", f.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> allOf(Supplier<Uni<Integer>> step) {
        return Uni.createFrom()
                .deferred(() -> step.get())
                .repeat()
                .whilst(forgotten -> forgotten >= batch)
                .onItem()
                .ignoreAsUni();
    }
}
