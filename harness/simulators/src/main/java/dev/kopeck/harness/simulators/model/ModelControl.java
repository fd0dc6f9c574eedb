package dev.kopeck.harness.simulators.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.harness.simulators.http.Json;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** The control API: what tests of other processes use in place of the Java methods. */
final class ModelControl {

    private final RequestLedger ledger;
    private final OrderedFaults faults;

    ModelControl(RequestLedger ledger, OrderedFaults faults) {
        this.ledger = ledger;
        this.faults = faults;
    }

    void requests(RoutingContext call) {
        String prompt = call.request().getParam("prompt", "");
        if (!prompt.isEmpty()) {
            Json.respond(call.response(), 200, ledger.of(prompt));
            return;
        }
        ObjectNode body = Json.toObject(ledger.sum());
        body.set("prompts", Json.toObject(ledger.perPrompt()));
        Json.respond(call.response(), 200, body);
    }

    void order(RoutingContext call) {
        JsonNode body = Json.parse(Optional.ofNullable(call.body().asString()).orElse(""));
        ModelFault fault = ModelFault.named(body.path("fault").asText(""))
                .orElseThrow(() -> RequestProblem.badRequest("no such fault; “help” names them", "fault"));
        String prompt = body.path("prompt").asText("");
        try {
            faults.order(
                    fault,
                    body.path("number").asInt(fault.usual()),
                    body.path("times").asInt(1),
                    prompt.isEmpty() ? Optional.empty() : Optional.of(prompt));
        } catch (IllegalArgumentException refused) {
            throw RequestProblem.badRequest(String.valueOf(refused.getMessage()), "times");
        }
        Json.respond(call.response(), 200, Json.object().put("ok", true));
    }

    void clearFaults(RoutingContext call) {
        faults.clear();
        Json.respond(call.response(), 200, Json.object().put("ok", true));
    }

    void clearRequests(RoutingContext call) {
        ledger.clear();
        Json.respond(call.response(), 200, Json.object().put("ok", true));
    }

    void clear(RoutingContext call) {
        faults.clear();
        clearRequests(call);
    }
}
