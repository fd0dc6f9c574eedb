package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Posting;
import dev.kopeck.billing.domain.PostingResult;
import dev.kopeck.billing.domain.Refund;
import dev.kopeck.billing.domain.RefundResult;
import io.smallrye.mutiny.Uni;

/**
 * Money that no prompt moves. Each call locks the account, decides and books; it takes part in the open transaction.
 */
public interface Postings {

    /** Posts; idempotent by the posting's id, and for top-ups by the reference too. */
    Uni<PostingResult> post(Posting posting);

    /**
     * Gives money back; idempotent by the refund's id. Refunding to a source needs the account's lots, so the caller has
     * brought them up to date with {@link Grants#walk} shortly before.
     *
     * @return fails with {@link StoreUnavailableException} where the lots are too far behind after all
     */
    Uni<RefundResult> refund(Refund refund);
}
