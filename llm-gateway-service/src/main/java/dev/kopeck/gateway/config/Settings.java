package dev.kopeck.gateway.config;

import dev.kopeck.gateway.application.ClaimSettings;
import dev.kopeck.gateway.application.DeliverySettings;
import dev.kopeck.gateway.domain.DispatchPolicy;
import dev.kopeck.gateway.domain.InstanceId;
import dev.kopeck.gateway.domain.PreviewPolicy;
import dev.kopeck.gateway.domain.RetryPolicy;
import java.time.Duration;
import java.util.stream.Stream;

/** From the configuration to the plain values that the inner layers take. */
final class Settings {

    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final int HEARTBEATS_PER_LEASE = 3;
    private static final int SECRET_LEAST = 16;

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
        requireTextsWithinRecords(config);
        requireStrongSecrets(config);
        var limits = config.limits();
        require(
                limits.heartbeat().multipliedBy(HEARTBEATS_PER_LEASE).compareTo(limits.silence()) <= 0,
                "kopeck.gateway.limits.silence must be at least three times kopeck.gateway.limits.heartbeat");
        require(
                config.billing().token().isPresent(),
                "KOPECK_DOOR_TOKEN is not set: set the same token as for billing-service, whose API needs it");
    }

    private static void requireTextsWithinRecords(GatewayConfig config) {
        var texts = config.prompts().texts();
        var records = config.retention().records();
        require(
                Stream.concat(Stream.of(texts.keptFor()), texts.accounts().values().stream())
                        .allMatch(kept -> !kept.isNegative() && kept.compareTo(records) <= 0),
                "kopeck.gateway.prompts.texts must not keep longer than kopeck.gateway.retention.records");
    }

    private static void requireStrongSecrets(GatewayConfig config) {
        var callbacks = config.prompts().callbacks();
        require(
                Stream.concat(callbacks.secret().stream(), callbacks.accounts().values().stream())
                        .allMatch(secret -> secret.length() >= SECRET_LEAST),
                "kopeck.gateway.prompts.callbacks: a secret needs at least %d characters".formatted(SECRET_LEAST));
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
