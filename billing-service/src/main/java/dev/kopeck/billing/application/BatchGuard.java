package dev.kopeck.billing.application;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Keeps one bad record from failing its batch, and a database that is away from failing anything. While the books are
 * unavailable the batch is tried again, without end: a pause, never a skip and never a refusal. On any other failure
 * the batch is halved until the bad record is alone; that one is parked, all others go on.
 */
public final class BatchGuard {

    private static final Logger LOG = Logger.getLogger(BatchGuard.class);

    private final Duration firstPause;
    private final Duration longestPause;
    private final BillingMetrics metrics;

    public BatchGuard(Duration firstPause, Duration longestPause, BillingMetrics metrics) {
        this.firstPause = firstPause;
        this.longestPause = longestPause;
        this.metrics = metrics;
    }

    /**
     * @param work idempotent; one result per element, in order
     * @param parked the result of an element that can never succeed
     */
    public <T, R> Uni<List<R>> run(
            List<T> batch, Function<List<T>, Uni<List<R>>> work, BiFunction<T, Throwable, R> parked) {
        if (batch.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return patiently(batch, work).onFailure().recoverWithUni(failure -> halve(batch, work, parked, failure));
    }

    private <T, R> Uni<List<R>> patiently(List<T> batch, Function<List<T>, Uni<List<R>>> work) {
        return Uni.createFrom()
                .deferred(() -> work.apply(batch))
                .onFailure(StoreUnavailableException.class)
                .invoke(this::noteRetry)
                .onFailure(StoreUnavailableException.class)
                .retry()
                .withBackOff(firstPause, longestPause)
                .indefinitely();
    }

    private <T, R> Uni<List<R>> halve(
            List<T> batch,
            Function<List<T>, Uni<List<R>>> work,
            BiFunction<T, Throwable, R> parked,
            Throwable failure) {
        if (batch.size() == 1) {
            LOG.warn("Record failed, one more attempt", failure);
            // Once more: a race over one id fails the loser once, and answers it the next time.
            return patiently(batch, work)
                    .onFailure()
                    .recoverWithItem(again -> List.of(parked.apply(batch.getFirst(), again)));
        }
        LOG.warnf("Batch failed, looking for the record that fails it size=%d", batch.size());
        int middle = batch.size() / 2;
        return run(batch.subList(0, middle), work, parked)
                .chain(first ->
                        run(batch.subList(middle, batch.size()), work, parked).map(second -> joined(first, second)));
    }

    private void noteRetry(Throwable failure) {
        metrics.storeRetry();
        LOG.warnf("The books are unavailable, trying again reason=%s", failure.getMessage());
    }

    private static <R> List<R> joined(List<R> first, List<R> second) {
        var all = new ArrayList<R>(first.size() + second.size());
        all.addAll(first);
        all.addAll(second);
        return all;
    }
}
