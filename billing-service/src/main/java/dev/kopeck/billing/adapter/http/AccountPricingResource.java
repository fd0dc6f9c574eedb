package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.adapter.http.PriceRequests.PricingBody;
import dev.kopeck.billing.adapter.http.PriceViews.AccountPricingView;
import dev.kopeck.billing.application.KeepPlans;
import dev.kopeck.billing.application.KeepPlans.Repricing;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** On which terms an account buys: its plan, and its own discount off the plan's prices. */
@Path("/v1/accounts/{id}/pricing")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Accounts")
class AccountPricingResource {

    private final KeepPlans plans;
    private final JsonBody json;
    private final Changes changes;

    AccountPricingResource(KeepPlans plans, JsonBody json, Changes changes) {
        this.plans = plans;
        this.json = json;
        this.changes = changes;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "Read an account's pricing",
            description = "Its plan and its own discount, and the factor that follows from both.")
    public Uni<AccountPricingView> pricing(String id) {
        var account = Fields.accountId(id);
        return plans.pricing(account).map(found -> AccountPricingView.of(found.orElseThrow(() -> noAccount(account))));
    }

    /** What is left out is taken away. Prompts after it pay the new price within about a second. */
    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Set an account's pricing",
            description = "In place of what was set before; what is left out is taken away. Prompts after it pay the"
                    + " new price within about a second.")
    @APIResponseSchema(value = AccountPricingView.class, responseCode = "200")
    public Uni<Response> price(String id, @RequestBodySchema(PricingBody.class) byte[] body) {
        var request = json.read(body, PricingBody.class);
        var account = Fields.accountId(id);
        var plan = Optional.ofNullable(request.plan()).map(name -> PriceFields.planName("plan", name));
        int discount = PriceFields.discount(request.discount());
        return changes.apply(() -> plans.price(account, plan, discount).map(outcome -> change(account, outcome)));
    }

    private static Change change(AccountId account, Repricing outcome) {
        return switch (outcome) {
            case Repricing.Priced priced ->
                new Change(
                        "account.price",
                        "account:" + account,
                        AccountPricingView.of(priced.before()),
                        AccountPricingView.of(priced.after()));
            case Repricing.UnknownAccount unknown -> throw noAccount(account);
            case Repricing.UnknownPlan unknown -> throw Fields.invalid("plan", "is not the name of a plan");
        };
    }

    private static ProblemException noAccount(AccountId id) {
        return new ProblemException(
                Problem.notFound("Account %s does not exist.".formatted(id)).at("id"));
    }
}
