package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Model;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** What an operator does with models. */
public final class KeepModels {

    private final Models models;
    private final PricingChanges changes;

    public KeepModels(Models models, PricingChanges changes) {
        this.models = models;
        this.changes = changes;
    }

    public Uni<Optional<Model>> find(String id) {
        return models.find(id);
    }

    public Uni<List<Model>> list(Models.Filter filter) {
        return models.list(filter);
    }

    /** Describes a model and switches it on or off; every instance follows within about a second. */
    public Uni<Described> describe(String id, Optional<String> description, boolean active) {
        return changes.alone(() -> models.find(id)
                .chain(before -> models.set(id, description, active)
                        .chain(() -> models.find(id))
                        .map(after -> new Described(before, after.orElseThrow()))));
    }

    /** @param before empty where nobody knew the model */
    public record Described(Optional<Model> before, Model after) {}
}
