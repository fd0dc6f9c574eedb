package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.AuditViews.AuditEntryView;
import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.application.AuditTrail;
import dev.kopeck.billing.application.AuditTrail.Filter;
import dev.kopeck.billing.application.AuditTrail.Position;
import dev.kopeck.billing.application.AuditTrail.Recorded;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who changed what, newest first. */
@Path("/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit")
class AuditResource {

    private static final char BETWEEN = '_';
    private static final long MICROS_MAX = Duration.ofDays(1_000_000).toSeconds() * 1_000_000;

    private final AuditTrail trail;

    AuditResource(AuditTrail trail) {
        this.trail = trail;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "Read the audit log",
            description = "Every change that was made through this API, newest first. Filters add up.")
    public Uni<Page<AuditEntryView>> entries(
            @BeanParam Filters filters,
            @QueryParam(Paging.LIMIT) @Nullable String limit,
            @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        var paging = Paging.of(limit);
        var before =
                Optional.ofNullable(cursor).map(text -> Fields.converted(Paging.CURSOR, text, AuditResource::position));
        return trail.find(filters.read(), before, paging.lookAhead())
                .map(found -> paging.page(found, AuditEntryView::of, AuditResource::cursor));
    }

    /** What may be asked for, as it comes in. */
    static final class Filters {

        @QueryParam("subject")
        @Parameter(description = "What was changed.", example = "account:1001")
        @Nullable String subject;

        @QueryParam("who")
        @Parameter(description = "Who changed it: a token's name, or \"oidc:\" and a person's.", example = "operator")
        @Nullable String who;

        @QueryParam("action")
        @Parameter(description = "What was done.", example = "account.top_up")
        @Nullable String action;

        @QueryParam("from")
        @Parameter(description = "Not before this time, RFC 3339.", example = "2026-11-01T00:00:00Z")
        @Nullable String from;

        @QueryParam("to")
        @Parameter(description = "Before this time, RFC 3339.", example = "2026-12-01T00:00:00Z")
        @Nullable String to;

        Filter read() {
            return new Filter(
                    Optional.ofNullable(Fields.optional("subject", subject)),
                    Optional.ofNullable(Fields.optional("who", who)),
                    Optional.ofNullable(Fields.optional("action", action)),
                    Fields.time("from", from),
                    Fields.time("to", to));
        }
    }

    private static String cursor(Recorded recorded) {
        var position = recorded.position();
        return "" + ChronoUnit.MICROS.between(Instant.EPOCH, position.at()) + BETWEEN + position.id();
    }

    private static Position position(String cursor) {
        try {
            int between = cursor.indexOf(BETWEEN);
            long micros = Long.parseLong(cursor.substring(0, Math.max(between, 0)));
            Objects.checkIndex(micros, MICROS_MAX);
            return new Position(
                    Instant.EPOCH.plus(micros, ChronoUnit.MICROS), UUID.fromString(cursor.substring(between + 1)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("must be the nextCursor of an answer", e);
        }
    }
}
