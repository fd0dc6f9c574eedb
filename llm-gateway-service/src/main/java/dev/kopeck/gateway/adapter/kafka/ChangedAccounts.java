package dev.kopeck.gateway.adapter.kafka;

import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.MalformedEventException;
import dev.kopeck.gateway.application.access.FollowAccounts;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Every gateway hears of every change of an account, from now on only: what was said before is forgotten anyway. */
@ApplicationScoped
class ChangedAccounts {

    /** Topic accounts.changed.v1. */
    static final String INCOMING = "accounts-changed";

    private final FollowAccounts follow;
    private final DeadLetters deadLetters;
    private final EventCodec codec;

    ChangedAccounts(FollowAccounts follow, DeadLetters deadLetters, EventCodec codec) {
        this.follow = follow;
        this.deadLetters = deadLetters;
        this.codec = codec;
    }

    @Incoming(INCOMING)
    Uni<Void> on(ConsumerRecord<String, byte[]> record) {
        try {
            follow.on(codec.read(record.value(), AccountChanged.class));
            return Uni.createFrom().voidItem();
        } catch (MalformedEventException malformed) {
            return deadLetters.park(record, String.valueOf(malformed.getMessage()));
        }
    }
}
