package dev.kopeck.harness.simulators.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.harness.simulators.http.Json;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** The doors of the model simulator, for models' clients and for tests. */
final class ModelRoutes {

    private static final long BODY_BYTES_MAX = 32L * 1024 * 1024;
    private static final int MS_PER_SECOND = 1000;

    private final Vertx vertx;
    private final ModelSimulatorSettings settings;
    private final Tokens tokens;
    private final RequestLedger ledger;
    private final OrderedFaults faults;
    private final SeenBodies bodies;
    private final OtherEndpoints others;
    private final AtomicLong answers = new AtomicLong();

    ModelRoutes(
            Vertx vertx,
            ModelSimulatorSettings settings,
            Tokens tokens,
            RequestLedger ledger,
            OrderedFaults faults,
            SeenBodies bodies) {
        this.vertx = vertx;
        this.settings = settings;
        this.tokens = tokens;
        this.ledger = ledger;
        this.faults = faults;
        this.bodies = bodies;
        this.others = new OtherEndpoints(tokens);
    }

    Router router() {
        Router router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX));
        router.get("/health")
                .handler(
                        call -> Json.respond(call.response(), 200, Json.object().put("status", "UP")));
        router.get("/v1/models").handler(guarded(this::listModels));
        router.post("/v1/chat/completions").handler(guarded(this::complete));
        router.post("/v1/embeddings")
                .handler(guarded(call -> other(
                        call,
                        "input",
                        "",
                        (exchange, asked) -> others.embed(exchange, asked.body(), asked.request()))));
        router.post("/v1/completions")
                .handler(guarded(call -> other(
                        call,
                        "prompt",
                        "max_tokens",
                        (exchange, asked) ->
                                others.complete(exchange, id(), asked.request(), asked.answer(), asked.cutAt()))));
        router.post("/v1/responses")
                .handler(guarded(call -> other(
                        call,
                        "input",
                        "max_output_tokens",
                        (exchange, asked) ->
                                others.respond(exchange, id(), asked.request(), asked.answer(), asked.cutAt()))));
        ModelControl control = new ModelControl(ledger, faults);
        router.get("/control/requests").handler(guarded(control::requests));
        router.post("/control/faults").handler(guarded(control::order));
        router.delete("/control/faults").handler(guarded(control::clearFaults));
        router.delete("/control/requests").handler(guarded(control::clearRequests));
        router.delete("/control").handler(guarded(control::clear));
        return router;
    }

    private void listModels(RoutingContext call) {
        checkKey(call);
        ObjectNode body = Json.object().put("object", "list");
        ArrayNode data = body.putArray("data");
        settings.models().stream()
                .filter(model -> !"*".equals(model))
                .forEach(model -> data.addObject()
                        .put("id", model)
                        .put("object", "model")
                        .put("created", 0)
                        .put("owned_by", "kopeck-simulators"));
        Json.respond(call.response(), 200, body);
    }

    private record Asked(JsonNode body, CompletionRequest request, Answer answer, int cutAt) {}

    private void other(RoutingContext call, String field, String limit, BiConsumer<Exchange, Asked> work) {
        checkKey(call);
        String text = Optional.ofNullable(call.body().asString()).orElse("");
        JsonNode body = Json.parse(text);
        CompletionRequest request = OtherEndpoints.asChat(body, field, limit);
        if (!settings.answersTo(request.model())) {
            throw RequestProblem.unknownModel(request.model());
        }
        String prompt = RequestLedger.keyOf(request.lastUserText());
        bodies.keep(request.lastUserText(), text);
        Wishes wishes = Wishes.in(request.lastUserText()).and(faults.take(prompt));
        int promptTokens = tokens.count(request.lastUserText());
        Exchange exchange = new Exchange(vertx, call.request(), ledger, prompt, promptTokens);
        Optional<ModelFault> error = wishes.error();
        if (error.isPresent()) {
            exchange.fail();
            refuse(call, error, wishes, promptTokens);
            return;
        }
        Answer answer = Answer.to(request, promptTokens, wishes, tokens);
        work.accept(exchange, new Asked(body, request, answer, wishes.numberOr(ModelFault.CUT, Integer.MAX_VALUE)));
    }

    private String id() {
        return "chatcmpl-sim-" + answers.incrementAndGet();
    }

    private void complete(RoutingContext call) {
        checkKey(call);
        String text = Optional.ofNullable(call.body().asString()).orElse("");
        CompletionRequest request = CompletionRequest.of(Json.parse(text));
        bodies.keep(request.lastUserText(), text);
        if (!settings.answersTo(request.model())) {
            throw RequestProblem.unknownModel(request.model());
        }
        int promptTokens = tokens.count(request.messages());
        String prompt = RequestLedger.keyOf(request.lastUserText());
        Wishes wishes = Wishes.in(request.lastUserText()).and(faults.take(prompt));
        Exchange exchange = new Exchange(vertx, call.request(), ledger, prompt, promptTokens);
        if (wishes.has(ModelFault.DROP)) {
            exchange.cut();
            return;
        }
        Optional<ModelFault> error = wishes.error();
        if (error.isPresent() || promptTokens > settings.contextTokens()) {
            exchange.fail();
            refuse(call, error, wishes, promptTokens);
            return;
        }
        answer(exchange, request, Answer.to(request, promptTokens, wishes, tokens), wishes);
    }

    private void refuse(RoutingContext call, Optional<ModelFault> error, Wishes wishes, int promptTokens) {
        if (error.isPresent() && error.get() == ModelFault.TOO_MANY_REQUESTS) {
            int seconds = wishes.numberOr(ModelFault.TOO_MANY_REQUESTS, 1);
            call.response().putHeader("Retry-After", Integer.toString(seconds));
        }
        throw error.map(RequestProblem::ordered)
                .orElseGet(() -> RequestProblem.contextExceeded(settings.contextTokens(), promptTokens));
    }

    private void answer(Exchange exchange, CompletionRequest request, Answer answer, Wishes wishes) {
        long created = System.currentTimeMillis() / MS_PER_SECOND;
        String id = "chatcmpl-sim-" + created + "-" + answers.incrementAndGet();
        StreamedAnswer.Pace pace = new StreamedAnswer.Pace(
                wishes.numberOr(ModelFault.SPEED, settings.tokensPerSecond()),
                wishes.numberOr(
                        ModelFault.DELAY, (int) settings.firstTokenDelay().toMillis()),
                settings.stallLimit().toMillis());
        if (request.stream()) {
            Chunks chunks = new Chunks(id, request.model(), created, request.includeUsage());
            new StreamedAnswer(exchange, answer, chunks, pace, request.includeUsage(), wishes).start();
        } else {
            ObjectNode body = WholeAnswer.body(id, request.model(), created, answer);
            new WholeAnswer(exchange, answer, body, pace, wishes).start();
        }
    }

    private void checkKey(RoutingContext call) {
        String sent =
                Optional.ofNullable(call.request().getHeader("Authorization")).orElse("");
        if (settings.apiKey().isPresent()
                && !sent.equals("Bearer " + settings.apiKey().get())) {
            throw RequestProblem.wrongKey();
        }
    }

    private static io.vertx.core.Handler<RoutingContext> guarded(io.vertx.core.Handler<RoutingContext> door) {
        return call -> {
            try {
                door.handle(call);
            } catch (RequestProblem problem) {
                Json.respond(call.response(), problem.status(), problem.body());
            }
        };
    }
}
