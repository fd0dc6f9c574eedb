package dev.kopeck.billing.domain.trust;

import java.time.Instant;

/**
 * The seal of an hour.
 *
 * @param hour its beginning
 * @param rows how many entries it seals
 * @param previous the hash of the seal before, in hexadecimal digits
 * @param hash SHA-256 over the seal before and the hour's entries
 */
public record Seal(Instant hour, long rows, String previous, String hash, Instant sealedAt) {}
