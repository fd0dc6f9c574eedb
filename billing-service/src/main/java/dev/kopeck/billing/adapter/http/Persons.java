package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.config.BillingConfig;
import dev.kopeck.billing.domain.Role;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives persons the roles that their issuer's words stand for, and none of the words themselves. */
@ApplicationScoped
class Persons implements SecurityIdentityAugmentor {

    private static final String PREFIX = "oidc:";
    private static final int LONGEST_NAME = 200;

    /** The words of an issuer that knows Kopeck's. */
    private static final Map<String, Role> OWN_WORDS = Arrays.stream(Role.values())
            .filter(role -> role != Role.DOOR)
            .collect(Collectors.toUnmodifiableMap(Role::apiName, role -> role));

    private final Map<String, Role> roles;

    Persons(BillingConfig config) {
        var configured = config.access().oidc().roles();
        this.roles = configured.isEmpty() ? OWN_WORDS : Map.copyOf(configured);
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        return Uni.createFrom().item(identity.isAnonymous() ? identity : person(identity));
    }

    /** Named with a prefix, so that no issuer can name anybody like the holder of a configured token. */
    private SecurityIdentity person(SecurityIdentity identity) {
        var name = Optional.ofNullable(identity.getPrincipal().getName())
                .filter(given -> !given.isBlank())
                .orElseThrow(AuthenticationFailedException::new);
        return Identities.of(PREFIX + printable(name), granted(identity.getRoles()));
    }

    private Set<Role> granted(Set<String> words) {
        return words.stream().map(roles::get).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    private static String printable(String name) {
        var shown = name.replaceAll("\\p{Cntrl}", "?");
        return shown.length() <= LONGEST_NAME ? shown : shown.substring(0, LONGEST_NAME);
    }
}
