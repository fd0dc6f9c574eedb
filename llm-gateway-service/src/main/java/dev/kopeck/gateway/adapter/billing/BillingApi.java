package dev.kopeck.gateway.adapter.billing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls of billing that tell what keys may do. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
interface BillingApi {

    @POST
    @Path("/keys/introspect")
    Uni<Introspection> introspect(@HeaderParam("Authorization") String authorization, Question question);

    /** @param hash SHA-256 of the key in hex */
    record Question(String hash) {

        /** Without the hash, so that no log can show it. */
        @Override
        public String toString() {
            return "Question";
        }
    }

    /** All but {@code active} is missing where there is no such key; {@code reason} is there where it is not active. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Introspection(
            boolean active,
            @Nullable String reason,
            @Nullable String keyId,
            @Nullable String keyName,
            @Nullable String accountId,
            @Nullable String accountStatus,
            @Nullable Set<String> models,
            @Nullable Left left,
            @Nullable String expiresAt) {}

    /** Decimal strings. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Left(
            String balance,
            @Nullable String key,
            @Nullable String daily,
            @Nullable String monthly) {}
}
