package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.adapter.http.MoneyRequests.NewAdjustment;
import dev.kopeck.billing.adapter.http.MoneyViews.AdjustmentView;
import dev.kopeck.billing.adapter.http.Requests.TopUp;
import dev.kopeck.billing.adapter.http.Views.TopUpView;
import dev.kopeck.billing.application.KeepAccounts;
import dev.kopeck.billing.application.MoveMoney;
import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.PostingResult;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Money that an operator puts into an account, and corrections. */
@Path("/v1/accounts")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Money")
class TopUpResource {

    private final MoveMoney money;
    private final KeepAccounts accounts;
    private final Posts posts;

    TopUpResource(MoveMoney money, KeepAccounts accounts, Posts posts) {
        this.money = money;
        this.accounts = accounts;
        this.posts = posts;
    }

    /** A reference is booked once over all accounts; again, for the same account and amount, it gives the recorded top-up. */
    @POST
    @Path("/{id}/top-ups")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Top up an account",
            description = "A reference is booked once over all accounts: again, for the same account and amount, it"
                    + " gives the recorded top-up.")
    @APIResponseSchema(value = TopUpView.class, responseCode = "201")
    public Uni<Response> topUp(
            String id, @HeaderParam(Changes.HEADER) @Nullable String key, @RequestBodySchema(TopUp.class) byte[] body) {
        var accountId = Fields.accountId(id);
        var request = posts.read(body, TopUp.class);
        var amount = Fields.positiveAmount("amount", request.amount());
        var reference = Optional.ofNullable(Fields.optional("reference", request.reference()));
        var operator = posts.operator();
        return posts.post(
                "/v1/accounts/" + accountId + "/top-ups",
                key,
                request,
                () -> found(accountId)
                        .chain(account -> money.topUp(account, amount, reference, operator))
                        .map(move -> toppedUp(accountId, move)));
    }

    @POST
    @Path("/{id}/adjustments")
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Correct a balance", description = "A negative amount takes, at most what is available.")
    @APIResponseSchema(value = AdjustmentView.class, responseCode = "201")
    public Uni<Response> adjust(
            String id,
            @HeaderParam(Changes.HEADER) @Nullable String key,
            @RequestBodySchema(NewAdjustment.class) byte[] body) {
        var accountId = Fields.accountId(id);
        var request = posts.read(body, NewAdjustment.class);
        var amount = MoneyRequests.signedAmount("amount", request.amount());
        var reason = Fields.required("reason", request.reason());
        var operator = posts.operator();
        return posts.post(
                "/v1/accounts/" + accountId + "/adjustments",
                key,
                request,
                () -> found(accountId)
                        .chain(account -> money.adjust(account, amount, operator, reason))
                        .map(move -> adjusted(accountId, move, operator, reason)));
    }

    private Uni<Account> found(AccountId id) {
        return accounts.find(id).map(account -> account.orElseThrow(() -> MoneyProblems.noAccount(id)));
    }

    private static Change toppedUp(AccountId id, MoveMoney.Move move) {
        var posted = posted(id, move);
        var view = new TopUpView(
                posted.entry().toString(),
                id.toString(),
                move.posting().amount().toDecimal(),
                posted.balance().toDecimal(),
                move.posting().reference().orElse(null));
        // The audit log tells a top-up from the answer that there was one.
        return Change.of(posted.replay() ? "account.top_up.again" : "account.top_up", subject(id), view);
    }

    private static Change adjusted(AccountId id, MoveMoney.Move move, String operator, String reason) {
        var posted = posted(id, move);
        var view = new AdjustmentView(
                posted.entry().toString(),
                id.toString(),
                move.posting().amount().toDecimal(),
                posted.balance().toDecimal(),
                reason,
                operator);
        return Change.of("account.adjust", subject(id), view);
    }

    private static PostingResult.Posted posted(AccountId id, MoveMoney.Move move) {
        return switch (move.result()) {
            case PostingResult.Posted posted -> posted;
            case PostingResult.Refused refused -> throw MoneyProblems.of(id, refused);
        };
    }

    private static String subject(AccountId id) {
        return "account:" + id;
    }
}
