package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.Model;

/** Places as the current catalogue has them. */
public final class CatalogueLanes implements Lanes {

    private static final String NOBODY = "none";

    private final CurrentCatalogue catalogue;

    public CatalogueLanes(CurrentCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Lane of(String model) {
        return catalogue
                .get()
                .find(model)
                .map(CatalogueLanes::lane)
                .orElseGet(() -> new Lane(model, Integer.MAX_VALUE, NOBODY, Integer.MAX_VALUE));
    }

    private static Lane lane(Model model) {
        var provider = model.primary().provider();
        return new Lane(model.id(), model.concurrency(), provider.id(), provider.concurrency());
    }
}
