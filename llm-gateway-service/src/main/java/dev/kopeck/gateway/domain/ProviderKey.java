package dev.kopeck.gateway.domain;

/** The key to a provider. Shows itself to nobody who does not ask for its value. */
public record ProviderKey(String value) {

    /** Of a provider that asks for none. */
    public static final ProviderKey NONE = new ProviderKey("none");

    /** The header of a request. */
    public String authorization() {
        return "Bearer " + value;
    }

    @Override
    public String toString() {
        return "ProviderKey[…]";
    }
}
