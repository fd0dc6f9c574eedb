package dev.kopeck.gateway.application.relay;

import dev.kopeck.gateway.domain.relay.PricedModel;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** What billing has a price for. */
public interface PricedModels {

    /** All models that are switched on and have a price, as of some seconds ago; fails where billing does not say. */
    Uni<List<PricedModel>> all();
}
