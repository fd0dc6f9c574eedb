package dev.kopeck.gateway.domain;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.PromptId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * What a prompt's way through the queue costs, adding and taking, with so many others waiting: no test, since it looks at a
 * clock. Rounds of all sizes alternate, so that whatever else the machine does hits each alike; a figure is the median of its
 * rounds.
 *
 * <pre>
 * ./kopeck build
 * java -cp llm-gateway-service/target/test-classes:llm-gateway-service/target/classes:contracts/target/classes \
 *   dev.kopeck.gateway.domain.QueueBenchmark
 * </pre>
 */
final class QueueBenchmark {

    private static final int[] SIZES = {10, 100, 1_000, 10_000};
    private static final int ROUNDS = 41;
    private static final int PROMPTS = 20_000;
    private static final int PROMPTS_PER_ACCOUNT = 5;
    private static final String[] MODELS = {"a", "b", "c", "d"};

    private QueueBenchmark() {}

    public static void main(String[] arguments) {
        var nanos = new double[SIZES.length][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int size = 0; size < SIZES.length; size++) {
                nanos[size][round] = nanosPerPrompt(SIZES[size], round);
            }
        }
        var line = new StringBuilder();
        for (int size = 0; size < SIZES.length; size++) {
            line.append("queue_ns_%d=%.0f ".formatted(SIZES[size], median(nanos[size])));
        }
        double ratio = median(nanos[SIZES.length - 1]) / median(nanos[0]);
        System.out.println(line + String.format(Locale.ROOT, "queue_10000_vs_10=%.2f", ratio));
    }

    private static double nanosPerPrompt(int waiting, int seed) {
        var random = new Random(seed);
        var tickets = new Ticket[PROMPTS + waiting];
        int accounts = Math.max(2, waiting / PROMPTS_PER_ACCOUNT);
        for (int i = 0; i < tickets.length; i++) {
            tickets[i] = new Ticket(
                    PromptId.mint(Instant.EPOCH, random),
                    new AccountId(1 + random.nextInt(accounts)),
                    random.nextInt(10),
                    MODELS[random.nextInt(MODELS.length)]);
        }
        var queue = new FairQueue(new FairQueue.Bounds(Integer.MAX_VALUE, Integer.MAX_VALUE));
        for (int i = 0; i < waiting; i++) {
            queue.add(tickets[i]);
        }
        long begun = System.nanoTime();
        for (int i = waiting; i < tickets.length; i++) {
            queue.add(tickets[i]);
            queue.take(model -> true);
        }
        return (double) (System.nanoTime() - begun) / PROMPTS;
    }

    private static double median(double[] figures) {
        var sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
