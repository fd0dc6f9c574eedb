package dev.kopeck.gateway.domain;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The models that may be called. What is not here is refused by name. */
public final class Catalogue {

    private final Map<String, Model> models;

    public Catalogue(Collection<Model> models) {
        this.models = models.stream().collect(Collectors.toUnmodifiableMap(Model::id, Function.identity()));
    }

    public Optional<Model> find(String id) {
        return Optional.ofNullable(models.get(id));
    }
}
