package dev.kopeck.billing.config;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Refuses to start where a setting is missing that has no sensible default. */
@Singleton
class StartupCheck {

    private static final int BEFORE_EVERYTHING = 1;

    void check(@Observes @Priority(BEFORE_EVERYTHING) StartupEvent started, BillingConfig config) {
        if (config.operatorToken().filter(token -> !token.isBlank()).isEmpty()) {
            throw new IllegalStateException("KOPECK_OPERATOR_TOKEN is not set: billing-service needs the bearer token"
                    + " that operators and telegram-service call its REST API with. Choose a long random one.");
        }
    }
}
