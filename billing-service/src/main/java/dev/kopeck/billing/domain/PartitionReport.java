package dev.kopeck.billing.domain;

/**
 * How the ledger's partitions are.
 *
 * @param created how many were made just now
 * @param missing how many months ahead have none
 * @param strays rows in the default partition, counted up to 100,000
 */
public record PartitionReport(int created, int missing, long strays) {}
