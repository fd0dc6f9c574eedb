package dev.kopeck.billing.adapter.http;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The SHA-256 of an API key as requests name it. Never repeated in a complaint: for a door it is as good as the key. */
final class KeyHash {

    private static final int DIGITS = 64;

    private KeyHash() {}

    /** @throws ProblemException where it is missing, or is none */
    static byte[] read(String field, @Nullable String hex) {
        if (hex == null) {
            throw Fields.invalid(field, "is missing");
        }
        try {
            if (hex.length() == DIGITS) {
                return HexFormat.of().parseHex(hex);
            }
        } catch (IllegalArgumentException e) {
            throw none(field);
        }
        throw none(field);
    }

    private static ProblemException none(String field) {
        return Fields.invalid(field, "must be the SHA-256 of the key in hex: %d digits".formatted(DIGITS));
    }
}
