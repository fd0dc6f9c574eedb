package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.Channel;
import dev.kopeck.contracts.event.ChargeSettled;
import dev.kopeck.contracts.event.ChargeSettled.Resolution;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Money that is held for a prompt.
 *
 * @param account the customer's
 * @param scopedCredit what of the customer's holds it, where that is not the balance
 * @param age by the database's clock
 * @param overdue whether it should have expired by now; the next sweep ends it
 */
public record OpenHold(
        PromptId promptId,
        AccountId account,
        Optional<AccountId> scopedCredit,
        Payer payer,
        Channel channel,
        String model,
        int priceVersion,
        Nanos amount,
        Instant createdAt,
        Instant expiresAt,
        Duration age,
        boolean overdue,
        Optional<UUID> keyId) {

    /** Tells the payer's door that the money is free again. */
    public ChargeSettled released(Nanos balance) {
        return new ChargeSettled(
                promptId,
                payer,
                channel,
                account,
                model,
                Resolution.RELEASED,
                Nanos.ZERO,
                amount,
                Nanos.ZERO,
                balance,
                Books.CURRENCY,
                priceVersion,
                List.of(),
                false);
    }
}
