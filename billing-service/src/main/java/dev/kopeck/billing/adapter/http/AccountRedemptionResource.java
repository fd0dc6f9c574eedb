package dev.kopeck.billing.adapter.http;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Codes redeemed by an operator for an account. */
@Path("/v1/accounts")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class AccountRedemptionResource {

    private final Redemptions redemptions;

    AccountRedemptionResource(Redemptions redemptions) {
        this.redemptions = redemptions;
    }

    @POST
    @Path("/{id}/redeem")
    @RolesAllowed(Roles.OPERATOR)
    public Uni<Response> redeem(String id, @HeaderParam(Changes.HEADER) @Nullable String key, byte[] body) {
        var accountId = Fields.accountId(id);
        var request = redemptions.request(body);
        return redemptions.redeem("/v1/accounts/" + accountId + "/redeem", key, request, accountId);
    }
}
