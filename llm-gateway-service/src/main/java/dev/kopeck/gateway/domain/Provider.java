package dev.kopeck.gateway.domain;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * An OpenAI-compatible provider.
 *
 * @param id a label of metrics too: lower case letters, digits and dashes, 40 at most
 * @param baseUrl up to and including {@code /v1}
 * @param times what is waited for
 * @param concurrency calls at the same time, for all its models together; at least 1
 * @param leaving what becomes of a call whose reader leaves
 */
public record Provider(String id, URI baseUrl, ProviderKey key, Times times, int concurrency, LeavePolicy leaving) {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    public Provider {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a provider's id is lower case letters, digits and dashes, 40 at most");
        }
        if (concurrency < 1) {
            throw new IllegalArgumentException("a provider needs a place for one call at least");
        }
    }

    /**
     * @param connect until the connection stands
     * @param firstToken silence from the call to the first sign of life
     * @param idle silence after that
     */
    public record Times(Duration connect, Duration firstToken, Duration idle) {

        public Times {
            if (!connect.isPositive() || !firstToken.isPositive() || !idle.isPositive()) {
                throw new IllegalArgumentException("times are positive");
            }
        }
    }
}
