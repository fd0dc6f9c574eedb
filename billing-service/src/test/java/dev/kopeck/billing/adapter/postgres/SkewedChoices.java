package dev.kopeck.billing.adapter.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Random choices, skewed to what hurts: few accounts, the latest rows again and again, amounts at the edge of what is there. */
final class SkewedChoices {

    static final long[] ACCOUNTS = {5001, 5002, 5003, 5004};
    static final long ON_CREDIT = 5004;

    private static final long NOBODY = 5999;

    final Random random;
    private final PostingsOracle oracle;
    private final List<UUID> known = new ArrayList<>();

    SkewedChoices(Random random, PostingsOracle oracle) {
        this.random = random;
        this.oracle = oracle;
    }

    /** Once in so many times. */
    boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    void remember(UUID row) {
        known.add(row);
    }

    boolean knowsNothing() {
        return known.isEmpty();
    }

    long anyCustomer() {
        return ACCOUNTS[random.nextInt(ACCOUNTS.length)];
    }

    UUID known() {
        // Mostly one of the latest, so that rows are refunded again and again.
        int latest = Math.max(0, known.size() - 15);
        return known.isEmpty()
                ? new UUID(0x7001, Long.MIN_VALUE)
                : known.get(
                        random.nextInt(6) == 0
                                ? random.nextInt(known.size())
                                : latest + random.nextInt(known.size() - latest));
    }

    UUID anyLot() {
        var ids = oracle.lots.keySet().stream().sorted().toList();
        return ids.get(random.nextInt(ids.size()));
    }

    long account() {
        return random.nextInt(15) == 0 ? NOBODY : anyCustomer();
    }

    long available(long account) {
        var customer = oracle.customers.get(account);
        return customer == null ? 10 : customer.posted - customer.held + customer.credit;
    }

    /** One, all, one more than all, or something in between; never less than one. */
    long edge(long edge) {
        return Math.max(
                1,
                switch (random.nextInt(5)) {
                    case 0 -> 1;
                    case 1 -> edge;
                    case 2 -> edge + 1;
                    default -> 1 + random.nextInt((int) Math.max(1, Math.min(edge, 1000)));
                });
    }
}
