package dev.kopeck.gateway.adapter.http;

import dev.kopeck.gateway.application.access.Caller;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells who the current request comes from. */
@ApplicationScoped
public class Callers {

    private static final String CALLER = Caller.class.getName();

    private final RoutingContext ofThisRequest;

    /** @param ofThisRequest stands for whichever request asks */
    Callers(RoutingContext ofThisRequest) {
        this.ofThisRequest = ofThisRequest;
    }

    /** To be asked while a resource method runs: the filter has let somebody in then. */
    public Caller current() {
        Caller caller = ofThisRequest.get(CALLER);
        if (caller == null) {
            throw new IllegalStateException("a resource was reached by nobody");
        }
        return caller;
    }

    static void remember(RoutingContext request, Caller caller) {
        request.put(CALLER, caller);
    }
}
