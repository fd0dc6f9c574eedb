package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.PromptSubmitted;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Tells whether two prompts of one id are the same prompt: equal where payer, model, token counts, channel and API key
 * are. It is stored with the hold, the refusal and the ledger row, so its computation must never change.
 */
public final class Fingerprint {

    private Fingerprint() {}

    public static long of(PromptSubmitted prompt) {
        var facts = String.join(
                "\n",
                prompt.payer().value(),
                prompt.model(),
                Long.toString(prompt.inputTokens()),
                Long.toString(prompt.maxOutputTokens()),
                prompt.channel().name());
        var keyed = prompt.apiKeyId() == null ? facts : facts + "\n" + prompt.apiKeyId();
        return ByteBuffer.wrap(sha256(keyed)).getLong();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
