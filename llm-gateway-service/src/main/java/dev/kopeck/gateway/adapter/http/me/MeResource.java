package dev.kopeck.gateway.adapter.http.me;

import dev.kopeck.gateway.adapter.http.ApiError;
import dev.kopeck.gateway.adapter.http.ApiErrorException;
import dev.kopeck.gateway.adapter.http.Callers;
import dev.kopeck.gateway.application.access.HolderBooks;
import dev.kopeck.gateway.application.access.HolderBooks.Page;
import dev.kopeck.gateway.application.access.HolderBooks.Subject;
import dev.kopeck.gateway.application.access.KeysUnavailableException;
import dev.kopeck.gateway.application.access.RateLimits;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The own account, for the web app and for programs. The books are billing's: its pages pass through as they are, for the
 * key that asks and for no other account.
 */
@Path("/v1/me")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Me")
class MeResource {

    private static final int PARAMETER_MAX = 200;

    private final Callers callers;
    private final RateLimits limits;
    private final HolderBooks books;

    MeResource(Callers callers, RateLimits limits, HolderBooks books) {
        this.callers = callers;
        this.limits = limits;
        this.books = books;
    }

    @GET
    @Operation(
            summary = "Who am I",
            description = "The account and the key of this request, what may be spent, and how much may be asked for.")
    public Uni<MeViews.MeView> me() {
        var caller = callers.current();
        return Uni.createFrom().item(MeViews.MeView.of(caller, limits.standing(caller)));
    }

    @GET
    @Path("/balance")
    @Operation(summary = "Read the balance", description = "Posted, held and available, as decimal strings.")
    public Uni<String> balance(@Context UriInfo uri) {
        return read(Subject.BALANCE, uri);
    }

    @GET
    @Path("/transactions")
    @Operation(summary = "List transactions", description = "Every change of the balance, newest first.")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 200; 50 where it is left out.")
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "The nextCursor of the page before.")
    public Uni<String> transactions(@Context UriInfo uri) {
        return read(Subject.TRANSACTIONS, uri);
    }

    @GET
    @Path("/usage")
    @Operation(summary = "Report usage", description = "Prompts that ended in the period, by days of UTC.")
    @Parameter(name = "from", in = ParameterIn.QUERY, description = "The first day; that of the month where left out.")
    @Parameter(name = "to", in = ParameterIn.QUERY, description = "The day after the last one.")
    @Parameter(name = "groupBy", in = ParameterIn.QUERY, description = "Some of day, model, channel, with commas.")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 200; 50 where it is left out.")
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "The nextCursor of the page before.")
    public Uni<String> usage(@Context UriInfo uri) {
        return read(Subject.USAGE, uri);
    }

    @GET
    @Path("/keys")
    @Operation(summary = "List API keys", description = "All of the account, newest first; never a key itself.")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 200; 50 where it is left out.")
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "The nextCursor of the page before.")
    public Uni<String> keys(@Context UriInfo uri) {
        return read(Subject.KEYS, uri);
    }

    private Uni<String> read(Subject subject, UriInfo uri) {
        return books.read(callers.current(), subject, parameters(uri))
                .map(MeResource::json)
                .onFailure(KeysUnavailableException.class)
                .transform(away -> new ApiErrorException(
                        ApiError.unavailable("The books cannot be reached right now. Try again.")));
    }

    private static String json(Page page) {
        return switch (page) {
            case Page.Found(var json) -> json;
            case Page.Invalid(var field, var detail) -> throw new ApiErrorException(ApiError.invalid(field, detail));
        };
    }

    private static Map<String, String> parameters(UriInfo uri) {
        var parameters = new HashMap<String, String>();
        uri.getQueryParameters().forEach((name, values) -> {
            var value = values.getFirst();
            if (value.length() > PARAMETER_MAX) {
                throw new ApiErrorException(
                        ApiError.invalid(name, "must have at most %d characters".formatted(PARAMETER_MAX)));
            }
            parameters.put(name, value);
        });
        return parameters;
    }
}
