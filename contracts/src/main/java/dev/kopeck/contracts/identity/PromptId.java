package dev.kopeck.contracts.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The identity of a prompt everywhere: in events, reservations, ledger entries and records. A UUID of version 7, whose
 * first 48 bits are milliseconds since the epoch, so that ids sort by time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7">RFC 9562, UUID version 7</a>
 */
public record PromptId(UUID value) implements Comparable<PromptId> {

    private static final int VERSION = 7;
    private static final long MILLIS_MASK = 0xFFFF_FFFF_FFFFL;

    public PromptId {
        if (value.version() != VERSION || value.variant() != 2) {
            throw new IllegalArgumentException("must be a UUID of version 7");
        }
    }

    /** Mints a new id. */
    public static PromptId mint(Instant now, RandomGenerator random) {
        return shaped(now.toEpochMilli(), random.nextLong(), random.nextLong());
    }

    /**
     * The id of something that already has a name: the same time and seed give the same id on every machine, so a
     * redelivered message becomes the same prompt.
     */
    public static PromptId derived(Instant time, String seed) {
        var digest = ByteBuffer.wrap(sha256(seed));
        return shaped(time.toEpochMilli(), digest.getLong(), digest.getLong());
    }

    /** @throws IllegalArgumentException where the text is not a UUID of version 7 */
    public static PromptId parse(String text) {
        return new PromptId(UUID.fromString(text));
    }

    /** The id of a further booking that belongs to this prompt; keeps the prompt's time, so both lie close together. */
    public UUID related(String purpose) {
        return derived(time(), value + "/" + purpose).value();
    }

    /** When the id was minted, to the millisecond. */
    public Instant time() {
        return Instant.ofEpochMilli(value.getMostSignificantBits() >>> 16);
    }

    @Override
    public int compareTo(PromptId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }

    private static PromptId shaped(long epochMillis, long randomA, long randomB) {
        long most = ((epochMillis & MILLIS_MASK) << 16) | ((long) VERSION << 12) | (randomA & 0x0FFF);
        long least = (randomB & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new PromptId(new UUID(most, least));
    }

    private static byte[] sha256(String seed) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
