package dev.kopeck.gateway.domain.relay;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How long the answers of each model were, as this gateway saw them: 95 of 100 were not longer than {@link #usual}.
 * Counts in buckets whose bounds grow by a fifth, halves all counts now and then so that old answers fade, and knows a
 * bounded number of models. Thread-safe.
 */
public final class OutputHistory {

    private static final double GROWTH = 1.2;
    private static final int BUCKETS = 100;
    private static final int FADE_AT = 2_000;
    private static final double SHARE = 0.95;

    private final ConcurrentMap<String, Lengths> models = new ConcurrentHashMap<>();
    private final int modelsMax;
    private final int answersMin;

    /** @param answersMin how many answers of a model it takes to say what is usual */
    public OutputHistory(int modelsMax, int answersMin) {
        this.modelsMax = modelsMax;
        this.answersMin = answersMin;
    }

    /** @param cut whether the answer ended at its limit: it would have been longer, so it counts as twice as long */
    public void add(String model, long outputTokens, boolean cut) {
        var lengths = models.get(model);
        if (lengths == null) {
            if (models.size() >= modelsMax) {
                return;
            }
            lengths = models.computeIfAbsent(model, name -> new Lengths());
        }
        lengths.add(bucket(cut ? 2 * outputTokens : outputTokens));
    }

    /** The length that 95 of 100 answers did not exceed, rounded up to a bucket; empty while too few were seen. */
    public OptionalLong usual(String model) {
        var lengths = models.get(model);
        return lengths == null ? OptionalLong.empty() : lengths.usual(answersMin);
    }

    /** What has been learned, for operators. */
    public Map<String, OptionalLong> all() {
        var all = new ConcurrentHashMap<String, OptionalLong>();
        models.forEach((model, lengths) -> all.put(model, lengths.usual(answersMin)));
        return all;
    }

    private static int bucket(long tokens) {
        double exact = Math.log((double) Math.max(1, tokens)) / Math.log(GROWTH);
        return (int) Math.min(BUCKETS - 1L, (long) Math.ceil(exact));
    }

    /** One model's answers. */
    private static final class Lengths {

        private final int[] counts = new int[BUCKETS];
        private int sum;

        synchronized void add(int bucket) {
            counts[bucket]++;
            sum++;
            if (sum >= FADE_AT) {
                fade();
            }
        }

        synchronized OptionalLong usual(int answersMin) {
            if (sum < answersMin) {
                return OptionalLong.empty();
            }
            int within = 0;
            int bucket = 0;
            while (within < sum * SHARE) {
                within += counts[bucket++];
            }
            return OptionalLong.of((long) Math.ceil(Math.pow(GROWTH, bucket - 1.0)));
        }

        private void fade() {
            sum = 0;
            for (int i = 0; i < BUCKETS; i++) {
                counts[i] /= 2;
                sum += counts[i];
            }
        }
    }
}
