package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.Completion;
import dev.kopeck.gateway.domain.ModelCall;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;

/** From a decided call to the prompt's ending: previews on the way, the count at its end. */
public final class DeliverAnswer {

    private final CallModel calls;
    private final Accounting accounting;
    private final AnswerTexts texts;
    private final Drains drains;
    private final InstantSource clock;

    public DeliverAnswer(
            CallModel calls, Accounting accounting, AnswerTexts texts, Drains drains, InstantSource clock) {
        this.calls = calls;
        this.accounting = accounting;
        this.texts = texts;
        this.drains = drains;
        this.clock = clock;
    }

    /** Never emits where the prompt is abandoned: whoever gets it next begins anew. */
    Uni<Completion> deliver(Assignment assignment, ModelCall call) {
        var prompt = assignment.prompt();
        var text = texts.begin(prompt.facts(), call);
        var delivery = new Delivery(prompt.seenAt(), call, text, drains, clock);
        return calls.deliver(assignment, call, delivery).chain(over -> ended(over, call, assignment));
    }

    private Uni<Completion> ended(Delivery over, ModelCall call, Assignment assignment) {
        return over.ending() instanceof Delivery.Ending.Abandoned
                ? Uni.createFrom().nothing()
                : Uni.createFrom()
                        .item(accounting.completion(
                                over, call, assignment.claim().attemptsBefore()));
    }
}
