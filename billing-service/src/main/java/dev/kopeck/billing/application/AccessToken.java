package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/** A bearer token that opens the REST API, as its SHA-256 only: what is not kept cannot leak. */
public final class AccessToken {

    private final String name;
    private final Role role;
    private final byte[] sha256;

    /**
     * @param name of whoever holds it, for the audit log
     * @param sha256 of the token's UTF-8 bytes
     */
    public AccessToken(String name, Role role, byte[] sha256) {
        this.name = Objects.requireNonNull(name, "name");
        this.role = Objects.requireNonNull(role, "role");
        this.sha256 = sha256.clone();
    }

    public static AccessToken of(String name, Role role, String token) {
        return new AccessToken(name, role, sha256(token));
    }

    public static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public String name() {
        return name;
    }

    public Role role() {
        return role;
    }

    /** In constant time, so that a guess learns nothing from how long it took. */
    boolean matches(byte[] otherSha256) {
        return MessageDigest.isEqual(sha256, otherSha256);
    }

    boolean isSameAs(AccessToken other) {
        return matches(other.sha256);
    }

    @Override
    public String toString() {
        return "AccessToken[name=%s, role=%s]".formatted(name, role.apiName());
    }
}
