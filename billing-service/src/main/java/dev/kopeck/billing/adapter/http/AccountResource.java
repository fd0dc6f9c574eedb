package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.adapter.http.Requests.NewAccount;
import dev.kopeck.billing.adapter.http.Views.AccountView;
import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.adapter.http.Views.TransactionView;
import dev.kopeck.billing.application.KeepAccounts;
import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.Books;
import dev.kopeck.billing.domain.LedgerEntry;
import dev.kopeck.contracts.identity.AccountId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accounts and statements. */
@Path("/v1/accounts")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class AccountResource {

    private static final int PAGE = 50;
    private static final int PAGE_MAX = 200;

    private final KeepAccounts accounts;
    private final JsonBody json;
    private final Changes changes;

    AccountResource(KeepAccounts accounts, JsonBody json, Changes changes) {
        this.accounts = accounts;
        this.json = json;
        this.changes = changes;
    }

    @POST
    public Uni<Response> open(@HeaderParam(Changes.HEADER) @Nullable String key, byte[] body) {
        var request = json.read(body, NewAccount.class);
        requireBooksCurrency(request.currency());
        return changes.post("/v1/accounts", key, request, () -> accounts.open().map(AccountResource::opened));
    }

    @GET
    @Path("/{id}")
    public Uni<AccountView> account(String id) {
        return found(Fields.accountId(id)).map(AccountView::of);
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

    private static Change opened(Account account) {
        return Change.of("account.open", "account:" + account.id(), AccountView.of(account));
    }

    private Uni<Account> found(AccountId id) {
        return accounts.find(id).map(account -> account.orElseThrow(() -> noAccount(id)));
    }

    /** One entry more than asked for tells that there is a next page. */
    private static Page<TransactionView> page(List<LedgerEntry> entries, int size) {
        boolean more = entries.size() > size;
        var shown = more ? entries.subList(0, size) : entries;
        return new Page<>(
                shown.stream().map(TransactionView::of).toList(),
                more ? Long.toString(shown.getLast().seq()) : null);
    }

    private static ProblemException noAccount(AccountId id) {
        return new ProblemException(
                Problem.notFound("Account %s does not exist.".formatted(id)).at("id"));
    }
}
