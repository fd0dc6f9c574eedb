package dev.kopeck.gateway.adapter.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever goes wrong into an error of the path's shape, and never shows an exception's own words to a client. */
class ErrorMappers {

    private static final Logger LOG = Logger.getLogger(ErrorMappers.class);

    @ServerExceptionMapper
    public Response map(ApiErrorException e, ContainerRequestContext request) {
        return ErrorShapes.response(pathOf(request), e.error());
    }

    @ServerExceptionMapper
    public Response map(WebApplicationException e, ContainerRequestContext request) {
        int status = e.getResponse().getStatus();
        if (status >= 500) {
            return unexpected(e, request);
        }
        var reason = Response.Status.fromStatusCode(status);
        var title = reason == null ? "Not possible" : reason.getReasonPhrase();
        var code = title.toLowerCase(Locale.ROOT).replace(' ', '_');
        return ErrorShapes.response(pathOf(request), ApiError.of(status, code, title, detail(status)));
    }

    @ServerExceptionMapper
    public Response map(Throwable e, ContainerRequestContext request) {
        return unexpected(e, request);
    }

    /** Without the exception's message: it may quote a prompt. */
    private static Response unexpected(Throwable e, ContainerRequestContext request) {
        var where = e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0].toString();
        LOG.errorf("A request failed. cause=%s at=%s", e.getClass().getName(), where);
        return ErrorShapes.response(pathOf(request), ApiError.unexpected());
    }

    private static String pathOf(ContainerRequestContext request) {
        return KeyFilter.pathOf(request);
    }

    private static String detail(int status) {
        return switch (status) {
            case 404 -> "No resource has this path.";
            case 405 -> "This path does not take this method.";
            case 406 -> "This path has no answer of a type that the request accepts.";
            case 413 -> "The body is larger than this path takes.";
            case 415 -> "Send the body as application/json.";
            default -> "The request cannot be served.";
        };
    }
}
