package dev.kopeck.gateway.adapter.http.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.gateway.application.access.Access;
import dev.kopeck.gateway.application.access.Authenticate;
import dev.kopeck.gateway.application.access.Caller;
import dev.kopeck.gateway.application.relay.ListModels;
import dev.kopeck.gateway.application.relay.ListModels.Offered;
import dev.kopeck.gateway.domain.relay.Refusal;
import dev.kopeck.gateway.domain.relay.Refusals;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * {@code GET /v1/models} and {@code /v1/models/{id}}: as OpenAI lists them, with context, output limit and price beside.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/models">Models</a>
 */
@ApplicationScoped
class ModelRoutes {

    private static final Logger LOG = Logger.getLogger(ModelRoutes.class);
    private static final String ONE = "/v1/models/";

    private final Authenticate authenticate;
    private final ListModels models;
    private final ObjectMapper json;

    ModelRoutes(Authenticate authenticate, ListModels models, ObjectMapper json) {
        this.authenticate = authenticate;
        this.models = models;
        this.json = json;
    }

    void register(@Observes Router router) {
        router.get("/v1/models").handler(routing -> serve(routing, caller -> list(routing, caller)));
        router.get(ONE + "*").handler(routing -> serve(routing, caller -> one(routing, caller)));
    }

    private void serve(RoutingContext routing, Function<Caller, Uni<Void>> work) {
        var client = client(routing);
        var running = authenticate
                .bearer(routing.request().getHeader("Authorization"))
                .emitOn(client.executor())
                .chain(access -> switch (access) {
                    case Access.Granted(var caller) -> work.apply(caller);
                    case Access.Denied denied -> refuse(client, Refusals.invalidKey());
                    case Access.Unavailable unavailable -> refuse(client, Refusals.billingAway());
                })
                .onFailure()
                .recoverWithUni(failure -> unavailable(client, failure))
                .subscribeAsCompletionStage();
        routing.response().closeHandler(gone -> running.cancel(true));
    }

    private Uni<Void> list(RoutingContext routing, Caller caller) {
        return models.all(caller)
                .emitOn(client(routing).executor())
                .invoke(all -> answer(routing, listed(all)))
                .replaceWithVoid();
    }

    /** Ids may contain slashes. */
    private Uni<Void> one(RoutingContext routing, Caller caller) {
        var id = routing.normalizedPath().substring(ONE.length());
        return models.one(caller, id)
                .emitOn(client(routing).executor())
                .invoke(found -> found.ifPresentOrElse(
                        offered -> answer(routing, view(offered)),
                        () -> client(routing).refuse(Refusals.unknownModel(id), null)))
                .replaceWithVoid();
    }

    private ObjectNode listed(List<Offered> all) {
        var list = json.createObjectNode().put("object", "list");
        var data = list.putArray("data");
        all.forEach(offered -> data.add(view(offered)));
        return list;
    }

    private ObjectNode view(Offered offered) {
        var model = offered.model();
        var price = offered.price();
        var view = json.createObjectNode();
        view.put("id", model.id()).put("object", "model");
        view.put("created", price.since().getEpochSecond()).put("owned_by", "kopeck");
        view.put("context_window", model.contextWindow()).put("max_output_tokens", model.outputLimit());
        view.set(
                "pricing",
                pricing(price.price()).put("currency", price.currency()).put("unit", "1M tokens"));
        return view;
    }

    private ObjectNode pricing(String price) {
        try {
            return (ObjectNode) json.readTree(price);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a price is JSON", impossible);
        }
    }

    private static void answer(RoutingContext routing, ObjectNode body) {
        if (!routing.response().ended() && !routing.response().closed()) {
            routing.response().putHeader("Content-Type", "application/json").end(body.toString());
        }
    }

    private static ConnectionClient client(RoutingContext routing) {
        return new ConnectionClient(routing.response(), ConnectionClient.context());
    }

    private static Uni<Void> refuse(ConnectionClient client, Refusal refusal) {
        client.refuse(refusal, null);
        return Uni.createFrom().voidItem();
    }

    private static Uni<Void> unavailable(ConnectionClient client, Throwable failure) {
        LOG.warnf("Models cannot be listed. cause=%s", failure.getClass().getName());
        client.executor().execute(() -> client.refuse(Refusals.billingAway(), null));
        return Uni.createFrom().voidItem();
    }
}
