package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.adapter.http.MoneyRequests.NewGrant;
import dev.kopeck.billing.adapter.http.MoneyRequests.Reason;
import dev.kopeck.billing.adapter.http.MoneyViews.GrantView;
import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.application.Grants.Ending;
import dev.kopeck.billing.application.KeepAccounts;
import dev.kopeck.billing.application.KeepGrants;
import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.Lot;
import dev.kopeck.billing.domain.LotChange;
import dev.kopeck.billing.domain.NewLot;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Promotional credit: granted, listed with what is left of it, ended early. */
@Path("/v1/accounts")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Grants")
class GrantResource {

    private static final int PAGE = 50;
    private static final int PAGE_MAX = 200;

    private final KeepGrants grants;
    private final KeepAccounts accounts;
    private final Posts posts;
    private final Supplier<UUID> ids;
    private final Clock clock;

    GrantResource(KeepGrants grants, KeepAccounts accounts, Posts posts, Supplier<UUID> ids, Clock clock) {
        this.grants = grants;
        this.accounts = accounts;
        this.posts = posts;
        this.ids = ids;
        this.clock = clock;
    }

    @POST
    @Path("/{id}/grants")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Grant credit",
            description = "Promotional credit, which prompts use up before money that was paid, and which may end. For"
                    + " certain models only where these are named: then it is no part of the balance.")
    @APIResponseSchema(value = GrantView.class, responseCode = "201")
    public Uni<Response> grant(
            String id,
            @HeaderParam(Changes.HEADER) @Nullable String key,
            @RequestBodySchema(NewGrant.class) byte[] body) {
        var accountId = Fields.accountId(id);
        var request = posts.read(body, NewGrant.class);
        var lot = lot(accountId, request);
        return posts.post("/v1/accounts/" + accountId + "/grants", key, request, () -> grant(accountId, lot));
    }

    @GET
    @Path("/{id}/grants")
    @RolesAllowed(Roles.VIEWER)
    @Operation(summary = "List an account's grants", description = "Newest first, with what is left of each.")
    public Uni<Page<GrantView>> list(
            String id,
            @QueryParam(Paging.LIMIT) @Nullable String limit,
            @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        var accountId = Fields.accountId(id);
        int size = (int) Fields.number("limit", limit, PAGE, 1, PAGE_MAX);
        var below = MoneyRequests.cursor(cursor);
        return found(accountId)
                .chain(account -> grants.lots(account.id(), below, size + 1))
                .map(lots -> page(lots, size));
    }

    /** What is left is taken back at once, and what holds still need as soon as they end. */
    @POST
    @Path("/{id}/grants/{grant}/void")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Void a grant",
            description = "What is left is taken back at once, and what holds still need as soon as they end.")
    @APIResponseSchema(value = GrantView.class, responseCode = "201")
    public Uni<Response> end(
            String id,
            String grant,
            @HeaderParam(Changes.HEADER) @Nullable String key,
            @RequestBodySchema(Reason.class) byte[] body) {
        var accountId = Fields.accountId(id);
        var lotId = MoneyRequests.uuid("grant", grant);
        var request = posts.read(body, Reason.class);
        var reason = Fields.required("reason", request.reason());
        var ending = new Ending(lotId, accountId, ids.get(), posts.operator(), reason);
        var path = "/v1/accounts/" + accountId + "/grants/" + lotId + "/void";
        return grants.catchUp(accountId).chain(() -> posts.post(path, key, request, () -> end(ending)));
    }

    private NewLot lot(AccountId account, NewGrant request) {
        var now = clock.instant();
        var effectiveAt = MoneyRequests.time("effectiveAt", request.effectiveAt());
        var expiresAt = MoneyRequests.time("expiresAt", request.expiresAt());
        var begin = effectiveAt.filter(now::isBefore).orElse(now);
        if (expiresAt.filter(end -> !end.isAfter(begin)).isPresent()) {
            throw Fields.invalid("expiresAt", "must be in the future, and after effectiveAt");
        }
        return new NewLot(
                ids.get(),
                account,
                Fields.positiveAmount("amount", request.amount()),
                models(request.models()),
                MoneyRequests.within(
                        "priority",
                        Objects.requireNonNullElse(request.priority(), NewLot.PRIORITY),
                        0,
                        NewLot.PRIORITY_MAX),
                effectiveAt,
                expiresAt,
                posts.operator(),
                Fields.required("reason", request.reason()));
    }

    private static List<String> models(@Nullable List<@Nullable String> given) {
        return given == null ? List.of() : AccountFields.models("models", given);
    }

    private Uni<Change> grant(AccountId id, NewLot lot) {
        return found(id)
                .chain(account -> grants.grant(account, lot))
                .invoke(change -> refuse(id, change))
                .chain(() -> view(id, lot.id()))
                .map(view -> Change.of("grant.add", subject(lot.id()), view));
    }

    private Uni<Change> end(Ending ending) {
        return found(ending.account())
                .chain(account -> before(account, ending))
                .chain(before -> view(ending.account(), ending.lot())
                        .map(view -> new Change("grant.void", subject(ending.lot()), before.orElse(null), view)));
    }

    private Uni<Optional<GrantView>> before(Account account, Ending ending) {
        return grants.lot(account.id(), ending.lot())
                .map(lot -> lot.map(this::view))
                .call(() -> grants.end(account, ending).invoke(change -> refuse(account.id(), change)));
    }

    private Uni<GrantView> view(AccountId id, UUID lot) {
        return grants.lot(id, lot)
                .map(found -> found.map(this::view).orElseThrow(() -> MoneyProblems.noSuch("grant", "grant")));
    }

    private GrantView view(Lot lot) {
        return GrantView.of(lot, clock.instant());
    }

    private static void refuse(AccountId id, LotChange change) {
        if (change instanceof LotChange.Refused refused) {
            throw switch (refused.reason()) {
                case UNKNOWN_ACCOUNT -> MoneyProblems.noAccount(id);
                case ACCOUNT_CLOSED -> MoneyProblems.closed(id);
                case BALANCE_OUT_OF_RANGE -> MoneyProblems.outOfRange();
                case UNKNOWN_LOT -> MoneyProblems.noSuch("grant of this account", "grant");
                case TOO_MANY_SCOPES ->
                    MoneyProblems.conflict(
                            "too-many-scopes",
                            "The account has credit for too many sets of models",
                            "Name the models of a grant that it has already.",
                            "models");
                case VOID_BEFORE ->
                    MoneyProblems.conflict("grant-void", "The grant is void", "It was voided before.", "grant");
            };
        }
    }

    private Uni<Account> found(AccountId id) {
        return accounts.find(id).map(account -> account.orElseThrow(() -> MoneyProblems.noAccount(id)));
    }

    /** One more than asked for tells that there is a next page. */
    private Page<GrantView> page(List<Lot> lots, int size) {
        boolean more = lots.size() > size;
        var shown = more ? lots.subList(0, size) : lots;
        Instant now = clock.instant();
        return new Page<>(
                shown.stream().map(lot -> GrantView.of(lot, now)).toList(),
                more ? shown.getLast().id().toString() : null);
    }

    private static String subject(UUID lot) {
        return "grant:" + lot;
    }
}
