package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.application.StoreUnavailableException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever goes wrong into problem+json, and never shows an exception's own words to a client. */
class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final String RETRY_AFTER = "Retry-After";
    private static final String RETRY_AFTER_SECONDS = "1";

    @ServerExceptionMapper
    public Response map(ProblemException e) {
        var response = response(e.problem());
        e.retryAfter().ifPresent(wait -> response.header(RETRY_AFTER, wait.toSeconds()));
        return response.build();
    }

    @ServerExceptionMapper
    public Response map(StoreUnavailableException e) {
        LOG.warnf("Request not served, the books are unavailable reason=%s", e.getMessage());
        return response(Problem.unavailable()).build();
    }

    @ServerExceptionMapper
    public Response map(ForbiddenException e) {
        return response(Problem.forbidden()).build();
    }

    /** Without a problem of its own the token is to blame. */
    @ServerExceptionMapper
    public Response map(AuthenticationFailedException e) {
        return e.getCause() instanceof ProblemException told ? map(told) : unauthorized();
    }

    /** Nobody comes so far without being known; this is for the day that the gate has a hole. */
    @ServerExceptionMapper
    public Response map(UnauthorizedException e) {
        return unauthorized();
    }

    @ServerExceptionMapper
    public Response map(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        if (status >= 500) {
            LOG.error("Request failed", e);
            return response(Problem.unexpected()).build();
        }
        var reason = Response.Status.fromStatusCode(status);
        var title = reason == null ? "Not possible" : reason.getReasonPhrase();
        var code = title.toLowerCase(Locale.ROOT).replace(' ', '-');
        return response(Problem.of(code, title, status, detail(status))).build();
    }

    @ServerExceptionMapper
    public Response map(Throwable e) {
        LOG.error("Request failed", e);
        return response(Problem.unexpected()).build();
    }

    private static Response unauthorized() {
        return response(Problem.unauthorized())
                .header(BearerTokens.CHALLENGE_HEADER, BearerTokens.CHALLENGE)
                .build();
    }

    private static Response.ResponseBuilder response(Problem problem) {
        var response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
        return problem.passesByItself() ? response.header(RETRY_AFTER, RETRY_AFTER_SECONDS) : response;
    }

    private static String detail(int status) {
        return switch (status) {
            case 404 -> "No resource has this path.";
            case 405 -> "This path does not take this method.";
            case 406 -> "This path has no answer of a type that the request accepts.";
            case 413 -> "The body is too large.";
            case 415 -> "Send the body as application/json.";
            default -> "The request cannot be served as it is.";
        };
    }
}
