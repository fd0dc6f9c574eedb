package dev.kopeck.gateway.adapter.kafka;

import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.PromptDeclined;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.MalformedEventException;
import dev.kopeck.gateway.application.prompts.RecordOutcomes;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Reads how billing ended prompts: prompts.declined.v1 and charges.settled.v1. A batch is acknowledged when each of its
 * records is in the database or among the dead letters; a database that is away is waited for.
 */
@ApplicationScoped
class PromptOutcomesConsumer {

    static final String INCOMING = "prompt-outcomes";

    private static final Logger LOG = Logger.getLogger(PromptOutcomesConsumer.class);
    /** Somebody holds a connection for this one and hears of it there: such prompts are never on the shelf. */
    private static final String WAITED_FOR = "REPLY_CORRELATION_ID";
    /** Prompts of the shelf are paid by accounts; all others need not even be read. */
    private static final String ACCOUNT = "account:";

    private static final int PARALLEL = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final RecordOutcomes outcomes;
    private final DeadLetters deadLetters;
    private final EventCodec codec;

    PromptOutcomesConsumer(RecordOutcomes outcomes, DeadLetters deadLetters, EventCodec codec) {
        this.outcomes = outcomes;
        this.deadLetters = deadLetters;
        this.codec = codec;
    }

    @Incoming(INCOMING)
    Uni<Void> on(ConsumerRecords<String, byte[]> batch) {
        return Multi.createFrom()
                .iterable(batch)
                .select()
                .where(PromptOutcomesConsumer::mayBeOfTheShelf)
                .onItem()
                .transformToUni(this::untilDone)
                .merge(PARALLEL)
                .onItem()
                .ignoreAsUni();
    }

    private static boolean mayBeOfTheShelf(ConsumerRecord<String, byte[]> record) {
        return record.key() != null
                && record.key().startsWith(ACCOUNT)
                && record.headers().lastHeader(WAITED_FOR) == null;
    }

    private Uni<Void> untilDone(ConsumerRecord<String, byte[]> record) {
        return Uni.createFrom()
                .deferred(() -> take(record))
                .onFailure()
                .invoke(e -> LOG.warnf(
                        "An outcome cannot be stored now and is tried again. topic=%s cause=%s",
                        record.topic(), e.getClass().getName()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }

    private Uni<Void> take(ConsumerRecord<String, byte[]> record) {
        try {
            return record.topic().equals(Topic.PROMPTS_DECLINED.topicName())
                    ? outcomes.declined(codec.read(record.value(), PromptDeclined.class))
                    : outcomes.settled(codec.read(record.value(), ChargeSettled.class));
        } catch (MalformedEventException e) {
            return deadLetters.park(record, String.valueOf(e.getMessage()));
        }
    }
}
