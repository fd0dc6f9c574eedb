package dev.kopeck.gateway.adapter.http;

import dev.kopeck.gateway.application.access.Access;
import dev.kopeck.gateway.application.access.Authenticate;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Stands before every resource, whatever its path, and before anybody looks what is there: without a key that works,
 * nothing is told. Only what is no resource, such as health and metrics, is beside it.
 */
class KeyFilter {

    private final Authenticate authenticate;

    KeyFilter(Authenticate authenticate) {
        this.authenticate = authenticate;
    }

    @ServerRequestFilter(preMatching = true)
    public Uni<Response> authenticate(ContainerRequestContext request, RoutingContext context) {
        var path = pathOf(request);
        return authenticate
                .bearer(request.getHeaderString(HttpHeaders.AUTHORIZATION))
                .chain(access -> switch (access) {
                    case Access.Granted(var caller) -> {
                        Callers.remember(context, caller);
                        yield Uni.createFrom().nullItem();
                    }
                    case Access.Denied(var reason) -> refused(path, AccessErrors.denied(reason));
                    case Access.Unavailable away -> refused(path, AccessErrors.unavailable(away));
                });
    }

    static String pathOf(ContainerRequestContext request) {
        var path = request.getUriInfo().getPath();
        return path.startsWith("/") ? path : "/" + path;
    }

    private static Uni<Response> refused(String path, ApiError error) {
        return Uni.createFrom().item(ErrorShapes.response(path, error));
    }
}
