package dev.kopeck.billing.adapter.postgres;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Which account a payer pays from; written by register_payers only. */
@Entity
@Table(name = "account_payer")
class PayerEntity extends PanacheEntityBase {

    @Id
    String payer;

    @Column(name = "account_id", updatable = false)
    long accountId;
}
