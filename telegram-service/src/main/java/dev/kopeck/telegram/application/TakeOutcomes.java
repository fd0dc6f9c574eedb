package dev.kopeck.telegram.application;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.CompletionContent;
import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.event.PromptDeclined;
import dev.kopeck.telegram.domain.Facts;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Writes down what became of prompts. In any order, any number of times; prompts of other doors are passed over. */
public final class TakeOutcomes {

    private final Outbox outbox;
    private final WorkQueue queue;

    public TakeOutcomes(Outbox outbox, WorkQueue queue) {
        this.outbox = outbox;
        this.queue = queue;
    }

    public Uni<Void> finished(CompletionFinished event, CompletionContent content) {
        if (event.channel() != Channel.TELEGRAM) {
            return Uni.createFrom().voidItem();
        }
        var problem = content.problem();
        var finished = new Facts.Finished(
                event.outcome(), content.text(), content.finishReason(), problem == null ? null : problem.message());
        return outbox.finished(event.promptId(), finished).map(this::wake);
    }

    public Uni<Void> settled(ChargeSettled event) {
        if (event.channel() != Channel.TELEGRAM) {
            return Uni.createFrom().voidItem();
        }
        var charge = new Facts.Charge(
                event.resolution(), event.charged(), event.balance(), event.currency(), event.estimated());
        return outbox.charged(event.promptId(), charge).map(this::wake);
    }

    public Uni<Void> declined(PromptDeclined event) {
        if (event.channel() != Channel.TELEGRAM) {
            return Uni.createFrom().voidItem();
        }
        var refusal =
                new Facts.Refusal(event.reason(), event.model(), event.needed(), event.available(), event.currency());
        return outbox.refused(event.promptId(), refusal).map(this::wake);
    }

    @SuppressWarnings("NullAway") // Mutiny's Void has no other value than null
    private Void wake(Optional<Outbox.Owed> ours) {
        ours.ifPresent(queue::add);
        return null;
    }
}
