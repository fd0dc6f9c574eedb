package dev.kopeck.gateway.adapter.kafka;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.PromptAuthorized;
import dev.kopeck.contracts.event.PromptContent;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.MalformedEventException;
import dev.kopeck.gateway.application.AnswerPrompt;
import dev.kopeck.gateway.config.GatewayConfig;
import dev.kopeck.gateway.domain.Completion;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.logging.Logger;

/**
 * From authorised prompts to finished completions. A bounded number is taken at a time: those that are answered, those
 * that wait for a model, and some more that waited at the broker already. While all those are there nothing more is asked
 * of Kafka. Prompts end in any order, but a partition's offset moves only past prompts whose finished
 * event the broker has acknowledged.
 *
 * <p>No record ends this stream: what cannot be handled is put aside as a dead letter.
 */
@ApplicationScoped
class AuthorizedPrompts {

    /** Topic prompts.authorized.v1. */
    static final String INCOMING = "prompts-authorized";
    /** Topic completions.finished.v1. */
    static final String OUTGOING = "completions-finished";

    private static final Logger LOG = Logger.getLogger(AuthorizedPrompts.class);

    private final AnswerPrompt answerPrompt;
    private final DeadLetters deadLetters;
    private final EventCodec codec;
    private final FinishedEvents events;
    private final int takenMax;

    AuthorizedPrompts(
            AnswerPrompt answerPrompt,
            DeadLetters deadLetters,
            EventCodec codec,
            FinishedEvents events,
            GatewayConfig config) {
        this.answerPrompt = answerPrompt;
        this.deadLetters = deadLetters;
        this.codec = codec;
        this.events = events;
        var room = config.room();
        this.takenMax = config.inFlightMax() + room.waitingMax() + room.backlogMax();
    }

    @Incoming(INCOMING)
    @Outgoing(OUTGOING)
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Multi<Message<byte[]>> answer(Multi<Message<byte[]>> prompts) {
        return prompts.onItem().transformToUni(this::answerOne).merge(takenMax);
    }

    /** Emits the finished event, or nothing where the record was put aside. Never fails. */
    private Uni<Message<byte[]>> answerOne(Message<byte[]> message) {
        var record = KafkaMessages.recordOf(message);
        return Uni.createFrom()
                .deferred(() -> handle(message, record))
                .onFailure()
                .recoverWithUni(failure -> putAside(message, record, failure));
    }

    private Uni<Message<byte[]>> handle(Message<byte[]> message, ConsumerRecord<String, byte[]> record) {
        try {
            var prompt = codec.readAuthorized(KafkaMessages.headersOf(record));
            return completionOf(prompt, record)
                    .map(completion -> events.of(prompt, isKept(prompt, record) ? completion.withoutText() : completion)
                            .withAck(message::ack)
                            .withNack(why -> unpublishable(message, new Ended(prompt, completion), why)));
        } catch (MalformedEventException malformed) {
            return Uni.createFrom().failure(malformed);
        }
    }

    /** Where the facts are whole but the prompt is not, its hold is released at once instead of running out. */
    private Uni<Completion> completionOf(PromptAuthorized prompt, ConsumerRecord<String, byte[]> record) {
        if (isKept(prompt, record)) {
            return answerPrompt.answerKept(prompt);
        }
        try {
            var content = codec.read(record.value(), PromptContent.class);
            return answerPrompt.answer(prompt, content);
        } catch (MalformedEventException unreadable) {
            return deadLetters.park(record, reasonOf(unreadable)).chain(() -> answerPrompt.refuseUnreadable(prompt));
        }
    }

    /** A prompt of the prompt API has its text in the gateway's database; its answer stays there too. */
    private static boolean isKept(PromptAuthorized prompt, ConsumerRecord<String, byte[]> record) {
        boolean isEmpty = record.value() == null || record.value().length == 0;
        return isEmpty && prompt.prompt().channel() == Channel.API;
    }

    private Uni<Message<byte[]>> putAside(
            Message<byte[]> message, ConsumerRecord<String, byte[]> record, Throwable failure) {
        return deadLetters
                .park(record, reasonOf(failure))
                .chain(() -> Uni.createFrom().completionStage(message::ack))
                .chain(() -> Uni.createFrom().nullItem());
    }

    private record Ended(PromptAuthorized prompt, Completion completion) {}

    /**
     * The broker will never take this event, such as one that is too large for its settings: retrying would block the
     * partition. Without the text it is small: the hold is released at once, and the user hears of it.
     */
    private CompletionStage<Void> unpublishable(Message<byte[]> message, Ended ended, Throwable why) {
        LOG.errorf(
                "An answer cannot be told and is told to be undeliverable. promptId=%s cause=%s",
                ended.prompt().promptId(), why.getClass().getName());
        return events.undeliverable(ended.prompt(), ended.completion())
                .chain(() -> Uni.createFrom().completionStage(message::ack))
                .onFailure()
                .recoverWithUni(failure -> putAside(message, KafkaMessages.recordOf(message), failure)
                        .replaceWithVoid())
                .subscribeAsCompletionStage();
    }

    /** A malformed record's message names header or field; any other exception's might quote what it choked on. */
    private static String reasonOf(Throwable failure) {
        if (failure instanceof MalformedEventException malformed) {
            return String.valueOf(malformed.getMessage());
        }
        var where = failure.getStackTrace().length == 0 ? "?" : failure.getStackTrace()[0].toString();
        LOG.errorf(
                "A prompt could not be handled. cause=%s at=%s",
                failure.getClass().getName(), where);
        return "internal error: " + failure.getClass().getSimpleName();
    }
}
