package dev.kopeck.contracts.event;

import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.money.Nanos;

/**
 * A payment provider took money from a user; billing credits it once per provider and payment id.
 *
 * @param provider who took the money, such as {@code telegram-stars}
 * @param paymentId the provider's id of the payment: the idempotency key
 * @param pack what was bought, by the shop's own name
 * @param amount what is credited to the account
 * @param currency three letters, ISO 4217
 */
public record PaymentReceived(
        String provider, String paymentId, Payer payer, String pack, Nanos amount, String currency) implements Event {

    @Override
    public Topic topic() {
        return Topic.PAYMENTS_RECEIVED;
    }

    @Override
    public String eventId() {
        return provider + "." + paymentId;
    }
}
