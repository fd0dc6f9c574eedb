package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.BrokenDownloads;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Serves what goes wrong, to tests alone. */
@Path("/v1/broken-downloads")
class BrokenDownloadResource {

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(hidden = true)
    @Path("/half")
    public Response half() {
        return Response.ok(new Download(BrokenDownloads.half()))
                .type("text/csv")
                .build();
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(hidden = true)
    @Path("/endless")
    public Response endless() {
        return Response.ok(new Download(BrokenDownloads.endless()))
                .type("text/csv")
                .build();
    }
}
