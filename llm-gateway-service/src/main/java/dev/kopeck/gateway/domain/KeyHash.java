package dev.kopeck.gateway.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the gateway keeps of an API key in place of the key itself: its SHA-256, which billing knows it by.
 *
 * @param hex 64 digits
 */
public record KeyHash(String hex) {

    /** As billing makes them: {@code kp_} and 256 random bits as base64url. */
    private static final Pattern FORM = Pattern.compile("kp_[A-Za-z0-9_-]{43}");

    /** Empty where the text cannot be a key, so that nobody needs to be asked about it. */
    public static Optional<KeyHash> ofKey(String key) {
        return FORM.matcher(key).matches() ? Optional.of(new KeyHash(sha256(key))) : Optional.empty();
    }

    /** Without the digits: together with a door's token they are as good as the key. */
    @Override
    public String toString() {
        return "KeyHash";
    }

    private static String sha256(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
