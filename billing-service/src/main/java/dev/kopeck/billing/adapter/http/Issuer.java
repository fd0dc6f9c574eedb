package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.config.AccessConfig;
import dev.kopeck.billing.config.BillingConfig;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The issuer of persons' tokens, where one is configured. Its keys are fetched when the first token comes: this service
 * starts, and serves its own tokens, also while the issuer is away.
 */
@ApplicationScoped
class Issuer implements TenantConfigResolver {

    /** Three parts in base64url: anything else was never issued by it, and must not be told to it. */
    private static final Pattern SIGNED_TOKEN = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    private final Optional<OidcTenantConfig> settings;

    Issuer(BillingConfig config) {
        this.settings = config.access()
                .oidc()
                .url()
                .map(url -> settings(url, config.access().oidc()));
    }

    /** Always the same object: another one would make the framework connect anew. */
    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext context, OidcRequestContext<OidcTenantConfig> requestContext) {
        return Uni.createFrom().optional(settings);
    }

    boolean mayHaveIssued(String token) {
        return settings.isPresent() && SIGNED_TOKEN.matcher(token).matches();
    }

    /** Tokens are checked here by the issuer's keys; it is never asked about a single one. */
    private static OidcTenantConfig settings(String url, AccessConfig.Oidc oidc) {
        var token = OidcTenantConfig.authServerUrl(url)
                .tenantId("persons")
                .applicationType(ApplicationType.SERVICE)
                .roles()
                .roleClaimPath(oidc.roleClaim())
                .end()
                .token()
                .audience(oidc.audience())
                .allowJwtIntrospection(false)
                .allowOpaqueTokenIntrospection(false);
        oidc.nameClaim().ifPresent(token::principalClaim);
        return token.end().build();
    }
}
