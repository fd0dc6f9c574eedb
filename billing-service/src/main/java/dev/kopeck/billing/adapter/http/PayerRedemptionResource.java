package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.MoneyRequests.Code;
import dev.kopeck.billing.adapter.http.MoneyViews.RedemptionView;
import dev.kopeck.billing.application.KeepAccounts;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Codes that a door redeems for its user; one that nobody has met is registered first. */
@Path("/v1/payers")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Codes")
class PayerRedemptionResource {

    private final Redemptions redemptions;
    private final KeepAccounts accounts;

    PayerRedemptionResource(Redemptions redemptions, KeepAccounts accounts) {
        this.redemptions = redemptions;
        this.accounts = accounts;
    }

    @POST
    @Path("/{payer}/redeem")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Redeem a code for a payer",
            description = "As for an account. A Telegram user whom nobody has met is registered first.")
    @APIResponseSchema(value = RedemptionView.class, responseCode = "201")
    public Uni<Response> redeem(
            String payer,
            @HeaderParam(Changes.HEADER) @Nullable String key,
            @RequestBodySchema(Code.class) byte[] body) {
        var who = Fields.payer(payer);
        var request = redemptions.request(body);
        return accounts.register(who)
                .map(found -> found.orElseThrow(() -> MoneyProblems.noSuch("account of this payer", "payer")))
                .chain(found -> redemptions.redeem("/v1/payers/" + who + "/redeem", key, request, found.account()));
    }
}
