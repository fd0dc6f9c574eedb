package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every token that opens the REST API. Those of the configuration stand from the beginning; one more may be accepted
 * while the service starts, before its port opens.
 */
public final class AccessTokens {

    private volatile List<AccessToken> tokens;

    /** @throws IllegalStateException where two names share a token, since the audit log could not tell them apart */
    public AccessTokens(List<AccessToken> configured) {
        this.tokens = List.copyOf(configured);
        for (int i = 0; i < tokens.size(); i++) {
            for (int j = 0; j < i; j++) {
                requireDifferent(tokens.get(j), tokens.get(i));
            }
        }
    }

    public synchronized void accept(AccessToken token) {
        var more = new ArrayList<>(tokens);
        more.add(token);
        tokens = List.copyOf(more);
    }

    /** Whether a person has a token; those of doors open nothing for people. */
    public boolean letPeopleIn() {
        return tokens.stream().anyMatch(token -> token.role() != Role.DOOR);
    }

    /** Compares with all of them, each in constant time: neither hit nor miss tells where in the list it was. */
    public Optional<AccessToken> find(String offered) {
        var sha256 = AccessToken.sha256(offered);
        Optional<AccessToken> found = Optional.empty();
        for (var token : tokens) {
            if (token.matches(sha256)) {
                found = Optional.of(token);
            }
        }
        return found;
    }

    private static void requireDifferent(AccessToken one, AccessToken other) {
        if (one.isSameAs(other)) {
            throw new IllegalStateException("The access tokens \"%s\" and \"%s\" are the same: give each its own."
                    .formatted(one.name(), other.name()));
        }
    }
}
