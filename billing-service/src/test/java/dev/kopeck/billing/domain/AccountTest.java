package dev.kopeck.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.billing.domain.AccountDecision.Accepted;
import dev.kopeck.billing.domain.AccountDecision.Reason;
import dev.kopeck.billing.domain.AccountDecision.Refused;
import dev.kopeck.contracts.event.AccountChanged.Change;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may become of an account. */
class AccountTest {

    private static final Standing FROZEN = new Standing(true, false, false);
    private static final Standing CLOSED = new Standing(false, true, false);
    private static final AccountPatch NOTHING =
            new AccountPatch(new Edit.Kept<>(), Map.of(), Optional.empty(), new Edit.Kept<>());

    @ParameterizedTest
    @CsvSource({
        "false, false, false, ACTIVE",
        "true,  false, false, FROZEN",
        "true,  false, true,  PARKED",
        "false, false, true,  PARKED",
        "true,  true,  true,  CLOSED",
        "false, true,  false, CLOSED"
    })
    void strongestStandingIsShown(boolean frozen, boolean closed, boolean parked, AccountStatus status) {
        assertThat(new Standing(frozen, closed, parked).status()).isEqualTo(status);
    }

    @Test
    void freezingIsToldOnceAndKeepsTheLastReason() {
        // Given
        var account = account(Standing.GOOD, 5, 2, 0);
        // When
        var first = accepted(account.freeze("chargeback"));
        var second = accepted(first.after().freeze("chargeback lost"));
        // Then
        assertThat(first.after().status()).isEqualTo(AccountStatus.FROZEN);
        assertThat(first.told()).contains(Change.FROZEN);
        assertThat(second.told()).isEmpty();
        assertThat(second.after().profile().statusReason()).contains("chargeback lost");
        assertThat(second.after().funds()).isEqualTo(account.funds());
    }

    @Test
    void unfreezingIsToldOnlyWhereItWasFrozen() {
        assertThat(accepted(account(FROZEN, 5, 2, 0).unfreeze("paid")).told()).contains(Change.UNFROZEN);
        assertThat(accepted(account(Standing.GOOD, 5, 2, 0).unfreeze("paid")).told())
                .isEmpty();
    }

