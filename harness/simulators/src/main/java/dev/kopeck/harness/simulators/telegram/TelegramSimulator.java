package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kopeck.harness.simulators.http.Json;
import dev.kopeck.harness.simulators.http.SimulatorServer;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Telegram on this machine: a Bot API for one bot, users with private chats, and a page in the browser where a person
 * plays those users. Semantics and limits are those of https://core.telegram.org/bots/api; it misbehaves as told, see
 * {@link ApiFault}.
 *
 * <p>Thread-safe: every method hops to the event loop that owns the state, and waits. None may be called on one.
 */
public final class TelegramSimulator implements AutoCloseable {

    private static final long BODY_BYTES_MAX = 10L * 1024 * 1024;
    private static final long PRESENCE_MS = 1000;
    private static final long KEEP_ALIVE_MS = 15_000;
    private static final int FIRST_UPDATE_MIN = 100_000_000;
    private static final int FIRST_UPDATE_MAX = 900_000_000;

    private final World world;
    private final UserActions users;
    private final ApiFaults faults = new ApiFaults();
    private final BotDoor door;
    private final Optional<DataFile> file;
    private final Vertx vertx;
    private final SimulatorServer server;

    private TelegramSimulator(TelegramSimulatorSettings settings) {
        Bot bot = new Bot(settings.token(), settings.botName(), settings.botUsername());
        long firstUpdate = new SplittableRandom().nextInt(FIRST_UPDATE_MIN, FIRST_UPDATE_MAX);
        world = new World(bot, settings.clock(), firstUpdate);
        settings.users().forEach(world.chats::addUser);
        settings.dataFile().flatMap(DataFile::read).ifPresent(kept -> kept.restoreTo(world));
        file = settings.dataFile().map(path -> new DataFile(path, () -> Snapshot.of(world)));
        users = new UserActions(world);
        vertx = SimulatorServer.vertx();
        door = new BotDoor(vertx, world, faults, this::changed);
        server = SimulatorServer.start(vertx, settings.host(), settings.port(), router());
        vertx.setPeriodic(PRESENCE_MS, due -> world.polls.showPresence());
        vertx.setPeriodic(KEEP_ALIVE_MS, due -> world.page.keepAlive());
    }

    /**
     * @throws dev.kopeck.harness.simulators.http.PortTakenException with a sentence for the person at the keyboard
     * @throws IllegalStateException where the data file cannot be used
     */
    public static TelegramSimulator start(TelegramSimulatorSettings settings) {
        return new TelegramSimulator(settings);
    }

    public int port() {
        return server.port();
    }

    /** What belongs into {@code TELEGRAM_API_BASE_URL}; in a browser, the chat page. */
    public String baseUrl() {
        return server.url();
    }

    /** A new user, who has not written yet. */
    public SimulatedUser addUser(String firstName, String languageCode) {
        return change(() -> users.arrive(0, firstName, languageCode));
    }

    /** A new user with an id of the caller's choice. */
    public SimulatedUser addUser(long id, String firstName, String languageCode) {
        return change(() -> users.arrive(id, firstName, languageCode));
    }

    /** The user sends a message of 1 to 4096 characters to the bot. */
    public ChatMessage userWrites(long userId, String text) {
        return change(() -> users.write(userId, text, 0));
    }

    /** The user presses an inline button; the id of the callback query. */
    public String userPresses(long userId, long messageId, String data) {
        return change(() -> users.press(userId, messageId, data));
    }

    /** The user blocks the bot, or lets it in again. */
    public void userBlocks(long userId, boolean blocked) {
        change(() -> {
            users.block(userId, blocked);
            return blocked;
        });
    }

    /** The user presses Stop on the draft that the chat shows. */
    public void userStops(long userId) {
        change(() -> {
            users.stop(userId);
            return userId;
        });
    }

    /** An update of any content under any id: a repeated or a nonsensical one. */
    public void inject(long updateId, String type, JsonNode body) {
        change(() -> {
            world.updates.put(updateId, type, body.deepCopy());
            world.polls.wake();
            return updateId;
        });
    }

    /** Everything that was ever said in a user's chat, with all edits and their times, deleted messages too. */
    public List<ChatMessage> messages(long userId) {
        return server.ask(() -> world.chats.messages(userId));
    }

    /** What the bot has not confirmed. */
    public List<SimulatedUpdate> pendingUpdates() {
        return server.ask(world.updates::all);
    }

    /** All calls that were answered, oldest first. */
    public List<ApiCall> calls() {
        return server.ask(door::calls);
    }

    public List<ApiCall> calls(String method) {
        return calls().stream()
                .filter(call -> call.method().equalsIgnoreCase(method))
                .toList();
    }

    /**
     * The next calls of a method fail.
     *
     * @param method or {@code *}
     * @param number retry_after in seconds for 429, milliseconds for a delay
     */
    public void failNext(String method, ApiFault fault, int number, int times) {
        failNext(method, ApiFaults.ANY_CHAT, fault, number, times);
    }

    /** As the other one, for one chat only. */
    public void failNext(String method, long chatId, ApiFault fault, int number, int times) {
        change(() -> {
            faults.order(new ApiFaults.Order(method, chatId, fault, number, times));
            return times;
        });
    }

    public void clearFaults() {
        change(() -> {
            faults.clear();
            return true;
        });
    }

    /** Forgets chats, updates, commands, calls and faults; users stay, and no id is used twice. */
    public void reset() {
        change(() -> {
            faults.clear();
            door.forgetCalls();
            world.reset();
            return true;
        });
    }

    @Override
    public void close() {
        server.close();
        file.ifPresent(DataFile::flush);
    }

    private <T> T change(Supplier<T> step) {
        return server.ask(() -> {
            T result = step.get();
            changed();
            return result;
        });
    }

    private void changed() {
        file.ifPresent(kept -> kept.changed(vertx));
    }

    private Router router() {
        Router router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX));
        router.routeWithRegex("/bot(?<token>[^/]+)/(?<method>\\w+)").handler(door::handle);
        router.get("/health")
                .handler(
                        call -> Json.respond(call.response(), 200, Json.object().put("status", "UP")));
        router.get("/events").handler(call -> world.page.open(call.response()));
        new TelegramControl(world, users, faults, door, this::changed).mount(router);
        ChatPage.mount(router);
        return router;
    }
}
