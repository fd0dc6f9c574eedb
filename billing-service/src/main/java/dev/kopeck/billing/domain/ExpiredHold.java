package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.ChargeSettled.Resolution;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.util.List;

/** A hold that ended by itself because no outcome came in time. */
public record ExpiredHold(
        PromptId promptId,
        AccountId accountId,
        Payer payer,
        Channel channel,
        String model,
        int priceVersion,
        Nanos released,
        Nanos balance,
        Instant at) {

    /** Tells the payer's door that the money is free again. */
    public ChargeSettled event() {
        return new ChargeSettled(
                promptId,
                payer,
                channel,
                accountId,
                model,
                Resolution.EXPIRED,
                Nanos.ZERO,
                released,
                Nanos.ZERO,
                balance,
                Books.CURRENCY,
                priceVersion,
                List.of(),
                false);
    }
}
