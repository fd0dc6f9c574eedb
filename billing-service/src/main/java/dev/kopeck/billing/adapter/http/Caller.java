package dev.kopeck.billing.adapter.http;

/**
 * Who called.
 *
 * @param name of the token or the person, for the audit log
 * @param role what the caller may do: one of {@link Roles}
 */
record Caller(String name, String role) {}
