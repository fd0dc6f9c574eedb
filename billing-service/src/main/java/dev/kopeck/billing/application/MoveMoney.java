package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.Books;
import dev.kopeck.billing.domain.EntryKind;
import dev.kopeck.billing.domain.Posting;
import dev.kopeck.billing.domain.PostingResult;
import dev.kopeck.billing.domain.Refund;
import dev.kopeck.billing.domain.RefundResult;
import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.AccountChanged.Change;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Money that operators move: top-ups, adjustments, refunds. The booking and the event about it are one transaction where
 * the caller is in one.
 */
public final class MoveMoney {

    private final Accounts accounts;
    private final Postings postings;
    private final Supplier<UUID> ids;

    /** @param ids new UUIDs of version 7 */
    public MoveMoney(Accounts accounts, Postings postings, Supplier<UUID> ids) {
        this.accounts = accounts;
        this.postings = postings;
        this.ids = ids;
    }

    /** Credits what was paid. A reference that was topped up before, for this account and amount, is that top-up. */
    public Uni<Move> topUp(Account account, Nanos amount, Optional<String> reference, String operator) {
        return move(
                account,
                new Posting(
                        ids.get(),
                        EntryKind.TOP_UP,
                        account.id(),
                        amount,
                        reference,
                        Optional.of(operator),
                        Optional.empty()));
    }

    /** Corrects the balance, up or down, and never below what is available. */
    public Uni<Move> adjust(Account account, Nanos amount, String operator, String reason) {
        return move(
                account,
                new Posting(
                        ids.get(),
                        EntryKind.ADJUSTMENT,
                        account.id(),
                        amount,
                        Optional.empty(),
                        Optional.of(operator),
                        Optional.of(reason)));
    }

    /** Gives back a charge to the balance, or a top-up to where it came from. */
    public Uni<RefundResult> refund(Account account, Refund refund) {
        return postings.refund(refund).call(result -> tell(account, refund, result));
    }

    private Uni<Move> move(Account account, Posting posting) {
        return postings.post(posting).map(result -> new Move(posting, result)).call(move -> tell(account, move));
    }

    private Uni<Void> tell(Account account, Move move) {
        return switch (move.result()) {
            case PostingResult.Posted posted
            when !posted.replay() ->
                accounts.tell(changed(
                        account, Change.CREDITED, posted.entry(), move.posting().amount(), posted.balance()));
            case PostingResult.Posted _, PostingResult.Refused _ ->
                Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> tell(Account account, Refund refund, RefundResult result) {
        return switch (result) {
            case RefundResult.Refunded refunded ->
                accounts.tell(
                        changed(account, Change.REFUNDED, refund.id(), signed(refund, refunded), refunded.balance()));
            case RefundResult.Refused _ -> Uni.createFrom().voidItem();
        };
    }

    private static Nanos signed(Refund refund, RefundResult.Refunded refunded) {
        return switch (refund.to()) {
            case BALANCE -> refunded.amount();
            case SOURCE -> Nanos.ZERO.minus(refunded.amount());
        };
    }

    private static AccountChanged changed(Account account, Change change, UUID id, Nanos amount, Nanos balance) {
        return new AccountChanged(id, account.principal(), account.id(), change, amount, balance, Books.CURRENCY);
    }

    /** A posting and how the books took it. */
    public record Move(Posting posting, PostingResult result) {}
}
