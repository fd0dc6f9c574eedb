package dev.kopeck.telegram.adapter.billing;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** The calls of billing that are used here. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
interface BillingApi {

    /** Opens the payer's account with the first call; later ones return it. */
    @PUT
    @Path("/payers/{payer}")
    Uni<PayerAccount> open(@HeaderParam("Authorization") String authorization, @PathParam("payer") String payer);

    /** @param granted the welcome grant, where this call brought it; amounts are decimal strings */
    record PayerAccount(
            String currency,
            Balance balance,
            @Nullable Boolean registered,
            @Nullable String granted) {}

    record Balance(String posted, String held, String available) {}
}
