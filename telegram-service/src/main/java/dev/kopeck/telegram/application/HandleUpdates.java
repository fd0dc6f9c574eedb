package dev.kopeck.telegram.application;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.telegram.domain.BackOff;
import dev.kopeck.telegram.domain.BotIdentity;
import dev.kopeck.telegram.domain.Intent;
import dev.kopeck.telegram.domain.Update;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Makes updates durable: afterwards they may be confirmed. In order within a chat, chats side by side. What the database
 * or Kafka cannot take is tried until they can; what can never be taken is set aside. Everything slow, such as answering,
 * happens later.
 */
public final class HandleUpdates {

    private static final Logger LOG = Logger.getLogger(HandleUpdates.class);
    private static final double JITTER = 0.25;
    private static final long NO_CHAT = 0;

    private final Inbox inbox;
    private final PromptEvents events;
    private final ComposePrompt composer;
    private final WorkQueue queue;
    private final Telemetry telemetry;
    private final Limits limits;

    public HandleUpdates(
            Inbox inbox,
            PromptEvents events,
            ComposePrompt composer,
            WorkQueue queue,
            Telemetry telemetry,
            Limits limits) {
        this.inbox = inbox;
        this.events = events;
        this.composer = composer;
        this.queue = queue;
        this.telemetry = telemetry;
        this.limits = limits;
    }

    /**
     * @param parallelChats how many chats are handled at the same time
     * @param turnsMax how far back a conversation is read at most
     */
    public record Limits(int parallelChats, int turnsMax, BackOff backOff) {}

    /** Completes when every one of the updates is durable or set aside; does not fail. */
    public Uni<Void> all(BotIdentity bot, List<Update> updates) {
        return Multi.createFrom()
                .iterable(byChat(updates))
                .onItem()
                .transformToUni(chat -> inOrder(bot, chat))
                .merge(limits.parallelChats())
                .onItem()
                .ignoreAsUni();
    }

    private static List<List<Update>> byChat(List<Update> updates) {
        var chats = new LinkedHashMap<Long, List<Update>>();
        for (var update : updates) {
            chats.computeIfAbsent(chatOf(update), _ -> new ArrayList<>()).add(update);
        }
        return List.copyOf(chats.values());
    }

    private static long chatOf(Update update) {
        return switch (update) {
            case Update.Message message -> message.origin().chat().chatId();
            case Update.Irrelevant _, Update.Unreadable _ -> NO_CHAT;
        };
    }

    private Uni<Void> inOrder(BotIdentity bot, List<Update> updates) {
        return Multi.createFrom()
                .iterable(updates)
                .onItem()
                .transformToUniAndConcatenate(update -> untilDurable(bot, update))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> untilDurable(BotIdentity bot, Update update) {
        return insisting(() -> handle(bot, update))
                .onFailure()
                .recoverWithUni(e -> insisting(
                        () -> setAside(bot, update.updateId(), e.getClass().getSimpleName())));
    }

    /** Tries again for ever, except where the same would happen again. */
    private Uni<Void> insisting(Supplier<Uni<Void>> work) {
        var backOff = limits.backOff();
        return Uni.createFrom()
                .deferred(() -> work.get())
                .onFailure(HandleUpdates::mayPass)
                .invoke(e -> LOG.warnf("An update cannot be stored now and is tried again: cause=%s", nameOf(e)))
                .onFailure(HandleUpdates::mayPass)
                .retry()
                .withBackOff(backOff.first(), backOff.longest())
                .withJitter(JITTER)
                .indefinitely();
    }

    /** Broken data and bugs stay as they are; everything else is infrastructure, which comes back. */
    private static boolean mayPass(Throwable e) {
        return !(e instanceof UnstorableException
                || e instanceof IllegalArgumentException
                || e instanceof ArithmeticException
                || e instanceof IndexOutOfBoundsException
                || e instanceof NullPointerException);
    }

    private static String nameOf(Throwable e) {
        return e.getClass().getName();
    }

    private Uni<Void> handle(BotIdentity bot, Update update) {
        return switch (update) {
            case Update.Message message -> handle(bot, message, Intent.of(message, bot));
            case Update.Irrelevant _ -> counted("irrelevant");
            case Update.Unreadable unreadable -> setAside(bot, unreadable.updateId(), unreadable.reason());
        };
    }

    private Uni<Void> handle(BotIdentity bot, Update.Message message, Intent intent) {
        var origin = message.origin();
        return switch (intent) {
            case Intent.Prompt prompt -> ask(bot, origin, prompt.text()).chain(() -> counted("prompt"));
            case Intent.Notice notice ->
                inbox.owe(bot, origin, notice.kind())
                        .invoke(() -> wake(origin.promptId(bot), origin))
                        .chain(() -> counted("notice"));
            case Intent.Nothing _ -> counted("irrelevant");
        };
    }

    /** A message that comes again becomes the same event again, whatever was said or configured since. */
    private Uni<Void> ask(BotIdentity bot, Update.Origin origin, String question) {
        var id = origin.promptId(bot);
        return inbox.prompt(id)
                .chain(known -> known.map(prompt -> Uni.createFrom().item(prompt))
                        .orElseGet(() -> accept(bot, origin, question)))
                .invoke(() -> wake(id, origin))
                .chain(events::submitted);
    }

    private Uni<StoredPrompt> accept(BotIdentity bot, Update.Origin origin, String question) {
        return inbox.conversation(bot, origin.chat(), limits.turnsMax())
                .emitOn(Infrastructure.getDefaultExecutor()) // counting tokens is work, and event loops are few
                .map(past -> composer.compose(origin.promptId(bot), origin.payer(), past, question))
                .chain(prompt -> inbox.accept(bot, origin, question, prompt));
    }

    private void wake(PromptId id, Update.Origin origin) {
        queue.add(new Outbox.Owed(id, origin.chat()));
    }

    private Uni<Void> setAside(BotIdentity bot, long updateId, String reason) {
        LOG.errorf("An update cannot be handled and is set aside: updateId=%d reason=%s", updateId, reason);
        return inbox.setAside(bot, updateId, reason).chain(() -> counted("set_aside"));
    }

    private Uni<Void> counted(String kind) {
        return Uni.createFrom().voidItem().invoke(() -> telemetry.handled(kind));
    }
}
