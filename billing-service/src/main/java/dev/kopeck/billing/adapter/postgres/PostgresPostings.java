package dev.kopeck.billing.adapter.postgres;

import dev.kopeck.billing.application.Postings;
import dev.kopeck.billing.application.StoreUnavailableException;
import dev.kopeck.billing.config.BillingConfig;
import dev.kopeck.billing.domain.Posting;
import dev.kopeck.billing.domain.PostingResult;
import dev.kopeck.billing.domain.Refund;
import dev.kopeck.billing.domain.RefundResult;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Functions post_one and refund_of. */
@ApplicationScoped
class PostgresPostings implements Postings {

    static final String POST = "SELECT o_status, o_id, o_balance FROM post_one($1, $2, $3, $4, $5, $6, NULL, $7, $8)";
    static final String REFUND =
            "SELECT o_status, o_amount, o_left, o_balance FROM refund_of($1, $2, $3, $4, $5, $6, $7, $8)";

    private final Connections connections;
    private final int walkRows;

    PostgresPostings(Connections connections, BillingConfig config) {
        this.connections = connections;
        this.walkRows = config.payments().lotWalkRows();
    }

    @Override
    public Uni<PostingResult> post(Posting posting) {
        var parameters = Tuple.tuple()
                .addUUID(posting.id())
                .addInteger(posting.kind().code())
                .addLong(posting.account().value())
                .addLong(posting.amount().value())
                .addLong(posting.counterAccount())
                .addString(posting.reference().orElse(null))
                .addString(posting.operator().orElse(null))
                .addString(posting.reason().orElse(null));
        return connections
                .query(POST, parameters)
                .map(rows -> posted(rows.iterator().next()));
    }

    @Override
    public Uni<RefundResult> refund(Refund refund) {
        var parameters = Tuple.tuple()
                .addUUID(refund.id())
                .addLong(refund.account().value())
                .addUUID(refund.ofEntry())
                .addLong(refund.amount().map(Nanos::value).orElse(null))
                .addBoolean(refund.to() == Refund.Destination.SOURCE)
                .addInteger(walkRows)
                .addString(refund.operator())
                .addString(refund.reason());
        return connections
                .query(REFUND, parameters)
                .map(rows -> refunded(rows.iterator().next()));
    }

    private static PostingResult posted(Row row) {
        int status = row.getShort("o_status");
        return switch (status) {
            case 0, 1 ->
                new PostingResult.Posted(row.getUUID("o_id"), new Nanos(row.getLong("o_balance")), status == 1);
            case 3 -> new PostingResult.Refused(PostingResult.Reason.NOT_ENOUGH_AVAILABLE);
            case 4 -> new PostingResult.Refused(PostingResult.Reason.UNKNOWN_ACCOUNT);
            case 5 -> new PostingResult.Refused(PostingResult.Reason.BALANCE_OUT_OF_RANGE);
            case 6 -> new PostingResult.Refused(PostingResult.Reason.ACCOUNT_CLOSED);
            case 9 -> new PostingResult.Refused(PostingResult.Reason.ID_REUSED);
            case 10 -> new PostingResult.Refused(PostingResult.Reason.REFERENCE_USED);
            default -> throw new IllegalStateException("post_one answered with unknown status " + status);
        };
    }

    private static RefundResult refunded(Row row) {
        int status = row.getShort("o_status");
        var left = new Nanos(row.getLong("o_left"));
        return switch (status) {
            case 0, 1 ->
                new RefundResult.Refunded(
                        new Nanos(row.getLong("o_amount")), left, new Nanos(row.getLong("o_balance")));
            case 3 -> new RefundResult.Refused(RefundResult.Reason.NOT_ENOUGH_AVAILABLE, left);
            case 4 -> new RefundResult.Refused(RefundResult.Reason.UNKNOWN_ACCOUNT, Nanos.ZERO);
            case 5 -> new RefundResult.Refused(RefundResult.Reason.BALANCE_OUT_OF_RANGE, Nanos.ZERO);
            case 6 -> new RefundResult.Refused(RefundResult.Reason.ACCOUNT_CLOSED, Nanos.ZERO);
            case 7 -> new RefundResult.Refused(RefundResult.Reason.UNKNOWN_ENTRY, Nanos.ZERO);
            case 8 -> new RefundResult.Refused(RefundResult.Reason.MORE_THAN_LEFT, left);
            case 9 -> new RefundResult.Refused(RefundResult.Reason.ID_REUSED, Nanos.ZERO);
            case 11 -> new RefundResult.Refused(RefundResult.Reason.NOT_REFUNDABLE, Nanos.ZERO);
            case 12 -> new RefundResult.Refused(RefundResult.Reason.WRONG_DESTINATION, Nanos.ZERO);
            case 13 -> throw new StoreUnavailableException("the account's lots are behind its ledger", null);
            default -> throw new IllegalStateException("refund_of answered with unknown status " + status);
        };
    }
}
