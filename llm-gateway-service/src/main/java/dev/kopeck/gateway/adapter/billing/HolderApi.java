package dev.kopeck.gateway.adapter.billing;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** What billing shows to holders of keys. */
@Path("/v1/key-holder")
interface HolderApi {

    @GET
    @Path("/{subject}")
    @Produces(MediaType.APPLICATION_JSON)
    Uni<JsonNode> read(
            @HeaderParam("Authorization") String authorization,
            @HeaderParam("Kopeck-Key-Hash") String hash,
            @PathParam("subject") String subject,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String until,
            @QueryParam("zone") @Nullable String zone,
            @QueryParam("groupBy") @Nullable String groupBy,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor);
}
