package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.postgres.InnocentRow;

/** Planted: one adapter that uses another. */
public final class AdapterCallsAdapter {
    public long id(InnocentRow row) {
        return row.id();
    }
}
