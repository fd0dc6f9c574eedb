package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.AccountViews.BalanceAtView;
import dev.kopeck.billing.application.FindAccounts;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What an account has, now or had at any time. */
@Path("/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Accounts")
class AccountBalanceResource {

    private final FindAccounts finding;
    private final Clock clock;

    AccountBalanceResource(FindAccounts finding, Clock clock) {
        this.finding = finding;
        this.clock = clock;
    }

    /** @param at now where left out; the answer for an instant of the past is the same for ever */
    @GET
    @Path("/{id}/balance")
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            summary = "Read an account's balance",
            description = "Now, or as it was right after an instant of the past: that answer is the same for ever.")
    public Uni<BalanceAtView> balance(
            String id,
            @QueryParam("at")
                    @Parameter(
                            description = "An instant of the past, RFC 3339; now where it is left out.",
                            example = "2026-11-25T12:00:00Z")
                    @Nullable String at) {
        var accountId = Fields.accountId(id);
        return AccountFields.parameter("at", at, this::past)
                .map(instant -> finding.balanceAt(accountId, instant).map(found -> found.map(BalanceAtView::of)))
                .orElseGet(() -> finding.find(accountId)
                        .map(found -> found.map(overview -> BalanceAtView.of(overview.account()))))
                .map(view -> view.orElseThrow(() -> AccountProblems.unknown(accountId)));
    }

    private Instant past(String text) {
        var instant = AccountFields.instant("at", text);
        if (instant.isAfter(clock.instant())) {
            throw Fields.invalid("at", "must not be in the future");
        }
        return instant;
    }
}
