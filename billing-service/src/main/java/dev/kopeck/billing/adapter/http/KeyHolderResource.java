package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.AccountViews.BalanceAtView;
import dev.kopeck.billing.adapter.http.ApiKeyViews.ApiKeyView;
import dev.kopeck.billing.adapter.http.UsageViews.UsageView;
import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.adapter.http.Views.TransactionView;
import dev.kopeck.billing.application.IntrospectKeys;
import dev.kopeck.billing.application.KeepAccounts;
import dev.kopeck.billing.application.KeepApiKeys;
import dev.kopeck.billing.application.UsageReports;
import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.ApiKey;
import dev.kopeck.billing.domain.UsageQuery;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What an API key's holder may see of the account, for a door that was shown the key: it proves that by the key's SHA-256
 * in {@value #HASH}. So who steals a door's token sees nobody's account; who steals a key too sees that one, which the key
 * shows anyway. Reads only.
 */
@Path("/v1/key-holder")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Key holders")
class KeyHolderResource {

    static final String HASH = "Kopeck-Key-Hash";

    private static final UUID ABOVE_ALL = new UUID(-1, -1);

    private final IntrospectKeys introspection;
    private final KeepAccounts accounts;
    private final KeepApiKeys keys;
    private final UsageReports reports;
    private final Clock clock;

    KeyHolderResource(
            IntrospectKeys introspection, KeepAccounts accounts, KeepApiKeys keys, UsageReports reports, Clock clock) {
        this.introspection = introspection;
        this.accounts = accounts;
        this.keys = keys;
        this.reports = reports;
        this.clock = clock;
    }

    @GET
    @Path("/balance")
    @RolesAllowed(Roles.DOOR)
    @Operation(summary = "Read a key holder's balance", description = "Of the account that the key spends from, now.")
    public Uni<BalanceAtView> balance(@BeanParam Holder holder) {
        return account(holder).map(BalanceAtView::of);
    }

    @GET
    @Path("/transactions")
    @RolesAllowed(Roles.DOOR)
    @Operation(
            summary = "Read a key holder's transactions",
            description = "Every change of the account's balance, newest first.")
    public Uni<Page<TransactionView>> transactions(
            @BeanParam Holder holder,
            @QueryParam(Paging.LIMIT) @Nullable String limit,
            @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        var paging = Paging.of(limit);
        long below = Fields.number(Paging.CURSOR, cursor, Long.MAX_VALUE, 1, Long.MAX_VALUE);
        return account(holder)
                .chain(account -> accounts.statement(account.id(), below, paging.lookAhead())
                        .map(found -> found.orElseThrow(() -> AccountProblems.unknown(account.id()))))
                .map(entries -> paging.page(entries, TransactionView::of, entry -> Long.toString(entry.seq())));
    }

    @GET
    @Path("/keys")
    @RolesAllowed(Roles.DOOR)
    @Operation(
            summary = "List a key holder's API keys",
            description = "All of the account, revoked and expired ones too, newest first; never a key itself.")
    public Uni<Page<ApiKeyView>> keys(
            @BeanParam Holder holder,
            @QueryParam(Paging.LIMIT) @Nullable String limit,
            @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        var paging = Paging.of(limit);
        var below = AccountFields.parameter(Paging.CURSOR, cursor, text -> AccountFields.uuid(Paging.CURSOR, text))
                .orElse(ABOVE_ALL);
        return account(holder)
                .chain(account -> keys.list(account.id(), below, paging.lookAhead())
                        .map(found -> found.orElseThrow(() -> AccountProblems.unknown(account.id()))))
                .map(found ->
                        paging.page(found, ApiKeyView::of, last -> last.id().toString()));
    }

    @GET
    @Path("/usage")
    @RolesAllowed(Roles.DOOR)
    @Operation(
            summary = "Report a key holder's usage",
            description = "Prompts of the account that ended in the period, grouped as asked for.")
    public Uni<Page<UsageView>> usage(
            @BeanParam Holder holder,
            @BeanParam Asked asked,
            @QueryParam(Paging.LIMIT) @Nullable String limit,
            @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        var groups = UsageResource.groups(asked.groupBy);
        var zone = TimeFields.zone(asked.zone);
        var period = TimeFields.days(asked.from, asked.until, zone, clock.instant());
        var paging = Paging.of(limit);
        var after = Optional.ofNullable(cursor).map(text -> Fields.converted(Paging.CURSOR, text, UsageCursor::key));
        return account(holder)
                .map(account -> new UsageQuery(period, zone, Optional.of(account.id()), groups))
                .chain(query -> reports.byKey(query, after, paging.lookAhead()))
                .map(lines -> paging.page(lines, UsageView::of, UsageResource::cursor));
    }

    /** Who was shown the key. */
    static final class Holder {
        @HeaderParam(HASH)
        @Parameter(
                description = "The SHA-256 of the key in hex, which proves that its holder asks.",
                required = true,
                example = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae")
        @Nullable String hash;
    }

    /** What may stand behind the question mark of a report. */
    static final class Asked {
        @QueryParam("from")
        @Parameter(
                description = "The first day of the period; that of the month where left out.",
                example = "2026-11-01")
        @Nullable String from;

        @QueryParam("to")
        @Parameter(description = "The day after its last; tomorrow where left out.", example = "2026-12-01")
        @Nullable String until;

        @QueryParam("zone")
        @Parameter(description = "UTC, which is what days are kept by; may be left out.", example = "UTC")
        @Nullable String zone;

        @QueryParam("groupBy")
        @Parameter(
                description = "Some of day, model, channel, with commas; one line for all where left out.",
                example = "day,model")
        @Nullable String groupBy;
    }

    /** A frozen account's holder may look at it; a key that has ended shows nothing. */
    private Uni<Account> account(Holder holder) {
        return introspection
                .introspect(KeyHash.read(HASH, holder.hash))
                .map(found -> found.filter(known -> known.key().status() == ApiKey.Status.ACTIVE)
                        .map(known -> known.account().account())
                        .orElseThrow(KeyHolderResource::opensNothing));
    }

    private static ProblemException opensNothing() {
        return new ProblemException(Problem.of(
                        "key-opens-nothing",
                        "The key opens nothing",
                        403,
                        "No key has this hash, or it is revoked or expired.")
                .at(HASH));
    }
}
