package dev.kopeck.telegram.application;

import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.telegram.domain.BotIdentity;
import dev.kopeck.telegram.domain.ChatAddress;
import dev.kopeck.telegram.domain.Delivery;
import dev.kopeck.telegram.domain.Facts;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One delivery in memory, and what was written about it. */
final class MemoryOutbox implements Outbox {

    static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    final List<String> written = new ArrayList<>();

    /** Whose claims the database does not answer. */
    final Set<PromptId> stuck = new HashSet<>();

    private Delivery delivery;
    private int failures;
    private int refusals;

    MemoryOutbox(Delivery delivery) {
        this.delivery = delivery;
    }

    @Override
    public Uni<Optional<Claim>> claim(BotIdentity bot, PromptId id) {
        return stuck.contains(id) ? Uni.createFrom().nothing() : claimed();
    }

    @Override
    public Uni<Optional<Claim>> placeheld(Claim claim, long messageId) {
        written.add("placeheld " + messageId);
        set(messageId, delivery.sent());
        return claimed();
    }

    @Override
    public Uni<Optional<Claim>> detached(Claim claim) {
        written.add("detached");
        set(null, Delivery.Sent.NOTHING);
        return claimed();
    }

    @Override
    public Uni<Optional<Claim>> worded(Claim claim, String text) {
        written.add("worded");
        var notice = (Delivery.Purpose.Notice) delivery.purpose();
        delivery = new Delivery(
                delivery.id(),
                delivery.chat(),
                delivery.language(),
                new Delivery.Purpose.Notice(notice.kind(), text),
                delivery.placeholder(),
                delivery.sent(),
                false,
                delivery.createdAt());
        return claimed();
    }

    @Override
    public Uni<Optional<Claim>> shown(Claim claim, Delivery.Sent sent) {
        written.add("shown up to " + sent.upTo());
        set(delivery.placeholder(), sent);
        return claimed();
    }

    @Override
    public Uni<Boolean> rest(Claim claim, @Nullable Instant until) {
        return writing("rest until " + until).replaceWith(false);
    }

    @Override
    public Uni<Void> postpone(Claim claim, Duration pause, Failure failure) {
        failures++;
        refusals += failure == Failure.REFUSAL ? 1 : 0;
        return writing("postpone " + pause + " " + failure);
    }

    @Override
    public Uni<Boolean> close(Claim claim) {
        return writing("close").replaceWith(false);
    }

    @Override
    public Uni<Void> drop(Claim claim) {
        return writing("drop");
    }

    @Override
    public Uni<Void> coolDown(BotIdentity bot, ChatAddress chat, Duration pause) {
        return writing("coolDown " + pause);
    }

    @Override
    public Uni<Void> markGone(BotIdentity bot, ChatAddress chat) {
        return writing("markGone");
    }

    @Override
    public Uni<Void> moved(BotIdentity bot, long chatId, long newChatId) {
        return writing("moved to " + newChatId);
    }

    @Override
    public Uni<Optional<Owed>> finished(PromptId id, Facts.Finished finished) {
        return writing("finished").replaceWith(Optional.empty());
    }

    @Override
    public Uni<Optional<Owed>> charged(PromptId id, Facts.Charge charge) {
        return writing("charged").replaceWith(Optional.empty());
    }

    @Override
    public Uni<Optional<Owed>> refused(PromptId id, Facts.Refusal refusal) {
        return writing("refused").replaceWith(Optional.empty());
    }

    @Override
    public Uni<List<Owed>> due(BotIdentity bot, int limit) {
        return Uni.createFrom().item(List.of());
    }

    @Override
    public Uni<Optional<ChatAddress>> awaiting(BotIdentity bot, PromptId id) {
        return Uni.createFrom().item(Optional.of(delivery.chat()));
    }

    @Override
    public Uni<Optional<Long>> claimPreview(BotIdentity bot, PromptId id) {
        return Uni.createFrom().item(Optional.ofNullable(delivery.placeholder()));
    }

    @Override
    public Uni<Void> releasePreview(PromptId id) {
        return writing("released");
    }

    @Override
    public Uni<Integer> forget(BotIdentity bot, Duration age, int limit) {
        return Uni.createFrom().item(0);
    }

    private Uni<Optional<Claim>> claimed() {
        return Uni.createFrom()
                .item(() -> Optional.of(new Claim(delivery, new Payer("telegram:42"), 7, 0, failures, refusals, NOW)));
    }

    private Uni<Void> writing(String line) {
        return Uni.createFrom().voidItem().invoke(() -> written.add(line));
    }

    private void set(@Nullable Long placeholder, Delivery.Sent sent) {
        delivery = new Delivery(
                delivery.id(),
                delivery.chat(),
                delivery.language(),
                delivery.purpose(),
                placeholder,
                sent,
                delivery.chatGone(),
                delivery.createdAt());
    }
}
