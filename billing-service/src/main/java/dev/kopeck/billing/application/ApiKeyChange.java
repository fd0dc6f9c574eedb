package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.ApiKey;
import dev.kopeck.billing.domain.ApiKeySecret;

/** How issuing or changing an API key went. */
public sealed interface ApiKeyChange {

    /** @param secret the key in clear, for this one answer */
    record Issued(ApiKey key, ApiKeySecret secret) implements ApiKeyChange {}

    record Changed(ApiKey before, ApiKey after) implements ApiKeyChange {}

    record UnknownAccount() implements ApiKeyChange {}

    record UnknownKey() implements ApiKeyChange {}

    record AccountIsClosed() implements ApiKeyChange {}

    /** What is revoked stays as it is. */
    record KeyIsRevoked() implements ApiKeyChange {}

    record TooMany(int most) implements ApiKeyChange {}
}
