package dev.kopeck.billing.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.billing.domain.LedgerPartition;
import dev.kopeck.billing.domain.PartitionReport;
import dev.kopeck.billing.domain.RollStep;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeepLedgerTest {

    private final FakeLedger ledger = new FakeLedger();
    private final KeepLedger keepLedger = new KeepLedger(ledger, ledger, new KeepLedger.Limits(3, 100, 5));

    @Test
    void rollupGoesOnAsLongAsThereIsMore() {
        ledger.steps = 3;
        run(keepLedger.roll());
        assertThat(ledger.told)
                .containsExactly("summarize", "roll 100", "roll 100", "roll 100", "rolled 30", "age PT4S");
    }

    @Test
    void roundOfTheRollupIsBounded() {
        ledger.steps = 1000;
        run(keepLedger.roll());
        assertThat(ledger.told).filteredOn("roll 100"::equals).hasSize(5);
    }

    @Test
    void whatIsMissingIsToldAndKept() {
        ledger.report = new PartitionReport(1, 2, 7);
        assertThat(keepLedger.lastReport()).isEmpty();
        run(keepLedger.checkPartitions());
        assertThat(keepLedger.lastReport()).contains(new PartitionReport(1, 2, 7));
        assertThat(ledger.told)
                .containsExactly("ensure 3", "partitions PartitionReport[created=1, missing=2, strays=7]");
    }

    @Test
    void failureIsLeftToTheNextRound() {
        ledger.fails = true;
        run(keepLedger.roll());
        run(keepLedger.checkPartitions());
        assertThat(ledger.told).isEmpty();
    }

    private static void run(Uni<Void> work) {
        work.subscribe().withSubscriber(UniAssertSubscriber.create()).awaitItem();
    }

    private static final class FakeLedger implements LedgerUpkeep, LedgerMetrics {

        private final List<String> told = new ArrayList<>();
        private int steps = 1;
        private boolean fails;
        private PartitionReport report = new PartitionReport(0, 0, 0);

        @Override
        public Uni<PartitionReport> ensurePartitions(int monthsAhead) {
            return answer("ensure " + monthsAhead, report);
        }

        @Override
        public Uni<RollStep> roll(int rowsMax) {
            return answer("roll " + rowsMax, new RollStep(10, --steps > 0));
        }

        @Override
        public Uni<Void> summarize() {
            return answer("summarize", true).replaceWithVoid();
        }

        @Override
        public Uni<Duration> rollupAge() {
            return Uni.createFrom().item(Duration.ofSeconds(4));
        }

        @Override
        public Uni<List<LedgerPartition>> partitions() {
            return Uni.createFrom().item(List.of());
        }

        @Override
        public void partitions(PartitionReport seen) {
            told.add("partitions " + seen);
        }

        @Override
        public void rolled(long entries) {
            told.add("rolled " + entries);
        }

        @Override
        public void rollupAge(Duration age) {
            told.add("age " + age);
        }

        @Override
        public void downloads(int downloads) {
            told.add("downloads " + downloads);
        }

        @Override
        public void holdReleased() {
            told.add("released");
        }

        private <T> Uni<T> answer(String call, T answer) {
            if (fails) {
                return Uni.createFrom().failure(new StoreUnavailableException("away", null));
            }
            told.add(call);
            return Uni.createFrom().item(answer);
        }
    }
}
