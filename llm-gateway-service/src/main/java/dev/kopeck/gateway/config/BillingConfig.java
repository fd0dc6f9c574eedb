package dev.kopeck.gateway.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Where billing is: it says what API keys may do. */
public interface BillingConfig {

    /** Billing's REST API; environment variable KOPECK_BILLING_URL. */
    @WithDefault("http://localhost:8081")
    URI url();

    /** The bearer token for billing: a door's, or an operator's where there is no other. A secret. */
    Optional<@NotBlank String> token();

    /** How long an answer of billing may take before the client is told to try again. */
    @WithDefault("3s")
    @DurationMin(millis = 50)
    @DurationMax(seconds = 30)
    Duration timeout();
}
