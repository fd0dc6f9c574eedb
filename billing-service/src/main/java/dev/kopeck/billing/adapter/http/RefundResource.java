package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.Changes.Change;
import dev.kopeck.billing.adapter.http.MoneyRequests.NewRefund;
import dev.kopeck.billing.adapter.http.MoneyViews.RefundView;
import dev.kopeck.billing.application.KeepAccounts;
import dev.kopeck.billing.application.KeepGrants;
import dev.kopeck.billing.application.MoveMoney;
import dev.kopeck.billing.domain.Refund;
import dev.kopeck.billing.domain.RefundResult;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Money back: of a charge to the balance, of a top-up or payment to where it came from. */
@Path("/v1/accounts")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Money")
class RefundResource {

    private final MoveMoney money;
    private final KeepAccounts accounts;
    private final KeepGrants grants;
    private final Posts posts;
    private final Supplier<UUID> ids;

    RefundResource(MoveMoney money, KeepAccounts accounts, KeepGrants grants, Posts posts, Supplier<UUID> ids) {
        this.money = money;
        this.accounts = accounts;
        this.grants = grants;
        this.posts = posts;
        this.ids = ids;
    }

    @POST
    @Path("/{id}/refunds")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            summary = "Refund a charge, top-up or payment",
            description = "A charge goes back to the balance; a top-up or payment leaves the account for where it"
                    + " came from. Never more than is left of it.")
    @APIResponseSchema(value = RefundView.class, responseCode = "201")
    public Uni<Response> refund(
            String id,
            @HeaderParam(Changes.HEADER) @Nullable String key,
            @RequestBodySchema(NewRefund.class) byte[] body) {
        var accountId = Fields.accountId(id);
        var request = posts.read(body, NewRefund.class);
        var refund = new Refund(
                ids.get(),
                accountId,
                MoneyRequests.uuid("ofEntry", request.ofEntry()),
                MoneyRequests.optionalAmount("amount", request.amount()),
                destination(request.to()),
                posts.operator(),
                Fields.required("reason", request.reason()));
        var path = "/v1/accounts/" + accountId + "/refunds";
        return ready(refund).chain(() -> posts.post(path, key, request, () -> refund(refund)));
    }

    /** What may be paid out depends on what is left of grants. */
    private Uni<Void> ready(Refund refund) {
        return switch (refund.to()) {
            case BALANCE -> Uni.createFrom().voidItem();
            case SOURCE -> grants.catchUp(refund.account());
        };
    }

    private Uni<Change> refund(Refund refund) {
        return accounts.find(refund.account())
                .map(account -> account.orElseThrow(() -> MoneyProblems.noAccount(refund.account())))
                .chain(account -> money.refund(account, refund))
                .map(result -> change(refund, result));
    }

    private static Change change(Refund refund, RefundResult result) {
        return switch (result) {
            case RefundResult.Refunded refunded ->
                Change.of("account.refund", "account:" + refund.account(), view(refund, refunded));
            case RefundResult.Refused refused -> throw MoneyProblems.of(refund.account(), refused);
        };
    }

    private static RefundView view(Refund refund, RefundResult.Refunded refunded) {
        return new RefundView(
                refund.id().toString(),
                refund.account().toString(),
                refund.ofEntry().toString(),
                refund.to().name().toLowerCase(Locale.ROOT),
                refunded.amount().toDecimal(),
                refunded.left().toDecimal(),
                refunded.balance().toDecimal(),
                refund.reason(),
                refund.operator());
    }

    private static Refund.Destination destination(@Nullable String text) {
        return switch (Fields.required("to", text)) {
            case "balance" -> Refund.Destination.BALANCE;
            case "source" -> Refund.Destination.SOURCE;
            default -> throw Fields.invalid("to", "must be balance or source");
        };
    }
}
