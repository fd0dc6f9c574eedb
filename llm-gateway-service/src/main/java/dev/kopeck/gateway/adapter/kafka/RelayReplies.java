package dev.kopeck.gateway.adapter.kafka;

import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.PromptDeclined;
import dev.kopeck.contracts.event.Topic;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.MalformedEventException;
import dev.kopeck.contracts.wire.ReplyHeaders;
import dev.kopeck.contracts.wire.WireHeaders;
import dev.kopeck.gateway.application.relay.Reply;
import dev.kopeck.gateway.application.relay.Reservations;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Hears what billing tells about this gateway's requests. Every gateway reads every reply and every charge, from now on
 * only, and opens those that name it: whatever else comes costs a look at one header.
 */
@ApplicationScoped
class RelayReplies {

    /** Topics prompts.replies.v1 and charges.settled.v1. */
    static final String INCOMING = "relay-replies";

    private static final Logger LOG = Logger.getLogger(RelayReplies.class);

    private final Reservations reservations;
    private final EventCodec codec;
    private final byte[] prefix;

    RelayReplies(Reservations reservations, EventCodec codec) {
        this.reservations = reservations;
        this.codec = codec;
        this.prefix = WireHeaders.bytes(reservations.prefix());
    }

    @Incoming(INCOMING)
    Uni<Void> on(ConsumerRecords<String, byte[]> batch) {
        for (var record : batch) {
            var correlation = record.headers().lastHeader(ReplyHeaders.CORRELATION_ID);
            if (correlation != null && isOwn(correlation.value())) {
                take(record, correlation.value());
            }
        }
        return Uni.createFrom().voidItem();
    }

    /** A reply that cannot be read is as good as none: the request is refused, and its hold expires. */
    private void take(ConsumerRecord<String, byte[]> record, byte[] correlation) {
        try {
            var id = PromptId.parse(
                    new String(correlation, prefix.length, correlation.length - prefix.length, StandardCharsets.UTF_8));
            if (record.topic().equals(Topic.CHARGES_SETTLED.topicName())) {
                reservations.onCharge(codec.read(record.value(), ChargeSettled.class));
            } else {
                reservations.onReply(id, reply(record));
            }
        } catch (MalformedEventException | IllegalArgumentException malformed) {
            LOG.errorf(
                    "Billing told something that cannot be read. topic=%s partition=%d offset=%d reason=%s",
                    record.topic(), record.partition(), record.offset(), malformed.getMessage());
        }
    }

    private Reply reply(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
        var headers = KafkaMessages.headersOf(record);
        return Topic.PROMPTS_DECLINED.eventType().equals(headers.get("ce_type"))
                ? new Reply.Declined(codec.read(record.value(), PromptDeclined.class))
                : new Reply.Authorized(codec.readAuthorized(headers));
    }

    private boolean isOwn(byte[] correlation) {
        return correlation.length > prefix.length
                && Arrays.equals(correlation, 0, prefix.length, prefix, 0, prefix.length);
    }
}
