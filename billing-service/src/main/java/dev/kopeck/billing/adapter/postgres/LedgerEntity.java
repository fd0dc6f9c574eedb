package dev.kopeck.billing.adapter.postgres;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of the ledger, for reading. */
@Entity
@Immutable
@Table(name = "ledger")
class LedgerEntity extends PanacheEntityBase {

    @Id
    UUID id;

    @Column
    short kind;

    @Column(name = "credit_account")
    long creditAccount;

    @Column
    long amount;

    @Column
    long held;

    @Column(name = "customer_account")
    long customerAccount;

    @Column(name = "customer_seq")
    long customerSeq;

    @Column(name = "customer_balance")
    long customerBalance;

    @Column(name = "price_version")
    @Nullable Integer priceVersion;

    @Column
    @Nullable String reference;

    @Column(name = "created_at")
    Instant createdAt;
}
