package dev.kopeck.harness.simulators.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Counts requests, in sum and per prompt, without keeping a word of them. Thread-safe: the event loop writes, tests
 * read. The oldest prompts are forgotten beyond {@value #PROMPTS_MAX}.
 */
final class RequestLedger {

    private static final int PROMPTS_MAX = 100_000;
    private static final int KEY_BYTES = 16;

    private final SequencedMap<String, RequestCounts> prompts = new LinkedHashMap<>();
    private RequestCounts sum = RequestCounts.NONE;

    enum End {
        FINISHED,
        CANCELLED,
        FAILED
    }

    /** The marker that a test put into the prompt, else 32 hex digits of the text's SHA-256. */
    static String keyOf(String lastUserText) {
        return Wishes.markerIn(lastUserText).orElseGet(() -> hash(lastUserText));
    }

    synchronized void started(String prompt, int promptTokens) {
        sum = sum.plusStarted(promptTokens);
        prompts.put(prompt, of(prompt).plusStarted(promptTokens));
        if (prompts.size() > PROMPTS_MAX) {
            prompts.pollFirstEntry();
        }
    }

    synchronized void ended(String prompt, End end, int completionTokens) {
        sum = sum.plusEnded(end, completionTokens);
        prompts.computeIfPresent(prompt, (key, counts) -> counts.plusEnded(end, completionTokens));
    }

    synchronized RequestCounts sum() {
        return sum;
    }

    synchronized RequestCounts of(String prompt) {
        return prompts.getOrDefault(prompt, RequestCounts.NONE);
    }

    synchronized Map<String, RequestCounts> perPrompt() {
        return new LinkedHashMap<>(prompts);
    }

    /** Forgets what ended; what is active stays, or its end would count below zero. */
    synchronized void clear() {
        sum = new RequestCounts(sum.active(), 0, 0, 0, sum.active(), 0, 0);
        prompts.values().removeIf(counts -> counts.active() == 0);
        prompts.replaceAll((key, counts) -> new RequestCounts(counts.active(), 0, 0, 0, counts.active(), 0, 0));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
