package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.adapter.http.Views.TransactionView;
import dev.kopeck.billing.application.KeepAccounts;
import dev.kopeck.billing.domain.Books;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Statements. */
@Path("/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Accounts")
class AccountResource {

    private final KeepAccounts accounts;

    AccountResource(KeepAccounts accounts) {
        this.accounts = accounts;
    }

    @GET
    @Path("/{id}/transactions")
    @RolesAllowed(Roles.VIEWER)
    @Operation(summary = "Read an account's transactions", description = "Every change of the balance, newest first.")
    public Uni<Page<TransactionView>> transactions(
            String id,
            @QueryParam(Paging.LIMIT) @Nullable String limit,
            @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        var paging = Paging.of(limit);
        long below = Fields.number(Paging.CURSOR, cursor, Long.MAX_VALUE, 1, Long.MAX_VALUE);
        var accountId = Fields.accountId(id);
        return accounts.statement(accountId, below, paging.lookAhead())
                .map(found -> found.orElseThrow(() -> AccountProblems.unknown(accountId)))
                .map(entries -> paging.page(entries, TransactionView::of, entry -> Long.toString(entry.seq())));
    }

    static void requireBooksCurrency(@Nullable String currency) {
        if (currency != null && !currency.equals(Books.CURRENCY)) {
            throw Fields.invalid("currency", "must be " + Books.CURRENCY);
        }
    }
}
