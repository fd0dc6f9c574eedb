package dev.kopeck.billing.adapter.postgres;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** At home here. */
@Entity
public class InnocentRow {
    @Id
    private long id;

    public long id() {
        return id;
    }
}
