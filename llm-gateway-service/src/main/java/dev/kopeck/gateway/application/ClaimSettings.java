package dev.kopeck.gateway.application;

import dev.kopeck.gateway.domain.InstanceId;
import java.time.Duration;

/**
 * @param owner this run of this gateway
 * @param lease how long a claim lasts without a sign of life from its owner
 * @param recheck how often a prompt that somebody else answers is looked at again
 * @param firstRetry wait after the database could not be reached; doubles up to {@code retryMax}
 */
public record ClaimSettings(
        InstanceId owner, Duration lease, Duration recheck, Duration firstRetry, Duration retryMax) {}
