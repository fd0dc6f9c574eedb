package dev.kopeck.gateway.application.relay;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.application.relay.IdempotencyKeys.Claim;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * A request with an idempotency key is answered and charged once. Its prompt's id is minted when the key is first seen and
 * stands beside it, so that ids sort by time and the same key means the same prompt. Requests without a key touch no
 * database.
 */
public final class OnceOnly {

    private static final Logger LOG = Logger.getLogger(OnceOnly.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration RETRY_MAX = Duration.ofSeconds(2);
    private static final int RETRIES = 6;

    private final IdempotencyKeys keys;
    private final Duration running;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param running longer than a request can take */
    public OnceOnly(IdempotencyKeys keys, Duration running, InstantSource clock, RandomGenerator random) {
        this.keys = keys;
        this.running = running;
        this.clock = clock;
        this.random = random;
    }

    /** @param claim NEW for every request without a key */
    record Identified(PromptId promptId, Claim claim) {}

    Uni<Identified> identify(RelayRequest request) {
        var candidate = PromptId.mint(clock.instant(), random);
        if (request.idempotencyKey().isEmpty()) {
            return Uni.createFrom().item(new Identified(candidate, Claim.NEW));
        }
        var keyId = request.caller().keyId();
        return keys.claim(keyId, digest(request.idempotencyKey().get()), candidate, running)
                .map(claim -> new Identified(candidate, claim));
    }

    /**
     * Writes down how a request ended, before that is told: a gateway that dies in between has charged nothing, and the
     * key stays used. Never fails; a database that is away is asked a few times.
     */
    CompletionStage<Void> ended(RelayRequest request, PromptId promptId, boolean answered) {
        if (request.idempotencyKey().isEmpty()) {
            return Uni.createFrom().voidItem().subscribeAsCompletionStage();
        }
        return Uni.createFrom()
                .deferred(() -> answered ? keys.answered(promptId) : keys.release(promptId))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, RETRY_MAX)
                .atMost(RETRIES)
                .onFailure()
                .invoke(f -> LOG.errorf(
                        "The end of a request with an idempotency key is not written down. promptId=%s cause=%s",
                        promptId, f.getClass().getName()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid()
                .subscribeAsCompletionStage();
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
