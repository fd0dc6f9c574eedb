package dev.kopeck.telegram.adapter.postgres;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.telegram.application.Outbox;
import dev.kopeck.telegram.config.TelegramConfig;
import dev.kopeck.telegram.domain.BotIdentity;
import dev.kopeck.telegram.domain.ChatAddress;
import dev.kopeck.telegram.domain.Delivery.Sent;
import dev.kopeck.telegram.domain.Facts;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** {@link Outbox} in PostgreSQL. */
@ApplicationScoped
class PostgresOutbox implements Outbox {

    private final Database database;
    private final long leaseMillis;
    private final UUID owner;

    PostgresOutbox(Database database, TelegramConfig config, RandomGenerator random) {
        this.database = database;
        this.leaseMillis = config.delivery().lease().toMillis();
        this.owner = new UUID(random.nextLong(), random.nextLong());
    }

    @Override
    public Uni<Optional<Owed>> finished(PromptId id, Facts.Finished finished) {
        boolean joins = finished.outcome().isCharged() && !finished.text().isBlank();
        var values = Tuple.tuple()
                .addUUID(id.value())
                .addString(finished.outcome().name())
                .addString(finished.text())
                .addString(finished.finishReason())
                .addString(finished.problem())
                .addBoolean(joins);
        return database.one(OutboxSql.FINISHED, values, DeliveryRows::owed);
    }

    @Override
    public Uni<Optional<Owed>> charged(PromptId id, Facts.Charge charge) {
        var values = Tuple.tuple()
                .addUUID(id.value())
                .addString(charge.resolution().name())
                .addLong(charge.charged().value())
                .addLong(charge.balance().value())
                .addString(charge.currency())
                .addBoolean(charge.estimated());
        return database.one(OutboxSql.CHARGED, values, DeliveryRows::owed);
    }

    @Override
    public Uni<Optional<Owed>> refused(PromptId id, Facts.Refusal refusal) {
        var values = Tuple.tuple()
                .addUUID(id.value())
                .addString(refusal.reason().name())
                .addString(refusal.model())
                .addLong(refusal.needed().value())
                .addLong(refusal.available().value())
                .addString(refusal.currency());
        return database.one(OutboxSql.REFUSED, values, DeliveryRows::owed);
    }

    @Override
    public Uni<List<Owed>> due(BotIdentity bot, int limit) {
        return database.all(OutboxSql.DUE, Tuple.of(bot.id(), limit), DeliveryRows::owed);
    }

    @Override
    public Uni<Optional<Claim>> claim(BotIdentity bot, PromptId id) {
        return database.one(OutboxSql.CLAIM, Tuple.of(id.value(), bot.id(), leaseMillis, owner), DeliveryRows::claim);
    }

    @Override
    public Uni<Optional<ChatAddress>> awaiting(BotIdentity bot, PromptId id) {
        return database.one(OutboxSql.AWAITING, Tuple.of(id.value(), bot.id()), DeliveryRows::chat);
    }

    @Override
    public Uni<Optional<Long>> claimPreview(BotIdentity bot, PromptId id) {
        return database.one(
                OutboxSql.CLAIM_PREVIEW,
                Tuple.of(id.value(), bot.id(), leaseMillis, owner),
                row -> row.getLong("placeholder_id"));
    }

    @Override
    public Uni<Void> releasePreview(PromptId id) {
        return database.change(OutboxSql.RELEASE_PREVIEW, Tuple.of(id.value(), owner));
    }

    @Override
    public Uni<Optional<Claim>> placeheld(Claim claim, long messageId) {
        return keeping(OutboxSql.PLACEHELD, leased(claim).addLong(messageId));
    }

    @Override
    public Uni<Optional<Claim>> detached(Claim claim) {
        return keeping(OutboxSql.DETACHED, leased(claim));
    }

    @Override
    public Uni<Optional<Claim>> worded(Claim claim, String text) {
        return keeping(OutboxSql.WORDED, leased(claim).addString(text));
    }

    @Override
    public Uni<Optional<Claim>> shown(Claim claim, Sent sent) {
        var body = sent.body();
        var values = leased(claim)
                .addString(body == null ? null : body.name())
                .addInteger(sent.upTo())
                .addInteger(sent.lastFrom())
                .addLong(sent.lastMessageId())
                .addBoolean(sent.footer());
        return keeping(OutboxSql.SHOWN, values);
    }

    @Override
    public Uni<Boolean> rest(Claim claim, @Nullable Instant until) {
        var values = ending(claim)
                .addLong(claim.revision())
                .addOffsetDateTime(until == null ? null : until.atOffset(ZoneOffset.UTC));
        return goesOn(OutboxSql.REST, values);
    }

    @Override
    public Uni<Void> postpone(Claim claim, Duration pause, Failure failure) {
        return database.change(
                OutboxSql.POSTPONE, ending(claim).addLong(pause.toMillis()).addBoolean(failure == Failure.REFUSAL));
    }

    @Override
    public Uni<Boolean> close(Claim claim) {
        return goesOn(OutboxSql.CLOSE, ending(claim).addLong(claim.revision()));
    }

    @Override
    public Uni<Void> drop(Claim claim) {
        return database.change(OutboxSql.DROP, ending(claim));
    }

    @Override
    public Uni<Void> coolDown(BotIdentity bot, ChatAddress chat, Duration pause) {
        return database.change(OutboxSql.COOL_DOWN, Tuple.of(bot.id(), chat.chatId(), pause.toMillis()));
    }

    @Override
    public Uni<Void> markGone(BotIdentity bot, ChatAddress chat) {
        return database.change(OutboxSql.MARK_GONE, Tuple.of(bot.id(), chat.chatId()));
    }

    @Override
    public Uni<Void> moved(BotIdentity bot, long chatId, long newChatId) {
        return database.change(OutboxSql.MOVED, Tuple.of(bot.id(), chatId, newChatId));
    }

    @Override
    public Uni<Integer> forget(BotIdentity bot, Duration age, int limit) {
        return database.one(
                        OutboxSql.FORGET, Tuple.of(bot.id(), age.toMillis(), limit), row -> row.getInteger("forgotten"))
                .map(count -> count.orElse(0));
    }

    private Uni<Optional<Claim>> keeping(String sql, Tuple values) {
        return database.one(sql, values, DeliveryRows::claim);
    }

    private Uni<Boolean> goesOn(String sql, Tuple values) {
        return database.one(sql, values, row -> row.getBoolean("goes_on")).map(again -> again.orElse(false));
    }

    private Tuple ending(Claim claim) {
        return Tuple.tuple().addUUID(claim.delivery().id().value()).addUUID(owner);
    }

    private Tuple leased(Claim claim) {
        return ending(claim).addLong(leaseMillis);
    }
}
