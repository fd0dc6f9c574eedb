package dev.kopeck.billing.domain;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Texts by key that an operator keeps with an account: at most {@value #ENTRIES_MAX}. */
public record Metadata(Map<String, String> entries) {

    public static final int ENTRIES_MAX = 50;

    public Metadata {
        entries = Collections.unmodifiableMap(new TreeMap<>(entries));
    }

    /**
     * Merged as JSON merge patches are: a key without a value goes, the others are set, those not named stay.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7396">RFC 7396, JSON Merge Patch</a>
     */
    public Metadata merged(Map<String, Optional<String>> changes) {
        var merged = new TreeMap<>(entries);
        changes.forEach((key, value) -> {
            merged.remove(key);
            value.ifPresent(text -> merged.put(key, text));
        });
        return new Metadata(merged);
    }

    public boolean fits() {
        return entries.size() <= ENTRIES_MAX;
    }
}
