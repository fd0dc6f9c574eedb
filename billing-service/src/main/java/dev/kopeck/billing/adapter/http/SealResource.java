package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.adapter.http.ProofViews.SealView;
import dev.kopeck.billing.adapter.http.ProofViews.VerificationView;
import dev.kopeck.billing.adapter.http.TrustRequests.Hours;
import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.application.trust.Seals;
import dev.kopeck.billing.domain.trust.SealVerification;
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
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Seals over the ledger, and their verification. */
@Path("/v1/ops/seals")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Books")
class SealResource {

    /** A year and a day. */
    private static final long HOURS_MAX = 366 * 24;

    private final Seals seals;
    private final Supplier<UUID> ids;
    private final JsonBody json;
    private final Changes changes;

    SealResource(Seals seals, Supplier<UUID> ids, JsonBody json, Changes changes) {
        this.seals = seals;
        this.ids = ids;
        this.json = json;
        this.changes = changes;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "List seals",
            description = "One for each hour of the ledger, over the one before; the latest first.")
    public Uni<Page<SealView>> seals(
            @QueryParam(Paging.LIMIT) @Nullable String limit, @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        int size = TrustFields.limit(limit);
        var before = Optional.ofNullable(cursor).map(hour -> TrustFields.hour("cursor", hour));
        return seals.list(before, size + 1)
                .map(all -> TrustFields.page(
                        all, size, SealView::of, last -> last.hour().toString()));
    }

    @POST
    @Path("/verify")
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Ask for a verification of seals",
            description = "Hours of the ledger are compared with their seals, in the background.")
    @APIResponseSchema(value = VerificationView.class, responseCode = "202")
    public Uni<Response> verify(
            @HeaderParam(Changes.HEADER) @Nullable String key, @RequestBodySchema(Hours.class) byte[] body) {
        var request = json.read(body, Hours.class);
        var from = TrustFields.hour("from", request.from());
        var to = TrustFields.hour("to", request.to());
        TrustFields.requireHours(from, to, HOURS_MAX);
        return changes.accepted(
                "/v1/ops/seals/verify",
                key,
                request,
                () -> seals.request(ids.get(), from, to).map(SealResource::started));
    }

    @GET
    @Path("/verifications/{id}")
    @RolesAllowed(Roles.VIEWER)
    @Operation(summary = "Read a verification of seals")
    public Uni<VerificationView> verification(String id) {
        return seals.find(TrustFields.id("id", id))
                .map(found -> found.map(VerificationView::of)
                        .orElseThrow(() -> new ProblemException(Problem.notFound("There is no such verification.")
                                .at("id"))));
    }

    private static Change started(SealVerification verification) {
        return Change.of("seal.verify", "seal_verification:" + verification.id(), VerificationView.of(verification));
    }
}
