package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.Claim;
import dev.kopeck.gateway.domain.Completion;
import dev.kopeck.gateway.domain.ModelCall;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;

/** From a decided call to the prompt's ending: previews on the way, the count at its end. */
public final class DeliverAnswer {

    private final CallModel calls;
    private final Accounting accounting;
    private final Previews previews;
    private final DeliverySettings settings;
    private final InstantSource clock;

    public DeliverAnswer(
            CallModel calls, Accounting accounting, Previews previews, DeliverySettings settings, InstantSource clock) {
        this.calls = calls;
        this.accounting = accounting;
        this.previews = previews;
        this.settings = settings;
        this.clock = clock;
    }

    /** Never emits where the prompt is abandoned: whoever gets it next begins anew. */
    Uni<Completion> deliver(SeenPrompt prompt, ModelCall call, Claim.Granted claim, Running running) {
        var preview = new PreviewPacer(prompt.facts(), settings.previews(), previews);
        var delivery = new Delivery(prompt.seenAt(), call, settings, preview, clock);
        return calls.deliver(call, running, delivery)
                .chain(over -> over.ending() instanceof Delivery.Ending.Abandoned
                        ? Uni.createFrom().nothing()
                        : Uni.createFrom().item(accounting.completion(over, call, claim.attemptsBefore())));
    }
}
