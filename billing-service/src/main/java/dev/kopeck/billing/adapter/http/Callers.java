package dev.kopeck.billing.adapter.http;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells who the current request comes from. */
@ApplicationScoped
class Callers {

    private final SecurityIdentity ofThisRequest;

    /** @param ofThisRequest stands for the identity of whichever request asks */
    Callers(SecurityIdentity ofThisRequest) {
        this.ofThisRequest = ofThisRequest;
    }

    /** To be asked while a resource method runs: it has been admitted by its role then, so there is somebody. */
    Caller current() {
        if (ofThisRequest.isAnonymous()) {
            throw new IllegalStateException("a change was asked for by nobody");
        }
        return Identities.caller(ofThisRequest);
    }
}
