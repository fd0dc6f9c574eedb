package dev.kopeck.billing.config;

import dev.kopeck.billing.application.AccountRegister;
import dev.kopeck.billing.application.Accounts;
import dev.kopeck.billing.application.ApiKeys;
import dev.kopeck.billing.application.ChangeAccounts;
import dev.kopeck.billing.application.FindAccounts;
import dev.kopeck.billing.application.Identities;
import dev.kopeck.billing.application.IntrospectKeys;
import dev.kopeck.billing.application.IssueApiKeys;
import dev.kopeck.billing.application.KeepApiKeys;
import dev.kopeck.billing.application.KeepIdentities;
import dev.kopeck.billing.application.SetSpendLimits;
import dev.kopeck.billing.application.SpendLimits;
import dev.kopeck.billing.application.Transactions;
import dev.kopeck.billing.domain.ApiKeySecret;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Wires what operators do with accounts, identities, limits and API keys. */
@Singleton
class AccountsBeans {

    @Produces
    @Singleton
    ChangeAccounts changeAccounts(
            Transactions transactions, AccountRegister register, Accounts accounts, Supplier<UUID> ids) {
        return new ChangeAccounts(transactions, register, accounts, ids);
    }

    @Produces
    @Singleton
    FindAccounts findAccounts(AccountRegister register, SpendLimits limits) {
        return new FindAccounts(register, limits);
    }

    @Produces
    @Singleton
    KeepIdentities keepIdentities(
            Transactions transactions,
            AccountRegister register,
            Identities identities,
            ChangeAccounts accounts,
            BillingConfig config) {
        return new KeepIdentities(
                transactions, register, identities, accounts, config.accounts().payersMax());
    }

    @Produces
    @Singleton
    SetSpendLimits setSpendLimits(Transactions transactions, AccountRegister register, SpendLimits limits) {
        return new SetSpendLimits(transactions, register, limits);
    }

    @Produces
    @Singleton
    IssueApiKeys.Mint keyMint(Supplier<UUID> ids, RandomGenerator random) {
        return new IssueApiKeys.Mint(ids, () -> ApiKeySecret.mint(random));
    }

    @Produces
    @Singleton
    IssueApiKeys issueApiKeys(
            Transactions transactions,
            AccountRegister register,
            ApiKeys keys,
            IssueApiKeys.Mint mint,
            BillingConfig config) {
        return new IssueApiKeys(
                transactions, register, keys, mint, config.accounts().keysMax());
    }

    @Produces
    @Singleton
    KeepApiKeys keepApiKeys(
            Transactions transactions, AccountRegister register, ApiKeys keys, Accounts accounts, Supplier<UUID> ids) {
        return new KeepApiKeys(transactions, register, keys, accounts, ids);
    }

    @Produces
    @Singleton
    IntrospectKeys introspectKeys(ApiKeys keys, FindAccounts accounts) {
        return new IntrospectKeys(keys, accounts);
    }
}
