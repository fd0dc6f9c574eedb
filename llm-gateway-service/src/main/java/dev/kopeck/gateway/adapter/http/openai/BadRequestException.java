package dev.kopeck.gateway.adapter.http.openai;

import dev.kopeck.gateway.domain.relay.Refusal;

/** A request cannot be read. Carries the refusal; never quotes what the client sent. */
final class BadRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    BadRequestException(Refusal refusal) {
        super(refusal.code(), null, false, false);
        this.refusal = refusal;
    }

    static BadRequestException at(String param, String message) {
        return new BadRequestException(Refusal.invalid(param, "invalid_value", message));
    }

    Refusal refusal() {
        return refusal;
    }
}
