package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.domain.Role;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;

/** Callers as the framework's security knows them. */
final class Identities {

    private static final String NONE = "none";
    private static final String ROLE = "dev.kopeck.billing.role";

    private Identities() {}

    /** @param roles what the caller was given; none for somebody who is known and may do nothing */
    static SecurityIdentity of(String name, Set<Role> roles) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .addRoles(names(roles))
                .addAttribute(
                        ROLE,
                        roles.stream()
                                .max(Comparator.naturalOrder())
                                .map(Role::apiName)
                                .orElse(NONE))
                .build();
    }

    static Caller caller(SecurityIdentity identity) {
        return new Caller(identity.getPrincipal().getName(), identity.getAttribute(ROLE));
    }

    private static Set<String> names(Set<Role> roles) {
        return roles.stream()
                .flatMap(role -> role.actsAs().stream())
                .map(Role::apiName)
                .collect(Collectors.toSet());
    }
}
