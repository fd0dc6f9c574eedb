package dev.kopeck.billing.adapter.postgres;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

/** A customer's account; money in it moves through the functions only, so its amounts are never updated from here. */
@Entity
@Table(name = "account")
class AccountEntity extends PanacheEntityBase {

    static final short CUSTOMER = 1;

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "account_id")
    @SequenceGenerator(name = "account_id", sequenceName = "account_id", allocationSize = 1)
    Long id;

    @Column(updatable = false)
    short kind;

    @Column(updatable = false)
    String currency;

    @Column(updatable = false)
    long posted;

    @Column(updatable = false)
    long held;

    @Column
    boolean frozen;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    /** For Hibernate. */
    AccountEntity() {}

    AccountEntity(String currency, Instant createdAt) {
        this.kind = CUSTOMER;
        this.currency = currency;
        this.createdAt = createdAt;
    }
}
