package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Suspicion;
import java.time.Instant;

/** What operators watch of prices. */
public interface PriceMetrics {

    void imported(ImportResult result);

    /** So many versions are made; each is in effect, or will be. */
    void versionsMade(int versions);

    /**
     * A price looked like a mistake for this reason.
     *
     * @param confirmed it was set, since somebody said that it is none; else it was refused
     */
    void suspicious(Suspicion suspicion, boolean confirmed);

    /** Of the prices in effect as this instance knows them, the newest took effect then. */
    void newestInEffect(Instant since);

    /** How an import ended. */
    enum ImportResult {
        LOADED,
        /** Nothing was set: rows are invalid. */
        INVALID,
        /** Nothing was set: rows are suspicious, and nobody has confirmed them. */
        SUSPICIOUS,
        /** Nothing was set: it would take effect in the past, or more than ten years ahead. */
        OUT_OF_TIME,
        /** A dry run. */
        PREVIEWED
    }
}
