package dev.kopeck.billing.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import dev.kopeck.billing.config.BillingConfig;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.harness.testkit.Eventually;
import dev.kopeck.harness.testkit.FakeClock;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What instances keep of payers in memory when one is moved. */
class PayerCacheIT {

    private static final Payer PAYER = Payer.telegram(77);
    private static final AccountId OLD = new AccountId(6001);
    private static final Duration REFRESH = Duration.ofMillis(500);

    private static Books books;

    private final FakeClock clock = FakeClock.at("2026-11-25T12:00:00Z");
    private final PayerCache here = cache(clock);
    private final PayerCache elsewhere = cache(clock);

    @BeforeAll
    static void open() {
        books = new Books(2);
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @Test
    void whatIsKnownStaysKnownWhileNobodyIsMoved() {
        // Given
        current(here).put(PAYER, OLD);
        // When
        clock.advance(REFRESH.multipliedBy(10));
        // Then
        assertThat(current(here).getIfPresent(PAYER)).isEqualTo(OLD);
    }

    @Test
    void everyInstanceForgetsWithinTheRefreshTime() {
        // Given
        current(here).put(PAYER, OLD);
        current(elsewhere).put(PAYER, OLD);
        // When
        books.call(PayerCache.RAISE_EPOCH);
        clock.advance(REFRESH.plusMillis(1));
        // Then
        assertThat(current(here).getIfPresent(PAYER)).isNull();
        assertThat(current(elsewhere).getIfPresent(PAYER)).isNull();
    }

    @Test
    void answerThatWasReadBeforeTheMoveDoesNotComeBackAfterIt() {
        // Given
        var before = current(here);
        books.call(PayerCache.RAISE_EPOCH);
        clock.advance(REFRESH.plusMillis(1));
        var after = current(here);
        // When
        before.put(PAYER, OLD);
        // Then
        assertThat(after.getIfPresent(PAYER)).isNull();
        assertThat(current(here)).isSameAs(after);
    }

    @Test
    void clockThatStepsBackDoesNotKeepAnOldMemory() {
        // Given
        current(here).put(PAYER, OLD);
        books.call(PayerCache.RAISE_EPOCH);
        // When
        clock.advance(Duration.ofHours(-1));
        // Then
        assertThat(current(here).getIfPresent(PAYER)).isNull();
    }

    private static Cache<Payer, AccountId> current(PayerCache cache) {
        return cache.current().await().atMost(Eventually.DEADLINE);
    }

    private static PayerCache cache(Clock clock) {
        var config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(BillingConfig.class)
                .build()
                .getConfigMapping(BillingConfig.class);
        return new PayerCache(books.mutinyPool(), clock, config);
    }
}
