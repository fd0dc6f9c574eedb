package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.CodeBatch;
import dev.kopeck.billing.domain.RedeemCode;
import dev.kopeck.billing.domain.Redemption;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Redeem codes; of a code itself only its hash is kept. Takes part in the open transaction. */
public interface Codes {

    /** A batch with its codes. @return when it was made, by the database's clock */
    Uni<Instant> add(CodeBatch batch, List<RedeemCode> codes);

    /** With how many were redeemed, latest first. */
    Uni<List<CodeBatch>> batches(Optional<UUID> below, int limit);

    Uni<Optional<CodeBatch>> batch(UUID id);

    /** Makes what is left of a batch worthless; once. @return whether this call did it */
    Uni<Boolean> voidBatch(UUID id);

    /**
     * Counts a try before the code is looked at, so that no two tries at once slip by; in a transaction of its own, so
     * that a try which fails stays counted.
     *
     * @return how long the account has to wait until its tries count anew; empty where it may try now
     */
    Uni<Optional<Duration>> admit(AccountId account);

    /** Takes back the count of a try that was none: the code was good. */
    Uni<Void> forgive(AccountId account);

    /** @param entry the id of the ledger row, where it is credited now */
    Uni<Redemption> redeem(RedeemCode code, UUID entry, AccountId account, String operator);
}
