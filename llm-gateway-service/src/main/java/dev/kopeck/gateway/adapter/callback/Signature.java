package dev.kopeck.gateway.adapter.callback;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves that a callback is ours and not an old one: {@code t=<seconds>,v1=<HMAC-SHA-256 of "<seconds>.<body>" in hex>}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2104">RFC 2104, HMAC</a>
 */
final class Signature {

    static final String HEADER = "Kopeck-Signature";

    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    static String of(String body, String secret, Instant now) {
        long seconds = now.getEpochSecond();
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            var digest = mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8));
            return "t=%d,v1=%s".formatted(seconds, HexFormat.of().formatHex(digest));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC with SHA-256", e);
        }
    }
}
