package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.contracts.event.Event;
import dev.kopeck.contracts.wire.EventCodec;
import dev.kopeck.contracts.wire.WireRecord;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Writes events into the outbox, in the transaction of the connection that it is given. */
@ApplicationScoped
class OutboxRows {

    private static final String INSERT = "INSERT INTO outbox (topic, key, headers, value)"
            + " SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[])";

    private final EventCodec codec;
    private final Clock clock;

    OutboxRows(EventCodec codec, Clock clock) {
        this.codec = codec;
        this.clock = clock;
    }

    Uni<Void> append(SqlConnection connection, List<Event> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var records = events.stream().map(this::encode).toList();
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addArrayOfString(
                                records.stream().map(OutboxRows::topic).toArray(String[]::new))
                        .addArrayOfString(records.stream().map(WireRecord::key).toArray(String[]::new))
                        .addArrayOfString(
                                records.stream().map(OutboxRows::headers).toArray(String[]::new))
                        .addValue(records.stream().map(OutboxRows::value).toArray(Buffer[]::new)))
                .replaceWithVoid();
    }

    WireRecord encode(Event event) {
        return codec.encode(event, clock.instant());
    }

    static String topic(WireRecord wire) {
        return wire.topic().topicName();
    }

    static String headers(WireRecord wire) {
        return new JsonObject(Map.<String, Object>copyOf(wire.headers())).encode();
    }

    private static Buffer value(WireRecord wire) {
        return Buffer.buffer(wire.value());
    }
}
