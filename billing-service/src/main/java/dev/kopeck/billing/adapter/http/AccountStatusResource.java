package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.AccountRequests.Because;
import dev.kopeck.billing.adapter.http.AccountViews.AccountView;
import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.application.AccountChange;
import dev.kopeck.billing.application.ChangeAccounts;
import dev.kopeck.billing.application.FindAccounts;
import dev.kopeck.billing.domain.Account;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Freezing, unfreezing and closing accounts, each for a reason. */
@Path("/v1/accounts")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Accounts")
class AccountStatusResource {

    private final ChangeAccounts accounts;
    private final FindAccounts finding;
    private final JsonBody json;
    private final Changes changes;

    AccountStatusResource(ChangeAccounts accounts, FindAccounts finding, JsonBody json, Changes changes) {
        this.accounts = accounts;
        this.finding = finding;
        this.json = json;
        this.changes = changes;
    }

    /** No new reservations; what is held is settled, and money may come in. */
    @POST
    @Path("/{id}/freeze")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Freeze an account",
            description = "It takes no new prompts. What is held is settled, and money may come in.")
    @APIResponseSchema(value = AccountView.class, responseCode = "201")
    public Uni<Response> freeze(
            String id,
            @HeaderParam(Changes.HEADER) @Nullable String key,
            @RequestBodySchema(Because.class) byte[] body) {
        return changed("freeze", id, key, body, accounts::freeze);
    }

    @POST
    @Path("/{id}/unfreeze")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(summary = "Unfreeze an account", description = "It takes prompts again.")
    @APIResponseSchema(value = AccountView.class, responseCode = "201")
    public Uni<Response> unfreeze(
            String id,
            @HeaderParam(Changes.HEADER) @Nullable String key,
            @RequestBodySchema(Because.class) byte[] body) {
        return changed("unfreeze", id, key, body, accounts::unfreeze);
    }

    /** For good, once nothing is held and the balance is zero. */
    @POST
    @Path("/{id}/close")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Close an account",
            description = "For good. Nothing may be held, and the balance must be zero.")
    @APIResponseSchema(value = AccountView.class, responseCode = "201")
    public Uni<Response> close(
            String id,
            @HeaderParam(Changes.HEADER) @Nullable String key,
            @RequestBodySchema(Because.class) byte[] body) {
        return changed("close", id, key, body, accounts::close);
    }

    private Uni<Response> changed(
            String what,
            String id,
            @Nullable String key,
            byte[] body,
            BiFunction<AccountId, String, Uni<AccountChange>> change) {
        var accountId = Fields.accountId(id);
        var request = json.read(body, Because.class);
        var reason = Fields.required("reason", request.reason());
        return changes.post(
                "/v1/accounts/%s/%s".formatted(accountId, what),
                key,
                request,
                () -> change.apply(accountId, reason).chain(done -> audited("account." + what, accountId, done)));
    }

    private Uni<Change> audited(String action, AccountId id, AccountChange change) {
        return switch (change) {
            case AccountChange.Changed changed ->
                view(changed.before())
                        .chain(before ->
                                view(changed.after()).map(after -> new Change(action, "account:" + id, before, after)));
            case AccountChange.Refused refused -> throw AccountProblems.refused(refused);
            case AccountChange.UnknownAccount unknown -> throw AccountProblems.unknown(id);
        };
    }

    private Uni<AccountView> view(Account account) {
        return finding.overview(account).map(AccountView::of);
    }
}
