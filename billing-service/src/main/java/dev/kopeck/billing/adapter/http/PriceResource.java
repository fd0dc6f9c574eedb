package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.adapter.http.Requests.NewPrice;
import dev.kopeck.billing.adapter.http.Requests.RateTexts;
import dev.kopeck.billing.adapter.http.Requests.Tier;
import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.adapter.http.Views.PriceView;
import dev.kopeck.billing.application.SetPrices;
import dev.kopeck.contracts.money.ContextTier;
import dev.kopeck.contracts.money.Rates;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What models cost. */
@Path("/v1/prices")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Prices")
class PriceResource {

    private static final int TIERS_MAX = 8;

    private final SetPrices prices;
    private final JsonBody json;
    private final Changes changes;

    PriceResource(SetPrices prices, JsonBody json, Changes changes) {
        this.prices = prices;
        this.json = json;
        this.changes = changes;
    }

    /** A new version, in effect at once; holds made before keep the price that they pinned. */
    @POST
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Set a model's price",
            description = "A new version, in effect at once. Holds that were made before keep their price.")
    @APIResponseSchema(value = PriceView.class, responseCode = "201")
    public Uni<Response> set(
            @HeaderParam(Changes.HEADER) @Nullable String key, @RequestBodySchema(NewPrice.class) byte[] body) {
        var request = json.read(body, NewPrice.class);
        var model = Fields.required("model", request.model());
        AccountResource.requireBooksCurrency(request.currency());
        var base = rates("rates", request.rates());
        var tiers = tiers(request.tiers());
        return changes.post(
                "/v1/prices",
                key,
                request,
                () -> prices.set(model, base, tiers)
                        .map(price -> Change.of("price.set", "price:" + price.version(), PriceView.of(price))));
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(summary = "List prices", description = "Every version, by model, the latest first; at most a thousand.")
    public Uni<Page<PriceView>> all() {
        return prices.all()
                .map(all -> new Page<>(all.stream().map(PriceView::of).toList(), null));
    }

    private static Rates rates(String field, @Nullable RateTexts texts) {
        if (texts == null) {
            throw Fields.invalid(field, "is missing");
        }
        long input = Fields.rate(field + ".input", texts.input());
        long output = Fields.rate(field + ".output", texts.output());
        return new Rates(
                input,
                rate(field + ".cachedInput", texts.cachedInput(), input),
                rate(field + ".cacheWrite", texts.cacheWrite(), input),
                output,
                rate(field + ".reasoning", texts.reasoning(), output));
    }

    private static long rate(String field, @Nullable String text, long fallback) {
        return text == null ? fallback : Fields.rate(field, text);
    }

    private static List<ContextTier> tiers(@Nullable List<@Nullable Tier> requested) {
        var tiers = new ArrayList<ContextTier>();
        long last = 0;
        for (var tier : Objects.requireNonNullElse(requested, List.<@Nullable Tier>of())) {
            var field = "tiers." + tiers.size();
            if (tiers.size() == TIERS_MAX) {
                throw Fields.invalid("tiers", "must be at most " + TIERS_MAX);
            }
            if (tier == null || tier.aboveInputTokens() == null || tier.aboveInputTokens() <= last) {
                throw Fields.invalid(field + ".aboveInputTokens", "must be a whole number of at least 1, ascending");
            }
            last = tier.aboveInputTokens();
            tiers.add(new ContextTier(last, rates(field + ".rates", tier.rates())));
        }
        return tiers;
    }
}
