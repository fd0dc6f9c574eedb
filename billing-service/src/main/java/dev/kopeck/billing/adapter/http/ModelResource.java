package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.adapter.http.PriceRequests.ModelBody;
import dev.kopeck.billing.adapter.http.PriceViews.ModelView;
import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.application.KeepModels;
import dev.kopeck.billing.application.KeepModels.Described;
import dev.kopeck.billing.application.Models.Filter;
import dev.kopeck.billing.domain.Model;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The models that people may ask, with what they cost. Ids may contain slashes. */
@Path("/v1/models")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Models")
class ModelResource {

    private static final int PAGE = 50;
    private static final int PAGE_MAX = 200;

    private final KeepModels models;
    private final JsonBody json;
    private final Changes changes;

    ModelResource(KeepModels models, JsonBody json, Changes changes) {
        this.models = models;
        this.json = json;
        this.changes = changes;
    }

    @GET
    @RolesAllowed({Roles.VIEWER, Roles.DOOR})
    @Operation(summary = "List models", description = "By id, with what they cost now and next.")
    public Uni<Page<ModelView>> list(
            @Parameter(description = "true for those only that are switched on.", example = "true")
                    @QueryParam("active")
                    @Nullable String active,
            @QueryParam(Paging.LIMIT) @Nullable String limit,
            @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        int size = (int) Fields.number("limit", limit, PAGE, 1, PAGE_MAX);
        var filter = new Filter(
                Optional.ofNullable(active).map(text -> PriceFields.flag("active", text)),
                Optional.ofNullable(Fields.optional("cursor", cursor)),
                size + 1);
        return models.list(filter).map(found -> page(found, size));
    }

    @GET
    @Path("/{id: .+}")
    @RolesAllowed({Roles.VIEWER, Roles.DOOR})
    @Operation(summary = "Read a model", description = "Its id may contain slashes.")
    public Uni<ModelView> model(String id) {
        return models.find(Fields.required("id", id))
                .map(found -> ModelView.of(found.orElseThrow(ModelResource::noModel)));
    }

    /** Describes a model and switches it on or off; it may be described before it has a price. */
    @PUT
    @Path("/{id: .+}")
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Describe a model",
            description = "Also switches it on or off. It may be described before it has a price.")
    @APIResponseSchema(value = ModelView.class, responseCode = "200")
    public Uni<Response> describe(String id, @RequestBodySchema(ModelBody.class) byte[] body) {
        var request = json.read(body, ModelBody.class);
        var model = Fields.required("id", id);
        var description = Optional.ofNullable(Fields.optional("description", request.description()));
        if (request.active() == null) {
            throw Fields.invalid("active", "is missing");
        }
        boolean active = request.active();
        return changes.apply(() -> models.describe(model, description, active).map(ModelResource::change));
    }

    private static Change change(Described described) {
        var after = ModelView.of(described.after());
        return new Change(
                "model.describe",
                "model:" + after.id(),
                described.before().map(ModelView::of).orElse(null),
                after);
    }

    private static Page<ModelView> page(List<Model> found, int size) {
        var shown = found.stream().limit(size).map(ModelView::of).toList();
        return new Page<>(shown, found.size() > size ? shown.getLast().id() : null);
    }

    private static ProblemException noModel() {
        return new ProblemException(Problem.notFound("No model of this id is described or has a price.")
                .at("id"));
    }
}
