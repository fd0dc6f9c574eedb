package dev.kopeck.billing.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A price list as it was read.
 *
 * @param tariffs what can be imported; each model once
 * @param invalid rows that stop an import
 * @param skipped rows that are none of ours: they carry no price per token
 */
public record PriceSheet(List<ListedTariff> tariffs, List<Note> invalid, List<Note> skipped) {

    public PriceSheet {
        tariffs = List.copyOf(tariffs);
        invalid = List.copyOf(invalid);
        skipped = List.copyOf(skipped);
    }

    /** A row and what is to be said of it. */
    public record Note(int line, Optional<String> model, String reason) {}

    /** The rows of these models alone; a model that is not in the list is a fault, so that no misspelling is missed. */
    public PriceSheet only(Set<String> models) {
        if (models.isEmpty()) {
            return this;
        }
        var bad = new ArrayList<>(notes(invalid, models));
        var known = tariffs.stream().map(ListedTariff::model).collect(Collectors.toSet());
        models.stream()
                .filter(model ->
                        !known.contains(model) && notes(invalid, Set.of(model)).isEmpty())
                .sorted()
                .map(model -> new Note(0, Optional.of(model), missing(model)))
                .forEach(bad::add);
        return new PriceSheet(
                tariffs.stream().filter(row -> models.contains(row.model())).toList(), bad, notes(skipped, models));
    }

    private String missing(String model) {
        return notes(skipped, Set.of(model)).stream()
                .findFirst()
                .map(Note::reason)
                .orElse("is not in the list");
    }

    private static List<Note> notes(List<Note> notes, Set<String> models) {
        return notes.stream()
                .filter(note -> note.model().filter(models::contains).isPresent())
                .toList();
    }
}
