package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.adapter.http.PriceRequests.NewPrice;
import dev.kopeck.billing.adapter.http.PriceViews.PriceView;
import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.application.PriceBook.Filter;
import dev.kopeck.billing.application.SetPrices;
import dev.kopeck.billing.application.SetPrices.Setting;
import dev.kopeck.billing.application.SetPrices.Withdrawal;
import dev.kopeck.billing.domain.PriceTariff;
import dev.kopeck.billing.domain.PriceVersion;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** What models cost: versions that never change, each in effect until the next one takes over. */
@Path("/v1/prices")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Prices")
class PriceResource {

    private static final int PAGE = 50;
    private static final int PAGE_MAX = 200;

    private final SetPrices prices;
    private final JsonBody json;
    private final Changes changes;

    PriceResource(SetPrices prices, JsonBody json, Changes changes) {
        this.prices = prices;
        this.json = json;
        this.changes = changes;
    }

    /** A new version, in effect at once or from a moment on; holds made before keep the price that they pinned. */
    @POST
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Set a model's price",
            description = "A new version, in effect at once. Holds that were made before keep their price. One that is"
                    + " suspicious is set only with confirm; else the answer is a 422 that tells why.")
    @APIResponseSchema(value = PriceView.class, responseCode = "201")
    public Uni<Response> set(
            @HeaderParam(Changes.HEADER) @Nullable String key, @RequestBodySchema(NewPrice.class) byte[] body) {
        var request = json.read(body, NewPrice.class);
        var model = Fields.required("model", request.model());
        AccountResource.requireBooksCurrency(request.currency());
        var base = PriceFields.rates("rates", request.rates());
        var tariff = new PriceTariff(model, base, PriceFields.tiers(request.tiers()));
        var effectiveFrom = PriceFields.time("effectiveFrom", request.effectiveFrom());
        boolean confirmed = Boolean.TRUE.equals(request.confirm());
        return changes.post("/v1/prices", key, request, () -> set(tariff, effectiveFrom, confirmed));
    }

    @ServerExceptionMapper
    public Response map(SuspiciousPriceException e) {
        return Response.status(e.problem().status())
                .type(Problem.MEDIA_TYPE)
                .entity(e.problem())
                .build();
    }

    @GET
    @RolesAllowed({Roles.VIEWER, Roles.DOOR})
    @Operation(summary = "List prices", description = "Every version, by model, the latest first.")
    public Uni<Page<PriceView>> list(
            @Parameter(description = "Only those of this model.", example = "gpt-4o") @QueryParam("model") @Nullable String model,
            @Parameter(
                            description = "Only those that are in effect at this time, RFC 3339.",
                            example = "2026-11-25T10:15:30Z")
                    @QueryParam("at")
                    @Nullable String at,
            @QueryParam(Paging.LIMIT) @Nullable String limit,
            @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        int size = (int) Fields.number("limit", limit, PAGE, 1, PAGE_MAX);
        var filter = new Filter(
                Optional.ofNullable(Fields.optional("model", model)),
                PriceFields.time("at", at),
                Optional.ofNullable(cursor).map(text -> PriceFields.version("cursor", text)),
                size + 1);
        return prices.list(filter).map(found -> page(found, size));
    }

    /** One version, whatever its kind: a charge may name one that is derived. */
    @GET
    @Path("/{version}")
    @RolesAllowed({Roles.VIEWER, Roles.DOOR})
    @Operation(
            summary = "Read a version of a price",
            description = "Whatever its kind: a charge may name one that is derived.")
    public Uni<PriceView> version(String version) {
        int number = PriceFields.version("version", version);
        return prices.find(number).map(found -> PriceView.of(found.orElseThrow(() -> noVersion(number))));
    }

    /** Withdraws a version that has not taken effect yet. */
    @DELETE
    @Path("/{version}")
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Withdraw a price", description = "Only a version that has not taken effect yet.")
    @APIResponseSchema(value = PriceView.class, responseCode = "200")
    public Uni<Response> withdraw(String version) {
        int number = PriceFields.version("version", version);
        return changes.apply(() -> prices.withdraw(number).map(outcome -> withdrawn(number, outcome)));
    }

    static ProblemException outOfTime() {
        return Fields.invalid("effectiveFrom", "must not be in the past, nor more than ten years ahead");
    }

    private Uni<Change> set(PriceTariff tariff, Optional<Instant> effectiveFrom, boolean confirmed) {
        return prices.set(tariff, effectiveFrom, confirmed).map(PriceResource::change);
    }

    private static Change change(Setting setting) {
        return switch (setting) {
            case Setting.Done done -> {
                var view = PriceView.of(done.version());
                yield Change.of("price.set", "price:" + view.version(), view);
            }
            case Setting.Suspicious suspicious -> throw new SuspiciousPriceException(suspicious.row());
            case Setting.OutOfTime outOfTime -> throw outOfTime();
        };
    }

    private static Change withdrawn(int version, Withdrawal outcome) {
        return switch (outcome) {
            case Withdrawal.Withdrawn done ->
                new Change(
                        "price.withdraw", "price:" + version, PriceView.of(done.before()), PriceView.of(done.after()));
            case Withdrawal.InEffect inEffect ->
                throw new ProblemException(Problem.of(
                                "price-in-effect",
                                "The price has taken effect",
                                409,
                                "Holds and charges may name it; set another price instead.")
                        .at("version"));
            case Withdrawal.Unknown unknown -> throw noVersion(version);
        };
    }

    /** One version more than asked for tells that there is a next page. */
    private static Page<PriceView> page(List<PriceVersion> found, int size) {
        var shown = found.stream().limit(size).map(PriceView::of).toList();
        return new Page<>(
                shown, found.size() > size ? Integer.toString(shown.getLast().version()) : null);
    }

    private static ProblemException noVersion(int version) {
        return new ProblemException(Problem.notFound("Price version %d does not exist.".formatted(version))
                .at("version"));
    }
}
