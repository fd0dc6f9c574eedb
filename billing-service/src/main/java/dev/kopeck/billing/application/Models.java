package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Model;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** The models that are described or have a price. */
public interface Models {

    Uni<Optional<Model>> find(String id);

    Uni<List<Model>> list(Filter filter);

    /** Describes the model, whether or not it has been described before. */
    Uni<Void> set(String id, Optional<String> description, boolean active);

    /**
     * Which models are wanted.
     *
     * @param active only active ones, or only inactive ones
     * @param after those whose id comes after this one
     * @param limit at most so many
     */
    record Filter(Optional<Boolean> active, Optional<String> after, int limit) {}
}
