package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.AccountRequests.Introspect;
import dev.kopeck.billing.adapter.http.ApiKeyViews.IntrospectionView;
import dev.kopeck.billing.application.IntrospectKeys;
import dev.kopeck.billing.domain.ApiKeySecret;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * What a key may do right now, for a gateway that got it from a client. Changes nothing, so it takes no
 * {@code Idempotency-Key}; it is a POST to keep the key out of paths, which are logged.
 */
@Path("/v1/keys/introspect")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "API keys")
class KeyIntrospectionResource {

    /** A revoked key must be refused by every gateway within a second. */
    private static final String REMEMBERED = "private, max-age=1";

    private final IntrospectKeys keys;
    private final JsonBody json;

    KeyIntrospectionResource(IntrospectKeys keys, JsonBody json) {
        this.keys = keys;
        this.json = json;
    }

    @POST
    @RolesAllowed({Roles.VIEWER, Roles.DOOR})
    @Operation(
            summary = "Ask what an API key may do",
            description = "Right now, for a gateway that got the key from its client. Changes nothing and takes no"
                    + " Idempotency-Key; the answer may be kept for a second.")
    @APIResponseSchema(value = IntrospectionView.class, responseCode = "200")
    public Uni<Response> introspect(@RequestBodySchema(Introspect.class) byte[] body) {
        return keys.introspect(hash(json.read(body, Introspect.class)))
                .map(found -> found.map(IntrospectionView::of).orElse(IntrospectionView.UNKNOWN))
                .map(view -> Response.ok(view)
                        .header(HttpHeaders.CACHE_CONTROL, REMEMBERED)
                        .build());
    }

    private static byte[] hash(Introspect request) {
        var hash = request.hash();
        if ((request.key() == null) == (hash == null)) {
            throw Fields.invalid("key", "or hash must be there, and not both");
        }
        if (hash == null) {
            return new ApiKeySecret(Fields.required("key", request.key())).hash();
        }
        return KeyHash.read("hash", hash);
    }
}
