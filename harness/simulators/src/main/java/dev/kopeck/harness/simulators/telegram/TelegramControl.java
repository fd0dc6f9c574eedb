package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.harness.simulators.http.Json;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Function;

/** The control API: the users' side of every chat, faults, and what happened. The chat page lives on it too. */
final class TelegramControl {

    private final World world;
    private final UserActions users;
    private final ApiFaults faults;
    private final BotDoor door;
    private final Runnable changed;

    TelegramControl(World world, UserActions users, ApiFaults faults, BotDoor door, Runnable changed) {
        this.world = world;
        this.users = users;
        this.faults = faults;
        this.door = door;
        this.changed = changed;
    }

    void mount(Router router) {
        router.get("/control/state").handler(answer(body -> state()));
        router.get("/control/updates").handler(answer(body -> Json.MAPPER.valueToTree(world.updates.all())));
        router.get("/control/calls").handler(this::calls);
        router.get("/control/chats/:id/messages").handler(this::messages);
        router.post("/control/messages").handler(answer(this::write));
        router.post("/control/callbacks").handler(answer(this::press));
        router.post("/control/stop").handler(answer(this::stop));
        router.post("/control/users").handler(answer(this::arrive));
        router.post("/control/blocks").handler(answer(this::block));
        router.post("/control/updates").handler(answer(this::inject));
        router.post("/control/faults").handler(answer(this::order));
        router.delete("/control/faults").handler(answer(body -> clearFaults()));
        router.delete("/control").handler(answer(body -> reset()));
    }

    private ObjectNode state() {
        ObjectNode state = Json.object();
        state.set("bot", world.bot.meJson().put("description", world.description()));
        state.put("online", world.polls.isOnline());
        state.put("pending_updates", world.updates.all().size());
        ArrayNode people = state.putArray("users");
        for (SimulatedUser user : world.chats.users()) {
            ObjectNode json = user.userJson().put("blocked", world.chats.hasBlocked(user.id()));
            json.set("commands", world.commands.visibleTo(user));
            world.chats.messages(user.id()).reversed().stream()
                    .filter(message -> !message.deleted())
                    .findFirst()
                    .ifPresent(last -> json.set("last", world.pageJson(last)));
            people.add(json);
        }
        return state;
    }

    private void messages(RoutingContext call) {
        answer(body -> {
                    long chatId = Long.parseLong(call.pathParam("id"));
                    if (call.request().getParam("view", "").equals("page")) {
                        return pageMessages(chatId);
                    }
                    return Json.MAPPER.valueToTree(world.chats.messages(chatId));
                })
                .handle(call);
    }

    private ArrayNode pageMessages(long chatId) {
        ArrayNode shown = Json.MAPPER.createArrayNode();
        world.chats.messages(chatId).stream()
                .filter(message -> !message.deleted())
                .forEach(message -> shown.add(world.pageJson(message)));
        return shown;
    }

    private void calls(RoutingContext call) {
        String method = call.request().getParam("method", "");
        answer(body -> Json.MAPPER.valueToTree(door.calls().stream()
                        .filter(one -> method.isEmpty() || method.equalsIgnoreCase(one.method()))
                        .toList()))
                .handle(call);
    }

    private JsonNode write(JsonNode body) {
        ChatMessage message = users.write(
                body.path("user_id").asLong(),
                body.path("text").asText(""),
                body.path("reply_to_message_id").asLong(0));
        return world.chats.json(message);
    }

    private JsonNode press(JsonNode body) {
        String id = users.press(
                body.path("user_id").asLong(),
                body.path("message_id").asLong(),
                body.path("data").asText(""));
        return Json.object().put("callback_query_id", id);
    }

    private JsonNode stop(JsonNode body) {
        users.stop(body.path("user_id").asLong());
        return done();
    }

    private JsonNode arrive(JsonNode body) {
        SimulatedUser user = users.arrive(
                body.path("id").asLong(0),
                body.path("first_name").asText(""),
                body.path("language_code").asText("en"));
        return user.userJson();
    }

    private JsonNode block(JsonNode body) {
        users.block(body.path("user_id").asLong(), body.path("blocked").asBoolean(true));
        return done();
    }

    /** {@code {"update_id": …, "<type>": …}}; without an id the next one. */
    private JsonNode inject(JsonNode body) {
        String type = body.propertyStream()
                .map(java.util.Map.Entry::getKey)
                .filter(name -> !"update_id".equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("an update has a field of its type"));
        long id = body.path("update_id").asLong(world.updates.nextId());
        SimulatedUpdate update = world.updates.put(id, type, body.path(type));
        world.polls.wake();
        return update.json();
    }

    private JsonNode order(JsonNode body) {
        String word = body.path("fault").asText("");
        ApiFault fault =
                ApiFault.named(word).orElseThrow(() -> new IllegalArgumentException("there is no fault " + word));
        faults.order(new ApiFaults.Order(
                body.path("method").asText(ApiFaults.ANY_METHOD),
                body.path("chat_id").asLong(ApiFaults.ANY_CHAT),
                fault,
                body.path("number").asInt(1),
                body.path("times").asInt(1)));
        return done();
    }

    private JsonNode clearFaults() {
        faults.clear();
        return done();
    }

    private JsonNode reset() {
        faults.clear();
        door.forgetCalls();
        world.reset();
        return done();
    }

    private static JsonNode done() {
        return Json.object().put("ok", true);
    }

    private Handler<RoutingContext> answer(Function<JsonNode, JsonNode> door) {
        return call -> {
            try {
                String text = Optional.ofNullable(call.body().asString()).orElse("");
                Json.respond(call.response(), 200, door.apply(Json.parse(text)));
                changed.run();
            } catch (IllegalArgumentException refused) {
                Json.respond(call.response(), 400, Json.object().put("error", refused.getMessage()));
            }
        };
    }
}
