package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.config.BillingConfig;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.stream.Stream;

/**
 * Stands before every path: all but the few that are listed here need a caller, whatever is behind them, so that no
 * spelling of a path slips by; what the caller may do there the {@link Roles} of each resource method say. What no other
 * part answers is answered here, so that even an unknown path gets a problem.
 */
@ApplicationScoped
class Gate implements HttpSecurityPolicy {

    private static final int AFTER_ALL_OTHERS = Integer.MAX_VALUE;
    private static final String HEALTH = "/q/health";
    private static final String METRICS = "/q/metrics";
    private static final String DOCUMENT = "/q/openapi";
    private static final String SWAGGER_UI = "/q/swagger-ui";

    private final ProblemWriter problems;
    private final boolean openDocumentation;

    Gate(ProblemWriter problems, BillingConfig config) {
        this.problems = problems;
        this.openDocumentation = config.access().openDocumentation();
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext request, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        return isOpen(request.normalizedPath()) ? CheckResult.permit() : identity.map(Gate::known);
    }

    void register(@Observes Router router) {
        router.route()
                .order(AFTER_ALL_OTHERS)
                .handler(context -> problems.end(context, Problem.notFound("No resource has this path.")));
    }

    private boolean isOpen(String path) {
        return isAt(path, HEALTH, METRICS) || (openDocumentation && isAt(path, DOCUMENT, SWAGGER_UI));
    }

    private static boolean isAt(String path, String... places) {
        return Stream.of(places).anyMatch(place -> path.equals(place) || path.startsWith(place + "/"));
    }

    private static CheckResult known(SecurityIdentity caller) {
        return caller.isAnonymous() ? CheckResult.DENY : CheckResult.PERMIT;
    }
}
