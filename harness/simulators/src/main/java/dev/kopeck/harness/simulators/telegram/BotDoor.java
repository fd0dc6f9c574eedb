package dev.kopeck.harness.simulators.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** {@code /bot<token>/<method>}: checks the token, applies ordered faults, carries the call out, and notes it down. */
final class BotDoor {

    private static final String GET_UPDATES = "getUpdates";

    private final Vertx vertx;
    private final World world;
    private final BotMethods methods;
    private final ApiFaults faults;
    private final Runnable changed;
    private final CallLog calls = new CallLog();

    BotDoor(Vertx vertx, World world, ApiFaults faults, Runnable changed) {
        this.vertx = vertx;
        this.world = world;
        this.methods = new BotMethods(world);
        this.faults = faults;
        this.changed = changed;
    }

    List<ApiCall> calls() {
        return calls.all();
    }

    void forgetCalls() {
        calls.clear();
    }

    void handle(RoutingContext call) {
        String method = Objects.requireNonNullElse(call.pathParam("method"), "");
        long atMs = world.clock.millis();
        try {
            if (!world.bot.token().equals(call.pathParam("token"))) {
                throw BotApiProblem.unauthorized();
            }
            Parameters parameters = Parameters.of(call);
            Optional<ApiFaults.Order> fault = faults.take(method, chatOf(parameters));
            boolean lost = fault.isPresent() && fault.get().fault() == ApiFault.CUT_AFTER;
            Reply reply =
                    new Reply(call, lost, status -> calls.add(new ApiCall(method, parameters.values(), atMs, status)));
            handle(method, parameters, reply, fault);
        } catch (BotApiProblem problem) {
            new Reply(call, false, status -> {}).refuse(problem);
        }
    }

    private void handle(String method, Parameters parameters, Reply reply, Optional<ApiFaults.Order> fault) {
        if (fault.isEmpty()) {
            carryOut(method, parameters, reply);
            return;
        }
        int number = fault.get().number();
        switch (fault.get().fault()) {
            case TOO_MANY_REQUESTS -> reply.refuse(BotApiProblem.tooManyRequests(Math.max(1, number)));
            case BLOCKED -> reply.refuse(BotApiProblem.forbidden("bot was blocked by the user"));
            case BAD_REQUEST -> reply.refuse(BotApiProblem.badRequest("the simulator was asked for an error"));
            case SERVER_ERROR -> reply.refuse(BotApiProblem.serverError());
            case BAD_GATEWAY -> reply.badGateway();
            case CUT -> reply.cut();
            case CUT_AFTER -> carryOut(method, parameters, reply);
            case DELAY -> vertx.setTimer(Math.max(1, number), late -> carryOut(method, parameters, reply));
        }
    }

    private void carryOut(String method, Parameters parameters, Reply reply) {
        try {
            if (GET_UPDATES.equalsIgnoreCase(method)) {
                if (!world.polls.poll(parameters, reply, vertx)) {
                    return;
                }
            } else {
                Function<Parameters, JsonNode> named = methods.named(method).orElseThrow(BotApiProblem::unknownMethod);
                reply.ok(named.apply(parameters));
            }
            changed.run();
        } catch (BotApiProblem problem) {
            reply.refuse(problem);
        }
    }

    private static long chatOf(Parameters parameters) {
        String id = parameters.text("chat_id");
        return id.matches("-?\\d{1,18}") ? Long.parseLong(id) : ApiFaults.ANY_CHAT;
    }
}
