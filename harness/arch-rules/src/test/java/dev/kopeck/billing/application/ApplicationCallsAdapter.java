package dev.kopeck.billing.application;

import dev.kopeck.billing.adapter.postgres.InnocentRow;

/** Planted: a use case that goes past its port. */
public final class ApplicationCallsAdapter {
    private final InnocentRow row;

    public ApplicationCallsAdapter(InnocentRow row) {
        this.row = row;
    }

    public long id() {
        return row.id();
    }
}
