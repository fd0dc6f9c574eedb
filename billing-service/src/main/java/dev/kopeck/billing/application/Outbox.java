package dev.kopeck.billing.application;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;

/** Events of changes that HTTP or a timer triggered, waiting to be sent. */
public interface Outbox {

    /**
     * Takes at most so many messages, oldest first, sends them, and forgets them once the sending has succeeded; where
     * it fails they stay. One instance at a time, so that the messages of one key keep their order.
     *
     * @return how many were sent
     */
    Uni<Integer> relay(int limit, Function<List<OutboxMessage>, Uni<Void>> send);
}
