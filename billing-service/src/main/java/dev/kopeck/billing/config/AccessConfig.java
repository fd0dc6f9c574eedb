package dev.kopeck.billing.config;

import dev.kopeck.billing.domain.Role;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Who may call the REST API, and how long it remembers what they did. */
public interface AccessConfig {

    /**
     * Bearer tokens by the name of whoever holds one; the name goes into the audit log. KOPECK_ADMIN_TOKEN,
     * KOPECK_OPERATOR_TOKEN, KOPECK_VIEWER_TOKEN and KOPECK_DOOR_TOKEN set those of that name and role.
     */
    Map<String, NamedToken> tokens();

    /** Persons by OpenID Connect. */
    Oidc oidc();

    /** Whether /q/openapi and /q/swagger-ui answer without a token: they show what can be called, and no data. */
    @WithDefault("true")
    boolean openDocumentation();

    /** How long a request waits for an earlier one with the same Idempotency-Key before it gets 409. */
    @WithDefault("5s")
    @DurationMin(millis = 100)
    @DurationMax(seconds = 9)
    Duration idempotencyWait();

    /** How long answers are kept under their Idempotency-Key; after that the key would do its work again. */
    @WithDefault("30d")
    @DurationMin(days = 30)
    @DurationMax(days = 3650)
    Duration idempotencyRetention();

    /**
     * How long refused prompt ids stay refused. Must exceed the retention of prompts.submitted in Kafka: a prompt that is
     * read again after its refusal was forgotten would be decided anew.
     */
    @WithDefault("30d")
    @DurationMin(days = 8)
    @DurationMax(days = 3650)
    Duration rejectRetention();

    /** How often rows that are older than that are purged, and this is compared with how long Kafka keeps prompts. */
    @WithDefault("1h")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 24)
    Duration purgeInterval();

    /** How many rows one transaction of the purge deletes at most. */
    @WithDefault("1000")
    @Min(1) @Max(10_000) int purgeBatch();

    /** A token and what it may do. */
    interface NamedToken {

        /** At least 16 printable characters; where it is empty nobody gets in by this name. */
        Optional<String> token();

        /** One of door, viewer, operator, admin. */
        Role role();
    }

    /** An issuer of tokens for persons. Nothing of it is asked before the first such token comes. */
    interface Oidc {

        /** The issuer's URL, from KOPECK_OIDC_URL; OpenID Connect is off where it is empty. */
        Optional<String> url();

        /** What a token's "aud" must name: an issuer's tokens for other services open nothing here. */
        @WithDefault("kopeck-billing")
        String audience();

        /** Where a token says what its holder may do: a claim, or a path of claims such as realm_access/roles. */
        @WithDefault("groups")
        String roleClaim();

        /** The claim with the holder's name, for the audit log; upn, preferred_username or sub where left out. */
        Optional<String> nameClaim();

        /** Roles by what stands in that claim; where none is set, the words viewer, operator and admin themselves. */
        Map<String, Role> roles();
    }
}
