package dev.kopeck.gateway.application.relay;

import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.gateway.domain.relay.Refusal;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Where authorised requests wait until a model has a place for them. */
public interface Places {

    /** A stay there; whoever asks for it sees to its end. */
    Stay visit(PromptAuthorized prompt);

    /** From a request's arrival until it leaves. */
    interface Stay {

        /** Emits when its turn has come: nothing where there is a place, else why it may not even wait. Subscribe once. */
        Uni<Optional<Refusal>> admitted();

        /** Gives back whatever is held by then, the place in the queue or the one at the model. A second time does nothing. */
        void leave();
    }
}
