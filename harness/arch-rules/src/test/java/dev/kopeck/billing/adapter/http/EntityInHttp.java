package dev.kopeck.billing.adapter.http;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** Planted: a database mapping outside of its adapter. */
@Entity
public class EntityInHttp {
    @Id
    private long id;

    public long id() {
        return id;
    }
}
