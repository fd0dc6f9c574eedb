package dev.kopeck.gateway.config;

import dev.kopeck.gateway.application.ClaimSettings;
import dev.kopeck.gateway.application.DeliverySettings;
import dev.kopeck.gateway.domain.DispatchPolicy;
import dev.kopeck.gateway.domain.InstanceId;
import dev.kopeck.gateway.domain.PreviewPolicy;
import dev.kopeck.gateway.domain.RetryPolicy;
import java.time.Duration;

/** From the configuration to the plain values that the inner layers take. */
final class Settings {

    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final int HEARTBEATS_PER_LEASE = 3;

    private Settings() {}

    static DispatchPolicy dispatch(GatewayConfig config) {
        return new DispatchPolicy(config.call().durationMax(), config.call().holdMargin());
    }

    static RetryPolicy retries(GatewayConfig config) {
        var call = config.call();
        return new RetryPolicy(call.attemptsMax(), call.retryDelay(), call.retryDelayMax());
    }

    static DeliverySettings delivery(GatewayConfig config) {
        var call = config.call();
        var preview = config.preview();
        return new DeliverySettings(
                call.answerCharsMax(), new PreviewPolicy(preview.channels(), preview.interval(), preview.charsMax()));
    }

    static ClaimSettings claims(GatewayConfig config, InstanceId owner) {
        var claim = config.claim();
        return new ClaimSettings(owner, claim.lease(), claim.recheck(), FIRST_RETRY, claim.retryDelayMax());
    }

    /** What single settings cannot say about each other. */
    static void requireConsistent(GatewayConfig config) {
        var claim = config.claim();
        require(
                claim.heartbeat().multipliedBy(HEARTBEATS_PER_LEASE).compareTo(claim.lease()) <= 0,
                "kopeck.gateway.claim.heartbeat must be at most a third of kopeck.gateway.claim.lease");
        require(
                config.retention().texts().compareTo(config.retention().records()) <= 0,
                "kopeck.gateway.retention.texts must not be longer than kopeck.gateway.retention.records");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
