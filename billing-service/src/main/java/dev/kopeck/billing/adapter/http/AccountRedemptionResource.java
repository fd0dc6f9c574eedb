package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.MoneyRequests.Code;
import dev.kopeck.billing.adapter.http.MoneyViews.RedemptionView;
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

/** Codes redeemed by an operator for an account. */
@Path("/v1/accounts")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Codes")
class AccountRedemptionResource {

    private final Redemptions redemptions;

    AccountRedemptionResource(Redemptions redemptions) {
        this.redemptions = redemptions;
    }

    @POST
    @Path("/{id}/redeem")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Redeem a code for an account",
            description = "Credits what the code is worth. A code is credited once; after too many wrong ones the"
                    + " account has to wait.")
    @APIResponseSchema(value = RedemptionView.class, responseCode = "201")
    public Uni<Response> redeem(
            String id, @HeaderParam(Changes.HEADER) @Nullable String key, @RequestBodySchema(Code.class) byte[] body) {
        var accountId = Fields.accountId(id);
        var request = redemptions.request(body);
        return redemptions.redeem("/v1/accounts/" + accountId + "/redeem", key, request, accountId);
    }
}
