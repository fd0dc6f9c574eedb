package dev.kopeck.gateway.domain;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The models that may be called, as of one moment. What is not here is refused by name. Never changes. */
public final class Catalogue {

    private final String version;
    private final Map<String, Model> models;

    /** @param version tells one catalogue from another in logs; the same settings have the same */
    public Catalogue(String version, Collection<Model> models) {
        this.version = version;
        this.models = models.stream().collect(Collectors.toUnmodifiableMap(Model::id, Function.identity()));
    }

    public Optional<Model> find(String id) {
        return Optional.ofNullable(models.get(id));
    }

    /** All of them, by their ids. */
    public List<Model> models() {
        return models.values().stream().sorted(Comparator.comparing(Model::id)).toList();
    }

    /** Everybody whom some model is asked of. */
    public List<Provider> providers() {
        return models.values().stream()
                .flatMap(model -> model.targets().stream())
                .map(Target::provider)
                .distinct()
                .sorted(Comparator.comparing(Provider::id))
                .toList();
    }

    public String version() {
        return version;
    }
}
