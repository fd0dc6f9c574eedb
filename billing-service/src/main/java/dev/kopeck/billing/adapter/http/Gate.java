package dev.kopeck.billing.adapter.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kopeck.billing.config.BillingConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every path: all but health and metrics (/q) need the operator's token, so that no spelling of a path
 * slips by; and what no other part answers is answered here, so that even an unknown path gets a problem.
 */
@ApplicationScoped
class Gate {

    private static final int BEFORE_ALL_OTHERS = 100;
    private static final int AFTER_ALL_OTHERS = Integer.MAX_VALUE;
    private static final String SCHEME = "Bearer ";

    private final byte[] token;
    private final ObjectMapper json;

    Gate(BillingConfig config, ObjectMapper json) {
        this.token = config.operatorToken().orElse("").getBytes(StandardCharsets.UTF_8);
        this.json = json;
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, BEFORE_ALL_OTHERS);
    }

    void register(@Observes Router router) {
        router.route()
                .order(AFTER_ALL_OTHERS)
                .handler(context -> end(context, Problem.notFound("No resource has this path.")));
    }

    private void admit(RoutingContext context) {
        var path = context.normalizedPath();
        boolean open = path.startsWith("/q/");
        if (!open && !admitted(context.request().getHeader(HttpHeaders.AUTHORIZATION))) {
            context.response().putHeader("WWW-Authenticate", "Bearer");
            end(context, Problem.unauthorized());
        } else {
            context.next();
        }
    }

    /** In constant time, so that a guess learns nothing from how long it took. */
    private boolean admitted(@Nullable String authorization) {
        if (token.length == 0 || authorization == null || !authorization.startsWith(SCHEME)) {
            return false;
        }
        var offered = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(token, offered);
    }

    private void end(RoutingContext context, Problem problem) {
        context.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(written(problem))
                .onFailure(gone -> context.response().reset());
    }

    private String written(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem cannot be written as JSON", e);
        }
    }
}
