package dev.kopeck.billing.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * An API key in clear: {@code kp_} and 32 random bytes as base64url. Shown once and kept nowhere; what is kept is its
 * SHA-256, which needs no salt, since nobody guesses 256 random bits.
 */
public record ApiKeySecret(String value) {

    private static final String MARK = "kp_";
    private static final int RANDOM_BYTES = 32;
    private static final int SHOWN = MARK.length() + 8;

    /** @param random one that cannot be predicted */
    public static ApiKeySecret mint(RandomGenerator random) {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new ApiKeySecret(MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The first characters, by which people recognise it. */
    public String prefix() {
        return value.substring(0, Math.min(SHOWN, value.length()));
    }

    /** 32 bytes. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Without the key, so that no log can show it. */
    @Override
    public String toString() {
        return "ApiKeySecret";
    }
}
