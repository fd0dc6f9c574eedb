package dev.kopeck.billing.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.billing.domain.PromptRetention;
import dev.kopeck.billing.domain.RefusalMemory.Verdict;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareRetentionTest {

    private static final Duration REMEMBERED = Duration.ofDays(30);

    private final Warnings warnings = new Warnings();
    private final Logger logger = Logger.getLogger(CompareRetention.class.getName());
    private PromptRetention told = new PromptRetention.Unbounded();
    private final CompareRetention retention =
            new CompareRetention(() -> Uni.createFrom().item(told), REMEMBERED);

    @BeforeEach
    void listen() {
        logger.addHandler(warnings);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(warnings);
    }

    @Test
    void nothingIsKnownBeforeTheFirstComparison() {
        assertThat(retention.last()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT168H, LONG_ENOUGH", "PT720H, LONG_ENOUGH", "PT720H0.001S, TOO_SHORT", "PT8760H, TOO_SHORT"})
    void refusalsMustBeRememberedForAsLongAsPromptsCanBeRead(Duration kept, Verdict verdict) {
        // Given
        told = new PromptRetention.Bounded(kept);
        // When
        compare();
        // Then
        assertThat(retention.last().orElseThrow().verdict()).isEqualTo(verdict);
        assertThat(warnings.count).isEqualTo(verdict == Verdict.TOO_SHORT ? 1 : 0);
    }

    @Test
    void promptsThatStayForEverOutliveEveryRefusal() {
        compare();
        assertThat(retention.last().orElseThrow().verdict()).isEqualTo(Verdict.TOO_SHORT);
        assertThat(retention.last().orElseThrow().promptsKept()).isEqualTo("for ever");
    }

    @Test
    void brokerThatDoesNotTellIsAWarningAndNoFailure() {
        told = new PromptRetention.Untold("Topic authorization failed.");
        compare();
        assertThat(retention.last().orElseThrow().verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(warnings.count).isOne();
    }

    @Test
    void sameFindingIsWarnedOfOnceAndAnotherAgain() {
        // Given
        compare();
        compare();
        // When
        told = new PromptRetention.Untold("away");
        compare();
        told = new PromptRetention.Unbounded();
        compare();
        // Then
        assertThat(warnings.count).isEqualTo(3);
    }

    private void compare() {
        retention.compare().await().atMost(Duration.ofSeconds(10));
    }

    private static final class Warnings extends Handler {
        private int count;

        @Override
        public void publish(LogRecord record) {
            count++;
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
