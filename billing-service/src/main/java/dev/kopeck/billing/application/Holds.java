package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Reservation;
import dev.kopeck.billing.domain.ReservationRequest;
import dev.kopeck.billing.domain.Settlement;
import dev.kopeck.billing.domain.SettlementRequest;
import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * The hot part of the books. Each call is one atomic, idempotent transaction over a batch whose prompt ids are
 * distinct; answers come in the order of the requests. Fails with {@link StoreUnavailableException} where asking again
 * may help, with {@link StoreRefusedException} where a request of the batch cannot be written.
 */
public interface Holds {

    Uni<List<Reservation>> reserve(List<ReservationRequest> requests);

    Uni<List<Settlement>> settle(List<SettlementRequest> requests);

    /**
     * Ends at most so many holds whose time is over by the database's clock, and writes their events to the outbox in
     * the same transaction.
     *
     * @return how many were ended
     */
    Uni<Integer> expire(int limit);

    /** How many holds should have ended more than a while ago: zero as long as the sweeper keeps up. */
    Uni<Long> overdue();
}
