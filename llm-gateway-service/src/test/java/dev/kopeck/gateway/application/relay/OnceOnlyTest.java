package dev.kopeck.gateway.application.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.gateway.application.relay.IdempotencyKeys.Claim;
import dev.kopeck.gateway.domain.relay.Endpoint;
import dev.kopeck.harness.testkit.FakeClock;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The same key means the same request; no key means no database. */
class OnceOnlyTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Keys keys = new Keys();
    private final OnceOnly onceOnly =
            new OnceOnly(keys, Duration.ofMinutes(10), new FakeClock(RelayFixture.NOON), new Random(7));

    private static final class Keys implements IdempotencyKeys {

        final List<String> calls = new ArrayList<>();
        int failures;
        Claim answer = Claim.NEW;

        @Override
        public Uni<Claim> claim(UUID keyId, byte[] digest, PromptId candidate, Duration running) {
            calls.add("claim " + HexFormat.of().formatHex(digest).substring(0, 8));
            return Uni.createFrom().item(answer);
        }

        @Override
        public Uni<Void> answered(PromptId promptId) {
            return done("answered");
        }

        @Override
        public Uni<Void> release(PromptId promptId) {
            return done("release");
        }

        @Override
        public Uni<Integer> forget(Duration olderThan, int atMost) {
            return Uni.createFrom().item(0);
        }

        private Uni<Void> done(String what) {
            calls.add(what);
            if (failures > 0) {
                failures--;
                return Uni.createFrom().failure(new IllegalStateException("away"));
            }
            return Uni.createFrom().voidItem();
        }
    }

    @Test
    void aRequestWithoutAKeyTouchesNoDatabase() {
        // When
        var identified = onceOnly.identify(Requests.chat()).await().atMost(LONG);
        var written =
                onceOnly.ended(Requests.chat(), identified.promptId(), true).toCompletableFuture();
        // Then
        assertThat(identified.claim()).isEqualTo(Claim.NEW);
        assertThat(written).isCompleted();
        assertThat(keys.calls).isEmpty();
    }

    @Test
    void anIdSortsByTheTimeOfItsRequest() {
        // When
        var identified = onceOnly.identify(Requests.chat()).await().atMost(LONG);
        // Then
        assertThat(identified.promptId().time()).isEqualTo(RelayFixture.NOON);
    }

    @Test
    void theKeyItselfIsNotKept() {
        // When
        onceOnly.identify(request("invoice-17")).await().atMost(LONG);
        onceOnly.identify(request("invoice-18")).await().atMost(LONG);
        // Then
        assertThat(keys.calls)
                .doesNotHaveDuplicates()
                .allSatisfy(call -> assertThat(call).doesNotContain("invoice"));
    }

    @Test
    void aRequestThatRunsIsSaidToRun() {
        // Given
        keys.answer = Claim.RUNNING;
        // When / Then
        assertThat(onceOnly.identify(request("k")).await().atMost(LONG).claim()).isEqualTo(Claim.RUNNING);
    }

    @Test
    void whatCostNothingFreesItsKeyAndWhatWasChargedDoesNot() {
        // Given
        var id = PromptId.derived(RelayFixture.NOON, "x");
        // When
        onceOnly.ended(request("k"), id, false);
        onceOnly.ended(request("k"), id, true);
        // Then
        assertThat(keys.calls).containsExactly("release", "answered");
    }

    @Test
    void aDatabaseThatIsAwayIsAskedAgain() {
        // Given
        keys.failures = 2;
        // When
        var written = onceOnly.ended(request("k"), PromptId.derived(RelayFixture.NOON, "x"), true);
        // Then
        assertThat(written.toCompletableFuture()).succeedsWithin(LONG);
        assertThat(keys.calls).containsExactly("answered", "answered", "answered");
    }

    private static RelayRequest request(String key) {
        return Requests.request(Endpoint.CHAT, Requests.wishes(1, OptionalLong.empty(), false), Optional.of(key));
    }
}
