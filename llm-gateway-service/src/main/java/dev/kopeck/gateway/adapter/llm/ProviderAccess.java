package dev.kopeck.gateway.adapter.llm;

import java.net.URI;

/**
 * Where a provider is, and the key to it.
 *
 * @param baseUrl up to and including {@code /v1}
 * @param authorization the whole header; a secret
 */
record ProviderAccess(URI baseUrl, String authorization) {

    String url(String path) {
        var base = baseUrl.toString();
        return base.endsWith("/") ? base + path : base + "/" + path;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ProviderAccess[baseUrl=%s]".formatted(baseUrl);
    }
}
