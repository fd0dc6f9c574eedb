package dev.kopeck.gateway.application.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kopeck.contracts.event.AccountChanged;
import dev.kopeck.contracts.event.AccountChanged.Change;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FollowAccountsTest {

    private static final UUID KEY = new UUID(0, 9);

    private final List<Object> forgotten = new ArrayList<>();
    private final FollowAccounts follow = new FollowAccounts(new KeyMemory() {
        @Override
        public void forgetKey(UUID keyId) {
            forgotten.add(keyId);
        }

        @Override
        public void forgetAccount(AccountId accountId) {
            forgotten.add(accountId);
        }
    });

    @Test
    void aRevokedKeyIsForgotten() {
        follow.on(event(Change.KEY_REVOKED));
        assertThat(forgotten).containsExactly(KEY);
    }

    @ParameterizedTest
    @EnumSource(names = {"FROZEN", "UNFROZEN", "CLOSED"})
    void allKeysOfAnAccountThatStandsDifferentlyAreForgotten(Change change) {
        follow.on(event(change));
        assertThat(forgotten).containsExactly(new AccountId(7));
    }

    @ParameterizedTest
    @EnumSource(names = {"REGISTERED", "CREDITED", "REFUNDED", "BALANCE_LOW"})
    void moneyIsBillingsToDecideAbout(Change change) {
        follow.on(event(change));
        assertThat(forgotten).isEmpty();
    }

    private static AccountChanged event(Change change) {
        var account = new AccountId(7);
        return new AccountChanged(
                new UUID(0, 1), Payer.account(account), account, change, Nanos.ZERO, Nanos.ZERO, "USD", KEY);
    }
}
