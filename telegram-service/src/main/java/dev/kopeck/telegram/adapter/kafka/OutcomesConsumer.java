package dev.kopeck.telegram.adapter.kafka;

import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.CompletionContent;
import dev.kopeck.contracts.event.PromptDeclined;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.MalformedEventException;
import dev.kopeck.contracts.wire.WireHeaders;
import dev.kopeck.telegram.application.TakeOutcomes;
import dev.kopeck.telegram.application.UnstorableException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Reads what became of prompts: completions.finished.v1, charges.settled.v1, prompts.declined.v1. A batch is acknowledged
 * when each of its records is in the database or among the dead letters; a database that is out of reach is waited for.
 * Order does not matter: every fact stands for itself.
 */
@ApplicationScoped
class OutcomesConsumer {

    static final String CHANNEL = "outcomes-in";

    private static final Logger LOG = Logger.getLogger(OutcomesConsumer.class);
    private static final int PARALLEL = 16;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final TakeOutcomes outcomes;
    private final DeadLetters deadLetters;
    private final EventCodec codec;

    OutcomesConsumer(TakeOutcomes outcomes, DeadLetters deadLetters, EventCodec codec) {
        this.outcomes = outcomes;
        this.deadLetters = deadLetters;
        this.codec = codec;
    }

    @Incoming(CHANNEL)
    Uni<Void> on(ConsumerRecords<String, byte[]> batch) {
        return Multi.createFrom()
                .iterable(batch)
                .onItem()
                .transformToUni(this::untilDone)
                .merge(PARALLEL)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> untilDone(ConsumerRecord<String, byte[]> record) {
        return Uni.createFrom()
                .deferred(() -> take(record))
                .onFailure()
                .invoke(e -> LOG.warnf(
                        "An outcome cannot be stored now and is tried again: topic=%s cause=%s",
                        record.topic(), e.getClass().getName()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }

    private Uni<Void> take(ConsumerRecord<String, byte[]> record) {
        try {
            return read(record)
                    .onFailure(UnstorableException.class)
                    .recoverWithUni(e -> deadLetters.send(record, String.valueOf(e.getMessage())));
        } catch (MalformedEventException e) {
            return deadLetters.send(record, String.valueOf(e.getMessage()));
        }
    }

    private Uni<Void> read(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
        var topic = Topic.named(record.topic()).orElseThrow();
        if (topic == Topic.COMPLETIONS_FINISHED) {
            var finished = codec.readFinished(headers(record));
            return outcomes.finished(finished, codec.read(record.value(), CompletionContent.class));
        }
        if (topic == Topic.CHARGES_SETTLED) {
            return outcomes.settled(codec.read(record.value(), ChargeSettled.class));
        }
        if (topic == Topic.PROMPTS_DECLINED) {
            return outcomes.declined(codec.read(record.value(), PromptDeclined.class));
        }
        throw new MalformedEventException("not a topic of outcomes: " + record.topic());
    }

    private static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
        return WireHeaders.texts(record.headers(), Header::key, Header::value);
    }
}
