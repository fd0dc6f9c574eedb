package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.adapter.http.ProofViews.ProofView;
import dev.kopeck.billing.adapter.http.TrustRequests.Nothing;
import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.application.trust.Proofs;
import dev.kopeck.billing.domain.trust.Proof;
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
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Proofs of the books: the nightly ones, and those that somebody asks for. */
@Path("/v1/ops/proofs")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Books")
class ProofResource {

    private final Proofs proofs;
    private final Supplier<UUID> ids;
    private final JsonBody json;
    private final Changes changes;

    ProofResource(Proofs proofs, Supplier<UUID> ids, JsonBody json, Changes changes) {
        this.proofs = proofs;
        this.ids = ids;
        this.json = json;
        this.changes = changes;
    }

    @POST
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Ask for a proof of the books",
            description = "Everything is computed anew, in the background. Look at the proof to see how it went.")
    @APIResponseSchema(value = ProofView.class, responseCode = "202")
    public Uni<Response> start(
            @HeaderParam(Changes.HEADER) @Nullable String key, @RequestBodySchema(Nothing.class) byte[] body) {
        var request = json.read(body, Nothing.class);
        return changes.accepted(
                "/v1/ops/proofs", key, request, () -> proofs.request(ids.get()).map(ProofResource::started));
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "List proofs",
            description = "The nightly ones and those that were asked for, the latest first.")
    public Uni<Page<ProofView>> proofs(
            @QueryParam(Paging.LIMIT) @Nullable String limit, @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        int size = TrustFields.limit(limit);
        return proofs.list(TrustFields.idCursor(cursor), size + 1)
                .map(all -> TrustFields.page(
                        all, size, ProofView::of, last -> last.id().toString()));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Roles.VIEWER)
    @Operation(summary = "Read a proof")
    public Uni<ProofView> proof(String id) {
        return proofs.find(TrustFields.id("id", id))
                .map(found -> found.map(ProofView::of)
                        .orElseThrow(() -> new ProblemException(
                                Problem.notFound("There is no such proof.").at("id"))));
    }

    private static Change started(Proof proof) {
        return Change.of("proof.start", "proof:" + proof.id(), ProofView.of(proof));
    }
}
