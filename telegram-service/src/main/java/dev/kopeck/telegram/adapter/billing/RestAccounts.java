package dev.kopeck.telegram.adapter.billing;

import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.telegram.adapter.billing.BillingApi.PayerAccount;
import dev.kopeck.telegram.application.Accounts;
import dev.kopeck.telegram.config.TelegramConfig;
import dev.kopeck.telegram.domain.AccountView;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** {@link Accounts} over REST. */
@ApplicationScoped
class RestAccounts implements Accounts {

    private static final Logger LOG = Logger.getLogger(RestAccounts.class);

    private final BillingApi billing;
    private final String authorization;

    RestAccounts(TelegramConfig config) {
        var settings = config.billing();
        authorization = "Bearer " + settings.token().orElse("");
        billing = QuarkusRestClientBuilder.newBuilder()
                .baseUri(settings.url())
                .connectTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .build(BillingApi.class);
    }

    @Override
    public Uni<Optional<AccountView>> of(Payer payer) {
        return billing.open(authorization, payer.value())
                .map(RestAccounts::view)
                .map(Optional::of)
                .onFailure()
                .invoke(e -> LOG.warnf(
                        "Billing tells no balance: payer=%s cause=%s",
                        payer, e.getClass().getName()))
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    private static AccountView view(PayerAccount account) {
        var granted = account.granted();
        return new AccountView(
                Nanos.parse(account.balance().available()),
                Nanos.parse(account.balance().held()),
                account.currency(),
                granted == null || granted.isEmpty() ? null : Nanos.parse(granted));
    }
}
