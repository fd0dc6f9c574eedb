package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.adapter.http.PriceRequests.PlanBody;
import dev.kopeck.billing.adapter.http.PriceViews.PlanDeletedView;
import dev.kopeck.billing.adapter.http.PriceViews.PlanView;
import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.application.KeepPlans;
import dev.kopeck.billing.application.KeepPlans.Deletion;
import dev.kopeck.billing.application.KeepPlans.PlanSet;
import dev.kopeck.billing.domain.Plan;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Plans: a mark-up on list prices for all accounts that are on them. */
@Path("/v1/plans")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Plans")
class PlanResource {

    private static final int PAGE = 50;
    private static final int PAGE_MAX = 200;

    private final KeepPlans plans;
    private final JsonBody json;
    private final Changes changes;

    PlanResource(KeepPlans plans, JsonBody json, Changes changes) {
        this.plans = plans;
        this.json = json;
        this.changes = changes;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(summary = "List plans", description = "By name.")
    public Uni<Page<PlanView>> list(
            @QueryParam(Paging.LIMIT) @Nullable String limit, @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        int size = (int) Fields.number("limit", limit, PAGE, 1, PAGE_MAX);
        return plans.list(Optional.ofNullable(Fields.optional("cursor", cursor)), size + 1)
                .map(found -> page(found, size));
    }

    @GET
    @Path("/{name}")
    @RolesAllowed(Roles.VIEWER)
    @Operation(summary = "Read a plan")
    public Uni<PlanView> plan(String name) {
        return plans.find(PriceFields.planName("name", name))
                .map(found -> PlanView.of(found.orElseThrow(PlanResource::noPlan)));
    }

    @PUT
    @Path("/{name}")
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Set a plan",
            description = "Makes it or changes its mark-up, for all accounts that are on it.")
    @APIResponseSchema(value = PlanView.class, responseCode = "200")
    public Uni<Response> set(String name, @RequestBodySchema(PlanBody.class) byte[] body) {
        var request = json.read(body, PlanBody.class);
        var plan = PriceFields.planName("name", name);
        int markup = PriceFields.basisPoints(
                "markup", Fields.required("markup", request.markup()), Plan.MARKUP_LEAST, Plan.MARKUP_MOST);
        return changes.apply(() -> plans.set(plan, markup).map(PlanResource::change));
    }

    @DELETE
    @Path("/{name}")
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Delete a plan", description = "Only where no account is on it.")
    @APIResponseSchema(value = PlanDeletedView.class, responseCode = "200")
    public Uni<Response> delete(String name) {
        var plan = PriceFields.planName("name", name);
        return changes.apply(() -> plans.delete(plan).map(PlanResource::change));
    }

    private static Change change(PlanSet set) {
        return new Change(
                "plan.set",
                "plan:" + set.after().name(),
                set.before().map(PlanView::of).orElse(null),
                PlanView.of(set.after()));
    }

    private static Change change(Deletion deletion) {
        return switch (deletion) {
            case Deletion.Deleted deleted -> {
                var plan = PlanView.of(deleted.plan());
                yield new Change("plan.delete", "plan:" + plan.name(), plan, new PlanDeletedView(plan.name(), true));
            }
            case Deletion.InUse inUse ->
                throw new ProblemException(Problem.of(
                                "plan-in-use",
                                "The plan is in use",
                                409,
                                "%d accounts are on it.".formatted(inUse.plan().accounts()))
                        .at("name"));
            case Deletion.Unknown unknown -> throw noPlan();
        };
    }

    private static Page<PlanView> page(List<Plan> found, int size) {
        var shown = found.stream().limit(size).map(PlanView::of).toList();
        return new Page<>(shown, found.size() > size ? shown.getLast().name() : null);
    }

    private static ProblemException noPlan() {
        return new ProblemException(Problem.notFound("No plan has this name.").at("name"));
    }
}
