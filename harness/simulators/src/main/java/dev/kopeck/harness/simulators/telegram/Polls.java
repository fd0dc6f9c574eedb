package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.kopeck.harness.simulators.http.Json;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** getUpdates: at most one call waits, and a second one sends the first away. For the event loop only. */
final class Polls {

    private static final int LIMIT_MAX = 100;
    private static final long TIMEOUT_SECONDS_MAX = 50;
    private static final long MS_PER_SECOND = 1000;
    private static final long ONLINE_MS = 3000;

    private final UpdateQueue updates;
    private final PageEvents page;
    private final Clock clock;
    private Optional<Waiting> waiting = Optional.empty();
    private long lastPollMs;
    private boolean shownOnline;

    Polls(UpdateQueue updates, PageEvents page, Clock clock) {
        this.updates = updates;
        this.page = page;
        this.clock = clock;
    }

    private record Waiting(Reply reply, int limit, long timer, Vertx vertx) {}

    /** Whether a bot listens, or did a moment ago. */
    boolean isOnline() {
        return waiting.isPresent() || clock.millis() - lastPollMs < ONLINE_MS;
    }

    /** Tells the pages when the bot comes or goes. */
    void showPresence() {
        if (isOnline() != shownOnline) {
            shownOnline = isOnline();
            page.publish(Json.object().put("type", "bot").put("online", shownOnline));
        }
    }

    /** Whether the call changed what is remembered. */
    boolean poll(Parameters parameters, Reply reply, Vertx vertx) {
        endWaiting().ifPresent(earlier -> earlier.reply().refuse(BotApiProblem.otherPoller()));
        boolean changed =
                parameters.has("allowed_updates") && updates.allow(types(parameters.array("allowed_updates")));
        lastPollMs = clock.millis();
        int limit = Math.clamp(parameters.number("limit", LIMIT_MAX), 1, LIMIT_MAX);
        changed |= updates.confirm(parameters.number("offset", 0));
        long seconds = Math.clamp(parameters.number("timeout", 0), 0, TIMEOUT_SECONDS_MAX);
        if (!updates.isEmpty() || seconds == 0) {
            reply.ok(updates.first(limit));
        } else {
            await(reply, limit, seconds, vertx);
        }
        return changed;
    }

    private void await(Reply reply, int limit, long seconds, Vertx vertx) {
        long timer = vertx.setTimer(seconds * MS_PER_SECOND, fired -> wake());
        Waiting now = new Waiting(reply, limit, timer, vertx);
        waiting = Optional.of(now);
        reply.whenGone(() -> {
            if (waiting.equals(Optional.of(now))) {
                endWaiting();
            }
        });
    }

    /** Something arrived, or the time is up: either way the waiting call gets what there is. */
    void wake() {
        endWaiting().ifPresent(call -> call.reply().ok(updates.first(call.limit())));
    }

    private Optional<Waiting> endWaiting() {
        Optional<Waiting> was = waiting;
        was.ifPresent(call -> call.vertx().cancelTimer(call.timer()));
        waiting = Optional.empty();
        return was;
    }

    private static List<String> types(ArrayNode nodes) {
        List<String> types = new ArrayList<>();
        for (JsonNode node : nodes) {
            types.add(node.asText(""));
        }
        return types;
    }
}
