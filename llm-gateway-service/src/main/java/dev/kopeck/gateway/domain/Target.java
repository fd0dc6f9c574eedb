package dev.kopeck.gateway.domain;

/**
 * Where a model can be called.
 *
 * @param upstreamName what the provider calls the model
 */
public record Target(Provider provider, String upstreamName) {

    @Override
    public String toString() {
        return provider.id() + ":" + upstreamName;
    }
}
