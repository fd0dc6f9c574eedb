package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.adapter.http.Views.TransactionView;
import dev.kopeck.billing.application.KeepAccounts;
import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.Books;
import dev.kopeck.billing.domain.LedgerEntry;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements. */
@Path("/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
class AccountResource {

    private static final int PAGE = 50;
    private static final int PAGE_MAX = 200;

    private final KeepAccounts accounts;

    AccountResource(KeepAccounts accounts) {
        this.accounts = accounts;
    }

    @GET
    @Path("/{id}/transactions")
    public Uni<Page<TransactionView>> transactions(
            String id, @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        int size = (int) Fields.number("limit", limit, PAGE, 1, PAGE_MAX);
        long below = Fields.number("cursor", cursor, Long.MAX_VALUE, 1, Long.MAX_VALUE);
        return found(Fields.accountId(id))
                .chain(account -> accounts.statement(account.id(), below, size + 1))
                .map(entries -> page(entries, size));
    }

    static void requireBooksCurrency(@Nullable String currency) {
        if (currency != null && !currency.equals(Books.CURRENCY)) {
            throw Fields.invalid("currency", "must be " + Books.CURRENCY);
        }
    }

    private Uni<Account> found(AccountId id) {
        return accounts.find(id).map(account -> account.orElseThrow(() -> AccountProblems.unknown(id)));
    }

    /** One entry more than asked for tells that there is a next page. */
    private static Page<TransactionView> page(List<LedgerEntry> entries, int size) {
        boolean more = entries.size() > size;
        var shown = more ? entries.subList(0, size) : entries;
        return new Page<>(
                shown.stream().map(TransactionView::of).toList(),
                more ? Long.toString(shown.getLast().seq()) : null);
    }
}
