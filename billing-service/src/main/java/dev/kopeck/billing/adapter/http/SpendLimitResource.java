package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.AccountRequests.Limits;
import dev.kopeck.billing.adapter.http.AccountViews.LimitsView;
import dev.kopeck.billing.adapter.http.AccountViews.NoLimitsView;
import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.application.FindAccounts;
import dev.kopeck.billing.application.LimitChange;
import dev.kopeck.billing.application.SetSpendLimits;
import dev.kopeck.billing.domain.SpendLimit;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What an account may spend per calendar day and month. */
@Path("/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Accounts")
class SpendLimitResource {

    private static final String UTC = "UTC";

    private final SetSpendLimits limits;
    private final FindAccounts finding;
    private final JsonBody json;
    private final Changes changes;

    SpendLimitResource(SetSpendLimits limits, FindAccounts finding, JsonBody json, Changes changes) {
        this.limits = limits;
        this.finding = finding;
        this.json = json;
        this.changes = changes;
    }

    @GET
    @Path("/{id}/limits")
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "Read an account's spend limits",
            description = "With what was spent and is held in the current day and month.")
    public Uni<LimitsView> limits(String id) {
        var accountId = Fields.accountId(id);
        return finding.find(accountId)
                .map(found -> found.orElseThrow(() -> AccountProblems.unknown(accountId)))
                .map(overview -> LimitsView.of(overview.limits().orElseThrow(SpendLimitResource::none)));
    }

    /** In place of what was set before; what is left out does not limit. */
    @PUT
    @Path("/{id}/limits")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Set an account's spend limits",
            description = "In place of what was set before; what is left out does not limit.")
    @APIResponseSchema(value = LimitsView.class, responseCode = "200")
    public Uni<Response> set(String id, @RequestBodySchema(Limits.class) byte[] body) {
        var accountId = Fields.accountId(id);
        var request = json.read(body, Limits.class);
        var limit = new SpendLimit(
                AccountFields.zone(Objects.requireNonNullElse(request.zone(), UTC)),
                AccountFields.optionalAmount("daily", request.daily()),
                AccountFields.optionalAmount("monthly", request.monthly()));
        if (limit.daily().isEmpty() && limit.monthly().isEmpty()) {
            throw Fields.invalid("daily", "or monthly must be there; DELETE takes all limits away");
        }
        return changes.apply(
                () -> limits.set(accountId, limit).map(change -> audited("account.limits.set", accountId, change)));
    }

    @DELETE
    @Path("/{id}/limits")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(summary = "Take away an account's spend limits")
    @APIResponseSchema(value = NoLimitsView.class, responseCode = "200")
    public Uni<Response> remove(String id) {
        var accountId = Fields.accountId(id);
        return changes.apply(
                () -> limits.remove(accountId).map(change -> audited("account.limits.remove", accountId, change)));
    }

    private static Change audited(String action, AccountId id, LimitChange change) {
        return switch (change) {
            case LimitChange.Changed changed ->
                new Change(
                        action,
                        "account:" + id,
                        changed.before().map(LimitsView::of).orElse(null),
                        changed.after().<Object>map(LimitsView::of).orElse(new NoLimitsView(id.toString())));
            case LimitChange.UnknownAccount unknown -> throw AccountProblems.unknown(id);
            case LimitChange.UnknownZone unknown -> throw AccountFields.unknownZone();
            case LimitChange.AccountIsClosed closed -> throw AccountProblems.closed();
        };
    }

    private static ProblemException none() {
        return new ProblemException(Problem.notFound("The account has no spend limits."));
    }
}
