package dev.kopeck.gateway.application;

import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.domain.Claim;
import dev.kopeck.gateway.domain.Completion;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Gets a prompt's claim, however long it takes: waits for a living owner to finish or to die, and for a database that
 * is away to come back. Nothing is lost meanwhile, since the prompt's offset stays where it is.
 */
public final class PromptClaims {

    private static final Logger LOG = Logger.getLogger(PromptClaims.class);

    private final PromptRecords records;
    private final RunningPrompts running;
    private final ClaimSettings settings;
    private final Measurements measurements;

    public PromptClaims(
            PromptRecords records, RunningPrompts running, ClaimSettings settings, Measurements measurements) {
        this.records = records;
        this.running = running;
        this.settings = settings;
        this.measurements = measurements;
    }

    /** The claim, granted or finished; never emits once this gateway stops. */
    Uni<Claim> obtain(PromptAuthorized prompt) {
        return patiently(prompt.promptId(), () -> claimOnce(prompt))
                .repeat()
                .withDelay(settings.recheck())
                .whilst(claim -> claim instanceof Claim.HeldElsewhere && !running.isStopped())
                .collect()
                .last();
    }

    /** Whether the ending was stored; false where the claim was lost meanwhile. */
    Uni<Boolean> finish(PromptAuthorized prompt, Claim.Granted claim, Completion completion) {
        var promptId = prompt.promptId();
        return patiently(promptId, () -> records.finish(promptId, settings.owner(), claim, completion))
                .onItem()
                .invoke(stored -> measure(prompt, completion, stored));
    }

    /** Tells the database that this gateway lives, once; a failure is logged and left to the next time. */
    public Uni<Void> renew() {
        var ids = running.ids();
        if (ids.isEmpty() || running.isStopped()) {
            return Uni.createFrom().voidItem();
        }
        return records.renew(ids, settings.owner(), settings.lease())
                .onFailure()
                .invoke(f -> LOG.warnf(
                        "Leases were not renewed. cause=%s", f.getClass().getName()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Lets others take over at once; a failure only means that they wait for the lease to end. */
    public Uni<Void> release() {
        return records.release(settings.owner()).onFailure().recoverWithNull().replaceWithVoid();
    }

    /** A prompt that this very gateway answers is in good hands, whatever became of its lease. */
    private Uni<Claim> claimOnce(PromptAuthorized prompt) {
        return running.contains(prompt.promptId())
                ? Uni.createFrom().item(new Claim.HeldElsewhere())
                : records.claim(prompt, settings.owner(), settings.lease());
    }

    /** Asks until there is an answer; never emits once this gateway stops. */
    <T> Uni<T> patiently(PromptId promptId, Supplier<Uni<T>> step) {
        return Uni.createFrom()
                .deferred(() -> running.isStopped() ? Uni.createFrom().nothing() : step.get())
                .onFailure()
                .invoke(f -> complain(promptId, f))
                .onFailure()
                .retry()
                .withBackOff(settings.firstRetry(), settings.retryMax())
                .indefinitely();
    }

    /** A prompt counts once: where its ending is stored, and not where it is told again. */
    private void measure(PromptAuthorized prompt, Completion completion, boolean stored) {
        if (stored) {
            measurements.finished(completion.eventFor(prompt));
        }
    }

    private void complain(PromptId promptId, Throwable failure) {
        if (!running.isStopped()) {
            LOG.warnf(
                    "Prompt records cannot be reached, trying again. promptId=%s cause=%s",
                    promptId, failure.getClass().getName());
        }
    }
}
