package dev.kopeck.billing.application;

import dev.kopeck.billing.domain.Account;
import dev.kopeck.billing.domain.Books;
import dev.kopeck.billing.domain.CodeBatch;
import dev.kopeck.billing.domain.RedeemCode;
import dev.kopeck.billing.domain.Redemption;
import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.AccountChanged.Change;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Codes that are worth money: made in batches, credited once each. */
public final class KeepCodes {

    private final Accounts accounts;
    private final Codes codes;
    private final Supplier<UUID> ids;
    private final RandomGenerator random;
    private final MoneyMetrics metrics;

    /**
     * @param ids new UUIDs of version 7
     * @param random must be secure: who can foresee it can make money
     */
    public KeepCodes(Accounts accounts, Codes codes, Supplier<UUID> ids, RandomGenerator random, MoneyMetrics metrics) {
        this.accounts = accounts;
        this.codes = codes;
        this.ids = ids;
        this.random = random;
        this.metrics = metrics;
    }

    /** Makes a batch; this is the only time that its codes are known. */
    public Uni<Minted> mint(int count, Nanos amount, Optional<Instant> expiresAt, String note, String operator) {
        var minted = Stream.generate(() -> RedeemCode.mint(random)).limit(count).toList();
        var id = ids.get();
        var draft = new CodeBatch(id, count, amount, expiresAt, note, operator, Instant.EPOCH, Optional.empty(), 0);
        return codes.add(draft, minted)
                .map(at -> new CodeBatch(id, count, amount, expiresAt, note, operator, at, Optional.empty(), 0))
                .map(batch -> new Minted(batch, minted));
    }

    public Uni<List<CodeBatch>> batches(Optional<UUID> below, int limit) {
        return codes.batches(below, limit);
    }

    public Uni<Optional<CodeBatch>> batch(UUID id) {
        return codes.batch(id);
    }

    /** What was redeemed stays credited; the other codes are worth nothing from now on. */
    public Uni<Boolean> voidBatch(UUID id) {
        return codes.voidBatch(id);
    }

    /**
     * Counts a try, before and outside of what {@link #redeem} does.
     *
     * @return how long the account has to wait; empty where it may try now
     */
    public Uni<Optional<Duration>> admit(AccountId account) {
        return codes.admit(account);
    }

    /** Takes back the count where a recorded answer was given: nothing was tried. */
    public Uni<Void> forgive(AccountId account) {
        return codes.forgive(account);
    }

    /**
     * Credits the code to the account, with the event about it.
     *
     * @param wait what {@link #admit} said
     */
    public Uni<Redemption> redeem(Account account, RedeemCode code, Optional<Duration> wait, String operator) {
        if (wait.isPresent()) {
            var refused = new Redemption.TooManyTries(wait.get());
            count(refused);
            return Uni.createFrom().item(refused);
        }
        return codes.redeem(code, ids.get(), account.id(), operator)
                .invoke(this::count)
                .call(redemption -> follow(account, redemption));
    }

    private Uni<Void> follow(Account account, Redemption redemption) {
        return switch (redemption) {
            case Redemption.Redeemed redeemed ->
                accounts.tell(credited(account, redeemed)).chain(() -> codes.forgive(account.id()));
            case Redemption.Refused _, Redemption.TooManyTries _ ->
                Uni.createFrom().voidItem();
        };
    }

    private static AccountChanged credited(Account account, Redemption.Redeemed redeemed) {
        return new AccountChanged(
                redeemed.entry(),
                account.principal(),
                account.id(),
                Change.CREDITED,
                redeemed.amount(),
                redeemed.balance(),
                Books.CURRENCY);
    }

    private void count(Redemption redemption) {
        metrics.code(
                switch (redemption) {
                    case Redemption.Redeemed _ -> "redeemed";
                    case Redemption.TooManyTries _ -> "too_many_tries";
                    case Redemption.Refused refused -> refused.reason().name().toLowerCase(Locale.ROOT);
                });
    }

    /** A batch and its codes. */
    public record Minted(CodeBatch batch, List<RedeemCode> codes) {}
}
