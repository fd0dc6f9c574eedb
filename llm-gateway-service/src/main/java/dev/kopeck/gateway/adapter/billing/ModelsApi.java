package dev.kopeck.gateway.adapter.billing;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Billing's list of models with what they cost. */
@Path("/v1/models")
interface ModelsApi {

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    Uni<JsonNode> list(
            @HeaderParam("Authorization") String authorization,
            @QueryParam("active") boolean active,
            @QueryParam("limit") int limit,
            @QueryParam("cursor") @Nullable String cursor);
}
