package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Lot;
import dev.kopeck.billing.domain.LotChange;
import dev.kopeck.billing.domain.LotMovement;
import dev.kopeck.billing.domain.NewLot;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Promotional credit in lots. What is left of them is worked out from the ledger, up to a cursor per account, when
 * somebody asks; prompts write nothing for it.
 */
public interface Grants {

    /** Credits the lot, or writes it down for later; takes part in the open transaction. */
    Uni<LotChange> grant(NewLot lot);

    /** Ends a lot now; takes part in the open transaction. {@link #walk} was called shortly before. */
    Uni<LotChange> end(Ending ending);

    /** One bounded step of the account's walk through its ledger. @return whether it has come to the end */
    Uni<Boolean> walk(AccountId account);

    /** As of the last walk, latest first. */
    Uni<List<Lot>> lots(AccountId account, Optional<UUID> below, int limit);

    Uni<Optional<Lot>> lot(AccountId account, UUID id);

    /**
     * Credits lots whose time has come and takes back what is left of those that have ended, at most a batch of them, in
     * one transaction with the events about it; one instance at a time.
     */
    Uni<Swept> sweep();

    /** @param entry the id of the ledger row, where something is taken back now */
    record Ending(UUID lot, AccountId account, UUID entry, String operator, String reason) {}

    /** @param full whether more may be due */
    record Swept(List<LotMovement> movements, boolean full) {}
}