    @Test
    void unfreezingDoesNotUnpark() {
        // Given
        var account = account(new Standing(true, false, true), 5, 2, 0);
        // When
        var unfrozen = accepted(account.unfreeze("paid")).after();
        // Then
        assertThat(unfrozen.status()).isEqualTo(AccountStatus.PARKED);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "0, 1", "-1, 0", "5, 5"})
    void accountWithMoneyIsNotClosed(long posted, long held) {
        assertThat(account(Standing.GOOD, posted, held, 9).close("gone")).isEqualTo(new Refused(Reason.NOT_EMPTY));
    }

    @Test
    void closingTakesTheCreditAndIsForGood() {
        // Given
        var account = account(FROZEN, 0, 0, 100);
        // When
        var closed = accepted(account.close("gone"));
        // Then
        assertThat(closed.told()).contains(Change.CLOSED);
        assertThat(closed.after().status()).isEqualTo(AccountStatus.CLOSED);
        assertThat(closed.after().funds().creditLimit()).isEqualTo(Nanos.ZERO);
        assertThat(List.of(
                        closed.after().freeze("x"),
                        closed.after().unfreeze("x"),
                        closed.after().close("x")))
                .containsOnly(new Refused(Reason.CLOSED));
        assertThat(closed.after().patch(credit(1))).isEqualTo(new Refused(Reason.CLOSED));
    }

    @Test
    void closedAccountCanStillBeDescribed() {
        var patch = new AccountPatch(new Edit.Set<>("late note"), Map.of(), Optional.empty(), new Edit.Kept<>());
        assertThat(accepted(account(CLOSED, 0, 0, 0).patch(patch))
                        .after()
                        .profile()
                        .name())
                .contains("late note");
    }

    @ParameterizedTest
    @CsvSource({"-3, 4, 7, true", "-3, 4, 6, false", "5, 7, 2, true", "5, 7, 1, false", "5, 5, 0, true"})
    void creditLimitIsNeverBelowWhatIsUsed(long posted, long held, long limit, boolean possible) {
        // Given
        var account = account(Standing.GOOD, posted, held, 20);
        // When
        var decision = account.patch(credit(limit));
        // Then
        if (possible) {
            assertThat(accepted(decision).after().funds().creditLimit()).isEqualTo(new Nanos(limit));
        } else {
            assertThat(decision).isEqualTo(new Refused(Reason.CREDIT_IN_USE));
        }
    }

    @Test
    void accountWithScopedCreditIsNotClosed() {
        // Given
        var usedUp = scoped(0, 0);
        // Then
        assertThat(account(Standing.GOOD, 0, 0, 0, usedUp, scoped(1, 0)).close("r"))
                .isEqualTo(new Refused(Reason.NOT_EMPTY));
        assertThat(account(Standing.GOOD, 0, 0, 0, usedUp, scoped(1, 1)).close("r"))
                .isEqualTo(new Refused(Reason.NOT_EMPTY));
        assertThat(account(Standing.GOOD, 0, 0, 0, usedUp).close("r")).isInstanceOf(Accepted.class);
    }

    private static ScopedCredit scoped(long posted, long held) {
        return new ScopedCredit(
                new AccountId(1002), List.of("m"), new Funds(new Nanos(posted), new Nanos(held), Nanos.ZERO), false);
    }

    @Test
    void balanceAndCreditTogetherMustFit() {
        // Given
        var account = account(Standing.GOOD, Long.MAX_VALUE - 10, 0, 0);
        // Then
        assertThat(account.patch(credit(11))).isEqualTo(new Refused(Reason.CREDIT_OUT_OF_RANGE));
        assertThat(account.patch(credit(10))).isInstanceOf(Accepted.class);
        assertThat(account(Standing.GOOD, -1, 0, 1).patch(credit(Long.MAX_VALUE)))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void patchKeepsWhatItDoesNotName() {
        // Given
        var profile =
                new AccountProfile(Optional.of("Ada"), new Metadata(Map.of("a", "1", "b", "2")), Optional.empty());
        var account = new Account(
                new AccountId(1001),
                List.of(),
                "USD",
                Standing.GOOD,
                Funds.NONE,
                profile,
                Optional.of(new Nanos(7)),
                List.of(),
                Instant.EPOCH);
        var patch = new AccountPatch(
                new Edit.Cleared<>(),
                Map.of("a", Optional.empty(), "c", Optional.of("3"), "none", Optional.empty()),
                Optional.empty(),
                new Edit.Kept<>());
        // When
        var after = accepted(account.patch(patch)).after();
        // Then
        assertThat(after.profile().name()).isEmpty();
        assertThat(after.profile().metadata().entries()).isEqualTo(Map.of("b", "2", "c", "3"));
        assertThat(after.lowBalance()).contains(new Nanos(7));
        assertThat(accepted(account.patch(NOTHING)).after()).isEqualTo(account);
    }

    @Test
    void metadataIsBoundedAfterTheMerge() {
        // Given
        var full = IntStream.range(0, Metadata.ENTRIES_MAX)
                .boxed()
                .collect(Collectors.toMap(i -> "k" + i, i -> Optional.of("v")));
        var account = accepted(account(Standing.GOOD, 0, 0, 0)
                        .patch(new AccountPatch(new Edit.Kept<>(), full, Optional.empty(), new Edit.Kept<>())))
                .after();
        // When
        var more = account.patch(new AccountPatch(
                new Edit.Kept<>(), Map.of("more", Optional.of("v")), Optional.empty(), new Edit.Kept<>()));
        var swapped = account.patch(new AccountPatch(
                new Edit.Kept<>(),
                Map.of("more", Optional.of("v"), "k0", Optional.empty()),
                Optional.empty(),
                new Edit.Kept<>()));
        // Then
        assertThat(more).isEqualTo(new Refused(Reason.METADATA_TOO_LARGE));
        assertThat(swapped).isInstanceOf(Accepted.class);
    }

    private static AccountPatch credit(long limit) {
        return new AccountPatch(new Edit.Kept<>(), Map.of(), Optional.of(new Nanos(limit)), new Edit.Kept<>());
    }

    private static Accepted accepted(AccountDecision decision) {
        assertThat(decision).isInstanceOf(Accepted.class);
        return (Accepted) decision;
    }

    private static Account account(Standing standing, long posted, long held, long credit, ScopedCredit... scoped) {
        return new Account(
                new AccountId(1001),
                List.of(),
                "USD",
                standing,
                new Funds(new Nanos(posted), new Nanos(held), new Nanos(credit)),
                AccountProfile.BLANK,
                Optional.empty(),
                List.of(scoped),
                Instant.EPOCH);
    }
}
