package dev.kopeck.gateway.adapter.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.gateway.application.access.Admission;
import dev.kopeck.gateway.application.access.Admission.Admitted;
import dev.kopeck.gateway.application.access.Admission.Limit;
import dev.kopeck.gateway.application.access.Admission.Refused;
import dev.kopeck.gateway.application.access.Admission.Scope;
import dev.kopeck.gateway.application.access.Caller;
import dev.kopeck.gateway.application.access.LimitBook;
import dev.kopeck.gateway.application.access.Pass;
import dev.kopeck.gateway.domain.KeyHash;
import dev.kopeck.gateway.domain.Limits;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What keys and accounts may ask for, and what one of several gateways lets pass. */
class BucketRateLimitsTest {

    private static final AccountId ACCOUNT = new AccountId(7);
    private static final UUID KEY = new UUID(0, 1);
    private static final Limits WIDE = new Limits(1_000_000, 1_000_000_000, 1_000);

    private final Clock time = new Clock();
    private final AtomicInteger gateways = new AtomicInteger(1);

    @Test
    void afterSoManyRequestsTheNextOneWaitsForTheMinuteToRefill() {
        // Given
        var limits = limits(new Limits(60, 1_000, 100), WIDE);
        IntStream.range(0, 60).forEach(i -> admitted(limits, KEY, 0));
        // When
        var refused = refused(limits, KEY, 0);
        // Then: one request a second comes back
        assertThat(refused.limit()).isEqualTo(Limit.REQUESTS);
        assertThat(refused.scope()).isEqualTo(Scope.KEY);
        assertThat(refused.retryAfter().orElseThrow()).isBetween(Duration.ofMillis(900), Duration.ofSeconds(1));
        time.pass(Duration.ofSeconds(1));
        admitted(limits, KEY, 0);
    }

    @Test
    void tokensAreReservedByEstimateAndCorrectedByWhatWasUsed() {
        // Given
        var limits = limits(new Limits(100, 1_000, 100), WIDE);
        var first = admitted(limits, KEY, 900);
        assertThat(refused(limits, KEY, 200).limit()).isEqualTo(Limit.TOKENS);
        // When
        first.used(50);
        first.used(0);
        // Then: it counts once
        assertThat(first.standing().tokens().left()).isEqualTo(950);
        admitted(limits, KEY, 950);
    }

    /** wso2/api-platform#2932: a token limit that counted one per request was overshot 150 times. */
    @Test
    void whoUsedMoreThanEstimatedOwesIt() {
        // Given
        var limits = limits(new Limits(100, 1_000, 100), WIDE);
        // When
        admitted(limits, KEY, 10).used(1_500);
        // Then
        assertThat(refused(limits, KEY, 1).retryAfter().orElseThrow()).isGreaterThan(Duration.ofSeconds(29));
    }

    @Test
    void whatNeedsMoreThanAWholeMinuteIsNotToldToWait() {
        var limits = limits(new Limits(100, 1_000, 100), WIDE);
        assertThat(refused(limits, KEY, 1_001).retryAfter()).isEmpty();
    }

    @Test
    void soManyAtTheSameTimeAndNoMore() {
        // Given
        var limits = limits(new Limits(100, 1_000, 2), WIDE);
        var one = admitted(limits, KEY, 0);
        admitted(limits, KEY, 0);
        assertThat(refused(limits, KEY, 0).limit()).isEqualTo(Limit.CONCURRENT);
        // When
        one.leave();
        one.leave();
        // Then: it has left once
        admitted(limits, KEY, 0);
        assertThat(refused(limits, KEY, 0).limit()).isEqualTo(Limit.CONCURRENT);
    }

    @Test
    void allKeysOfAnAccountShareItsLimit() {
        // Given
        var limits = limits(WIDE, new Limits(3, 1_000, 100));
        admitted(limits, new UUID(0, 1), 0);
        admitted(limits, new UUID(0, 2), 0);
        admitted(limits, new UUID(0, 3), 0);
        // Then
        assertThat(refused(limits, new UUID(0, 4), 0).scope()).isEqualTo(Scope.ACCOUNT);
    }

    /** BerriAI/litellm#39726: each refused retry of a client must not push its own recovery away. */
    @Test
    void whatIsRefusedCountsForNothing() {
        // Given
        var limits = limits(new Limits(1_000, 1_000, 1), new Limits(1_000, 100, 10));
        IntStream.range(0, 50).forEach(i -> refused(limits, KEY, 101));
        // Then
        var pass = admitted(limits, KEY, 100);
        assertThat(pass.standing().requests().left()).isEqualTo(999);
    }

    /** maximhq/bifrost#3547: with a budget for each replica, N replicas let N times as much pass. */
    @Test
    void severalGatewaysTogetherStayWithinTheLimit() {
        // Given
        gateways.set(4);
        var passed = 0;
        for (int gateway = 0; gateway < 4; gateway++) {
            var limits = limits(new Limits(100, 1_000, 1_000), WIDE);
            while (limits.admit(caller(KEY), 0) instanceof Admitted) {
                passed++;
            }
        }
        // Then
        assertThat(passed).isEqualTo(100);
    }

    @Test
    void aGatewayThatComesTakesItsShareOfWhatIsLeft() {
        // Given
        var limits = limits(new Limits(100, 1_000, 1_000), WIDE);
        IntStream.range(0, 50).forEach(i -> admitted(limits, KEY, 0));
        // When
        gateways.set(2);
        // Then: half of the half
        assertThat(limits.standing(caller(KEY)).requests().limit()).isEqualTo(50);
        assertThat(limits.standing(caller(KEY)).requests().left()).isEqualTo(25);
    }

    @Test
    void aLimitThatIsSmallerThanTheNumberOfGatewaysLetsOneEachPass() {
        gateways.set(5);
        var limits = limits(new Limits(2, 2, 2), WIDE);
        admitted(limits, KEY, 1);
        assertThat(refused(limits, KEY, 1).limit()).isNotNull();
    }

    @Test
    void whatWasReservedByARequestThatIsLongGoneIsCorrectedByItsNumbers() {
        // Given
        var limits = limits(new Limits(100, 1_000, 100), WIDE);
        admitted(limits, KEY, 1_000).leave();
        // When
        limits.correct(ACCOUNT, KEY, 1_000, 400);
        // Then
        assertThat(limits.standing(caller(KEY)).tokens().left()).isEqualTo(600);
    }

    private BucketRateLimits limits(Limits perKey, Limits perAccount) {
        return new BucketRateLimits(new LimitBook(perKey, perAccount, Map.of(), Map.of()), gateways::get, time);
    }

    private static Pass admitted(BucketRateLimits limits, UUID key, long tokens) {
        return switch (limits.admit(caller(key), tokens)) {
            case Admitted(var pass) -> pass;
            case Refused refused -> throw new AssertionError("refused: " + refused);
        };
    }

    private static Refused refused(BucketRateLimits limits, UUID key, long tokens) {
        Admission admission = limits.admit(caller(key), tokens);
        assertThat(admission).isInstanceOf(Refused.class);
        return (Refused) admission;
    }

    private static Caller caller(UUID key) {
        return new Caller(
                ACCOUNT,
                key,
                "ci",
                new KeyHash("00"),
                Optional.empty(),
                Caller.Standing.ACTIVE,
                new Caller.Left(Nanos.ZERO, Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.empty());
    }

    private static final class Clock implements TimeMeter {

        private long nanos;

        void pass(Duration time) {
            nanos += time.toNanos();
        }

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
