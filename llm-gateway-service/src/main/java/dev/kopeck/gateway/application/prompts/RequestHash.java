package dev.kopeck.gateway.application.prompts;

import dev.kopeck.contracts.identity.PromptId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is kept of a request to recognise it by. Each prompt has its own salt, its id, so that two accounts that ask the
 * same cannot be told by it.
 *
 * @param hex of a SHA-256
 */
public record RequestHash(String hex) {

    public static RequestHash of(PromptId promptId, String fingerprint) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(promptId.toString().getBytes(StandardCharsets.UTF_8));
            digest.update(fingerprint.getBytes(StandardCharsets.UTF_8));
            return new RequestHash(HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
