package dev.kopeck.gateway.adapter.billing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kopeck.gateway.application.relay.PricedModels;
import dev.kopeck.gateway.config.GatewayConfig;
import dev.kopeck.gateway.domain.relay.PricedModel;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What models cost, asked of billing at most every few seconds; who asks meanwhile gets, or waits for, the same answer. An
 * answer that failed is kept for nobody.
 */
@ApplicationScoped
class RememberedModels implements PricedModels {

    private static final int PAGE = 200;
    private static final int PAGES_MAX = 10;

    private final ModelsApi billing;
    private final String authorization;
    private final Duration timeout;
    private final Uni<List<PricedModel>> remembered;

    private volatile Instant freshUntil = Instant.EPOCH;

    RememberedModels(GatewayConfig config, InstantSource clock) {
        var settings = config.billing();
        authorization = "Bearer " + settings.token().orElse("");
        timeout = settings.timeout();
        billing = QuarkusRestClientBuilder.newBuilder()
                .baseUri(settings.url())
                .connectTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .build(ModelsApi.class);
        var remember = config.relay().pricesRemembered();
        remembered = Uni.createFrom()
                .deferred(() -> {
                    freshUntil = clock.instant().plus(remember);
                    return page(null, new ArrayList<>(), 1);
                })
                .onFailure()
                .invoke(() -> freshUntil = Instant.EPOCH)
                .memoize()
                .until(() -> !clock.instant().isBefore(freshUntil));
    }

    @Override
    public Uni<List<PricedModel>> all() {
        return remembered;
    }

    private Uni<List<PricedModel>> page(@Nullable String cursor, List<PricedModel> before, int number) {
        return billing.list(authorization, true, PAGE, cursor)
                .ifNoItem()
                .after(timeout)
                .fail()
                .chain(page -> {
                    page.path("items").forEach(model -> add(before, model));
                    var next = page.path("nextCursor");
                    return next.isTextual() && number < PAGES_MAX
                            ? page(next.asText(), before, number + 1)
                            : Uni.createFrom().item(List.copyOf(before));
                });
    }

    /** A model that has no price, or none yet, is declined by billing: it is not offered. */
    private static void add(List<PricedModel> models, JsonNode model) {
        if (model.path("price") instanceof ObjectNode price) {
            var shown = price.objectNode();
            price.path("rates").properties().forEach(rate -> shown.set(rate.getKey(), rate.getValue()));
            if (!price.path("tiers").isEmpty()) {
                shown.set("tiers", price.path("tiers"));
            }
            models.add(new PricedModel(
                    model.path("id").asText(),
                    price.path("currency").asText(),
                    shown.toString(),
                    Instant.parse(price.path("effectiveFrom").asText())));
        }
    }
}
