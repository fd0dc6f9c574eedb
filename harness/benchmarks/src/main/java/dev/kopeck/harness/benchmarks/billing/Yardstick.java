package dev.kopeck.harness.benchmarks.billing;

/** What PostgreSQL does alone: the floor that most systems stand on, and the ceiling that arrays reach. */
interface Yardstick {

    /** Which program drives it, for the result. */
    String driver();

    /**
     * One interactive transaction for each reserve and each settle.
     *
     * @return cycles (reserve and settle) per second
     */
    double naive(int accounts, int clients, int seconds);

    /** The batch functions called with arrays of 500, over 10,000 accounts or one. Cycles per second. */
    double batched(int accounts, int clients, int seconds);
}
