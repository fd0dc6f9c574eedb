package dev.kopeck.gateway.application;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Forgets what is older than its retention, in bounded batches, so that no statement holds the table for long. */
public final class ForgetPrompts {

    private static final Logger LOG = Logger.getLogger(ForgetPrompts.class);

    private final PromptRecords records;
    private final Duration texts;
    private final Duration prompts;
    private final int batch;

    /**
     * @param texts how long answers are kept for a repeated delivery of their prompt
     * @param prompts how long a prompt's record is kept; not shorter than Kafka's own retention
     */
    public ForgetPrompts(PromptRecords records, Duration texts, Duration prompts, int batch) {
        this.records = records;
        this.texts = texts;
        this.prompts = prompts;
        this.batch = batch;
    }

    public Uni<Void> forget() {
        return allOf(() -> records.forgetTexts(texts, batch))
                .chain(() -> allOf(() -> records.forgetPrompts(prompts, batch)))
                .onFailure()
                .invoke(f -> LOG.warnf(
                        "Old prompts were not forgotten. cause=%s", f.getClass().getName()))
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
