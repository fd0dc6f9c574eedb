package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.application.AccessToken;
import dev.kopeck.billing.application.AccessTokens;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Turns a bearer token into a caller: one of the configured tokens or, where an issuer is configured and the token has the
 * shape of one of its, a person. It comes before the framework's own mechanism, so that each refusal is a problem.
 */
@ApplicationScoped
class BearerTokens implements HttpAuthenticationMechanism {

    private static final Logger LOG = Logger.getLogger(BearerTokens.class);
    private static final int BEFORE_ALL_OTHERS = 2 * DEFAULT_PRIORITY;
    private static final String SCHEME = "Bearer ";

    static final String CHALLENGE_HEADER = "WWW-Authenticate";
    static final String CHALLENGE = "Bearer";

    private final AccessTokens tokens;
    private final Issuer issuer;
    private final OidcAuthenticationMechanism persons;
    private final ProblemWriter problems;

    BearerTokens(AccessTokens tokens, Issuer issuer, OidcAuthenticationMechanism persons, ProblemWriter problems) {
        this.tokens = tokens;
        this.issuer = issuer;
        this.persons = persons;
        this.problems = problems;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        var offered = offered(context);
        var known = offered.flatMap(tokens::find);
        if (known.isPresent()) {
            return Uni.createFrom().item(identity(known.get()));
        }
        if (offered.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        if (!issuer.mayHaveIssued(offered.get())) {
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        return persons.authenticate(context, identities)
                .onFailure(failure -> !(failure instanceof AuthenticationFailedException))
                .transform(BearerTokens::away);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, CHALLENGE_HEADER, CHALLENGE));
    }

    /** For who offers nothing. Writes the whole answer, since the framework's own has no body. */
    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        context.response().putHeader(CHALLENGE_HEADER, CHALLENGE);
        problems.end(context, Problem.unauthorized());
        return Uni.createFrom().item(true);
    }

    @Override
    public int getPriority() {
        return BEFORE_ALL_OTHERS;
    }

    /** A token that does not hold is the caller's fault; all else is the issuer's, or the way's to it. */
    private static Throwable away(Throwable failure) {
        LOG.warnf("Issuer of tokens cannot be asked kind=%s", failure.getClass().getSimpleName());
        return new AuthenticationFailedException(new ProblemException(Problem.issuerUnavailable()));
    }

    private static SecurityIdentity identity(AccessToken token) {
        return Identities.of(token.name(), Set.of(token.role()));
    }

    private static Optional<String> offered(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader(HttpHeaders.AUTHORIZATION))
                .filter(header -> header.startsWith(SCHEME))
                .map(header -> header.substring(SCHEME.length()).strip());
    }
}
