package dev.kopeck.gateway.application.relay;

import dev.kopeck.gateway.application.CurrentCatalogue;
import dev.kopeck.gateway.application.access.Caller;
import dev.kopeck.gateway.domain.Model;
import dev.kopeck.gateway.domain.relay.PricedModel;
import io.smallrye.mutiny.Uni;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The models that a key may use: those that are in the catalogue, have a price, and are allowed to the key. */
public final class ListModels {

    private final CurrentCatalogue catalogue;
    private final PricedModels prices;

    public ListModels(CurrentCatalogue catalogue, PricedModels prices) {
        this.catalogue = catalogue;
        this.prices = prices;
    }

    /** A model with what it costs. */
    public record Offered(Model model, PricedModel price) {}

    /** By id. Fails where billing does not say what models cost. */
    public Uni<List<Offered>> all(Caller caller) {
        return prices.all()
                .map(priced -> priced.stream()
                        .filter(price -> caller.mayUse(price.id()))
                        .flatMap(price ->
                                catalogue.get().find(price.id()).map(model -> new Offered(model, price)).stream())
                        .sorted(Comparator.comparing(offered -> offered.model().id()))
                        .toList());
    }

    public Uni<Optional<Offered>> one(Caller caller, String id) {
        return all(caller)
                .map(all -> all.stream()
                        .filter(offered -> offered.model().id().equals(id))
                        .findFirst());
    }
}
