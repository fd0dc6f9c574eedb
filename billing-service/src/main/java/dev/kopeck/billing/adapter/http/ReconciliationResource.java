package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.adapter.http.ProofViews.ReconciliationView;
import dev.kopeck.billing.adapter.http.TrustRequests.NewReconciliation;
import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.application.trust.Reconciliations;
import dev.kopeck.billing.application.trust.RequestReconciliation;
import dev.kopeck.billing.domain.trust.Reconciliation;
import dev.kopeck.billing.domain.trust.Reconciliation.Kind;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Comparisons of the books with Kafka, and everything that was ever compared. */
@Path("/v1/ops/reconciliations")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Reconciliations")
class ReconciliationResource {

    private final RequestReconciliation request;
    private final Reconciliations reconciliations;
    private final JsonBody json;
    private final Changes changes;

    ReconciliationResource(
            RequestReconciliation request, Reconciliations reconciliations, JsonBody json, Changes changes) {
        this.request = request;
        this.reconciliations = reconciliations;
        this.json = json;
        this.changes = changes;
    }

    @POST
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Ask for a comparison with Kafka",
            description = "Outcomes of whole hours that lie some time back are compared, in the background.")
    @APIResponseSchema(value = ReconciliationView.class, responseCode = "202")
    public Uni<Response> start(
            @HeaderParam(Changes.HEADER) @Nullable String key,
            @RequestBodySchema(NewReconciliation.class) byte[] body) {
        var asked = json.read(body, NewReconciliation.class);
        if (!Fields.required("kind", asked.kind()).equals(Kind.KAFKA.apiName())) {
            throw Fields.invalid("kind", "must be kafka; files are sent to /telegram-stars and /provider-usage");
        }
        var from = TrustFields.hour("from", asked.from());
        var to = TrustFields.hour("to", asked.to());
        TrustFields.requireHours(from, to, request.hoursMax());
        if (to.isAfter(request.comparableUntil())) {
            throw Fields.invalid("to", "must be at the latest " + request.comparableUntil());
        }
        return changes.accepted(
                "/v1/ops/reconciliations",
                key,
                asked,
                () -> request.kafka(from, to).map(ReconciliationResource::started));
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "List reconciliations",
            description = "Comparisons with Kafka and with uploaded files, the latest first.")
    public Uni<Page<ReconciliationView>> reconciliations(
            @Parameter(description = "kafka, telegram_stars or provider_usage; all where left out.", example = "kafka")
                    @QueryParam("kind")
                    @Nullable String kind,
            @QueryParam(Paging.LIMIT) @Nullable String limit,
            @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        int size = TrustFields.limit(limit);
        var ofKind = Optional.ofNullable(kind)
                .map(name -> Kind.named(name)
                        .orElseThrow(() -> Fields.invalid("kind", "must be kafka, telegram_stars or provider_usage")));
        return reconciliations
                .list(ofKind, TrustFields.idCursor(cursor), size + 1)
                .map(all -> TrustFields.page(
                        all, size, ReconciliationView::of, last -> last.id().toString()));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Roles.VIEWER)
    @Operation(summary = "Read a reconciliation")
    public Uni<ReconciliationView> reconciliation(String id) {
        return reconciliations
                .find(TrustFields.id("id", id))
                .map(found -> found.map(ReconciliationView::of)
                        .orElseThrow(() -> new ProblemException(Problem.notFound("There is no such reconciliation.")
                                .at("id"))));
    }

    static Change started(Reconciliation reconciliation) {
        return Change.of(
                "reconciliation." + reconciliation.kind().apiName(),
                "reconciliation:" + reconciliation.id(),
                ReconciliationView.of(reconciliation));
    }
}
