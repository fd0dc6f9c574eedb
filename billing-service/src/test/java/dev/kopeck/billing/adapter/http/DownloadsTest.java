package dev.kopeck.billing.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kopeck.billing.application.LedgerMetrics;
import dev.kopeck.billing.config.BillingConfig;
import dev.kopeck.billing.domain.PartitionReport;
import dev.kopeck.harness.testkit.FakeClock;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DownloadsTest {

    private final FakeClock clock = FakeClock.at("2026-11-25T12:00:00Z");
    private final Running running = new Running();
    private final Downloads downloads = new Downloads(
            running,
            clock,
            new SmallRyeConfigBuilder()
                    .addDiscoveredConverters()
                    .withMapping(BillingConfig.class)
                    .withSources(new PropertiesConfigSource(
                            Map.of(
                                    "kopeck.billing.ledger.downloads-max", "2",
                                    "kopeck.billing.ledger.download-max", "1m"),
                            "test",
                            500))
                    .build()
                    .getConfigMapping(BillingConfig.class));

    @Test
    void noMoreThanSoManyRunAtOnce() {
        // Given
        var first = read(response());
        var second = read(response());
        // Then
        assertThatThrownBy(this::response)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(503));
        first.cancel();
        assertThat(running.now).isEqualTo(1);
        var third = read(response());
        third.cancel();
        second.cancel();
        assertThat(running.now).isZero();
    }

    @Test
    void thoseThatBeginAtTheSameMomentAreCountedToo() {
        // Given
        var answers = new Response[] {response(), response(), response()};
        read(answers[0]);
        read(answers[1]);
        // Then
        read(answers[2]).assertFailedWith(ProblemException.class);
        assertThat(running.now).isEqualTo(2);
    }

    @Test
    void readerThatIsTooSlowIsCutOff() {
        // Given
        var pieces = Multi.createBy().repeating().supplier(() -> new byte[1]).indefinitely();
        var reader = read(response(pieces));
        reader.request(2).assertNotTerminated();
        // When
        clock.advance(Duration.ofMinutes(2));
        reader.request(1);
        // Then
        reader.assertFailedWith(IllegalStateException.class, "not taken within PT1M");
        assertThat(running.now).isZero();
    }

    private Response response() {
        return response(Multi.createFrom().nothing());
    }

    private Response response(Multi<byte[]> pieces) {
        return downloads
                .of(Format.CSV, "name", () -> Uni.createFrom().item(pieces))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .awaitItem()
                .getItem();
    }

    private static AssertSubscriber<byte[]> read(Response response) {
        return ((Download) response.getEntity()).pieces().subscribe().withSubscriber(AssertSubscriber.create(0));
    }

    /** Keeps how many run. */
    private static final class Running implements LedgerMetrics {

        private int now;

        @Override
        public void partitions(PartitionReport report) {}

        @Override
        public void rolled(long entries) {}

        @Override
        public void rollupAge(Duration age) {}

        @Override
        public void downloads(int downloads) {
            now = downloads;
        }

        @Override
        public void holdReleased() {}
    }
}
