package dev.kopeck.billing.domain;

/**
 * One step of the rollup.
 *
 * @param rows how many entries it counted
 * @param more whether there is more to count
 */
public record RollStep(long rows, boolean more) {}
