package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.MoneyViews.PaymentView;
import dev.kopeck.billing.adapter.http.Views.Page;
import dev.kopeck.billing.application.Payments;
import dev.kopeck.billing.application.Payments.Filter;
import dev.kopeck.billing.domain.Payment;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Payments that were credited. Those that could not be are dead letters of {@code payments.received.v1}. */
@Path("/v1/payments")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Money")
class PaymentResource {

    private static final int PAGE = 50;
    private static final int PAGE_MAX = 200;

    private final Payments payments;

    PaymentResource(Payments payments) {
        this.payments = payments;
    }

    /** Latest first. */
    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(summary = "List payments", description = "Those that were credited, latest first. Filters add up.")
    public Uni<Page<PaymentView>> list(
            @BeanParam Query query,
            @QueryParam(Paging.LIMIT) @Nullable String limit,
            @QueryParam(Paging.CURSOR) @Nullable String cursor) {
        int size = (int) Fields.number("limit", limit, PAGE, 1, PAGE_MAX);
        return payments.list(query.filter(), MoneyRequests.cursor(cursor), size + 1)
                .map(found -> page(found, size));
    }

    /**
     * @param account the id of an account
     * @param from the earliest time
     * @param until the first time that is too late
     */
    record Query(
            @QueryParam("provider") @Parameter(description = "Who took the money.", example = "telegram") @Nullable String provider,

            @QueryParam("account") @Parameter(description = "The id of an account.", example = "1001") @Nullable String account,

            @QueryParam("from")
            @Parameter(description = "Not before this time, RFC 3339.", example = "2026-11-01T00:00:00Z")
            @Nullable String from,

            @QueryParam("until")
            @Parameter(description = "Before this time, RFC 3339.", example = "2026-12-01T00:00:00Z")
            @Nullable String until) {

        Filter filter() {
            return new Filter(
                    Optional.ofNullable(Fields.optional("provider", provider)),
                    Optional.ofNullable(Fields.optional("account", account))
                            .map(text -> MoneyRequests.account("account", text)),
                    MoneyRequests.time("from", from),
                    MoneyRequests.time("until", until));
        }
    }

    /** One more than asked for tells that there is a next page. */
    private static Page<PaymentView> page(List<Payment> found, int size) {
        boolean more = found.size() > size;
        var shown = more ? found.subList(0, size) : found;
        return new Page<>(
                shown.stream().map(PaymentView::of).toList(),
                more ? shown.getLast().entry().toString() : null);
    }
}
