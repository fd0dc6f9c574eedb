package dev.kopeck.gateway.config;

import java.net.URI;

/** A further OpenAI-compatible provider, by a name of lower case letters, digits and dashes. */
public interface NamedProviderConfig extends ProviderBounds {

    /** Base URL, up to and including {@code /v1}. */
    URI baseUrl();
}
