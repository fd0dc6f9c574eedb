package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.adapter.http.TrustRequests.Unpark;
import dev.kopeck.billing.adapter.http.TrustViews.InvariantsView;
import dev.kopeck.billing.adapter.http.TrustViews.ParkedView;
import dev.kopeck.billing.adapter.http.TrustViews.UnparkedView;
import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.application.trust.Parking;
import dev.kopeck.billing.application.trust.TrustState;
import dev.kopeck.billing.application.trust.UnparkAccount;
import dev.kopeck.billing.application.trust.UnparkAccount.Outcome;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What always holds of the books, and the accounts of which it does not. */
@Path("/v1/ops")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Books")
class InvariantResource {

    private static final int VIOLATIONS_OF_EACH = 20;

    private final TrustState state;
    private final Parking parking;
    private final UnparkAccount unpark;
    private final JsonBody json;
    private final Changes changes;

    InvariantResource(TrustState state, Parking parking, UnparkAccount unpark, JsonBody json, Changes changes) {
        this.state = state;
        this.parking = parking;
        this.unpark = unpark;
        this.json = json;
        this.changes = changes;
    }

    @GET
    @Path("/invariants")
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "Read the invariants",
            description = "What always holds of the books, when that was checked, and where it does not hold.")
    public Uni<InvariantsView> invariants() {
        return state.overview(VIOLATIONS_OF_EACH).map(InvariantsView::of);
    }

    @GET
    @Path("/parked")
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "List parked accounts",
            description = "Accounts whose books are wrong, which therefore spend nothing, with what is wrong.")
    public Uni<Page<ParkedView>> parked(
            @QueryParam(Paging.LIMIT) @Nullable String limit, @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        int size = TrustFields.limit(limit);
        long after = Fields.number("cursor", cursor, 0, 0, Long.MAX_VALUE);
        return parking.parked(after, size + 1)
                .map(parked -> TrustFields.page(
                        parked, size, ParkedView::of, last -> last.account().toString()));
    }

    @POST
    @Path("/parked/{id}/unpark")
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Unpark an account",
            description = "Checks its books first; it stays parked where they are still wrong.")
    @APIResponseSchema(value = UnparkedView.class, responseCode = "201")
    public Uni<Response> unpark(
            String id,
            @HeaderParam(Changes.HEADER) @Nullable String key,
            @RequestBodySchema(Unpark.class) byte[] body) {
        var account = Fields.accountId(id);
        var request = json.read(body, Unpark.class);
        var reason = Fields.required("reason", request.reason());
        return changes.post(
                "/v1/ops/parked/" + account + "/unpark",
                key,
                request,
                () -> unpark.unpark(account).map(outcome -> change(account, reason, outcome)));
    }

    private static Change change(AccountId account, String reason, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Unparked unparked ->
                new Change(
                        "account.unpark",
                        "account:" + account,
                        Map.of("parked", true),
                        new UnparkedView(account.toString(), false, reason));
            case Outcome.StillViolated still -> throw new BooksViolatedException(still.violations());
            case Outcome.NotParked not ->
                throw new ProblemException(
                        Problem.of("not-parked", "The account is not parked", 409, "There is nothing to undo."));
            case Outcome.Unknown unknown ->
                throw new ProblemException(Problem.notFound("Account %s does not exist.".formatted(account))
                        .at("id"));
        };
    }
}
