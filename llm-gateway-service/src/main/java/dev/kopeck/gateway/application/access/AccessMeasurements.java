package dev.kopeck.gateway.application.access;

/** What operators want to see of callers as numbers. Never blocks, never fails. */
public interface AccessMeasurements {

    /** Somebody was not let in. */
    void denied(Access.Reason reason);

    /** Billing did not say whether somebody may be let in. */
    void unavailable();

    /** Somebody asked for more than the limits allow. */
    void limited(Admission.Limit limit, Admission.Scope scope);
}
