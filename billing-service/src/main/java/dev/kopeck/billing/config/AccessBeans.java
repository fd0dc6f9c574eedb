package dev.kopeck.billing.config;

import dev.kopeck.billing.application.AccessToken;
import dev.kopeck.billing.application.AccessTokens;
import dev.kopeck.billing.application.CompareRetention;
import dev.kopeck.billing.application.OldRows;
import dev.kopeck.billing.application.PromptTopic;
import dev.kopeck.billing.application.PurgeMetrics;
import dev.kopeck.billing.application.PurgeOldRows;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Wires who may call, and what is forgotten after a while. */
@Singleton
class AccessBeans {

    private static final int SHORTEST_TOKEN = 16;

    @Produces
    @Singleton
    AccessTokens accessTokens(BillingConfig config) {
        return tokens(config.access());
    }

    @Produces
    @Singleton
    PurgeOldRows purgeOldRows(BillingConfig config, OldRows rows, PurgeMetrics metrics) {
        var access = config.access();
        return new PurgeOldRows(
                rows, access.idempotencyRetention(), access.rejectRetention(), access.purgeBatch(), metrics);
    }

    @Produces
    @Singleton
    CompareRetention compareRetention(BillingConfig config, PromptTopic topic) {
        return new CompareRetention(topic, config.access().rejectRetention());
    }

    /** @throws IllegalStateException where a token is too weak or given twice; names the token, never shows it */
    static AccessTokens tokens(AccessConfig config) {
        List<AccessToken> tokens = new ArrayList<>();
        config.tokens()
                .forEach((name, named) -> named.token()
                        .ifPresent(token -> tokens.add(AccessToken.of(name, named.role(), strong(name, token)))));
        return new AccessTokens(tokens);
    }

    private static String strong(String name, String token) {
        if (token.length() < SHORTEST_TOKEN || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalStateException(
                    "The access token \"%s\" must have at least %d characters, all of them printable ASCII. Choose a long random one, such as the output of: openssl rand -hex 32"
                            .formatted(name, SHORTEST_TOKEN));
        }
        return token;
    }
}
