package dev.kopeck.billing.domain;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a caller of the REST API may do. Persons are viewer, operator or admin, each of whom may do what the one before
 * may. A door is a program, such as telegram-service or llm-gateway-service, that stands between Kopeck and its users: it may
 * meet them, ask what their API keys may do and what things cost, and show them what is theirs. It can neither look around
 * nor move money.
 */
public enum Role {
    DOOR,
    VIEWER,
    OPERATOR,
    ADMIN;

    /** As settings, tokens and the audit log spell it. */
    public String apiName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All roles that this one acts as: itself and what it includes. */
    public Set<Role> actsAs() {
        return switch (this) {
            case DOOR -> EnumSet.of(DOOR);
            case VIEWER -> EnumSet.of(VIEWER);
            case OPERATOR -> EnumSet.of(OPERATOR, VIEWER, DOOR);
            case ADMIN -> EnumSet.allOf(Role.class);
        };
    }
}
