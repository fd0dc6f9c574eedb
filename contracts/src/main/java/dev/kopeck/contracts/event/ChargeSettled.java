package dev.kopeck.contracts.event;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.Payer;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.LineItem;
import dev.kopeck.contracts.money.Nanos;
import java.util.List;

/**
 * A reservation is resolved, once and for ever.
 *
 * @param resolution how it ended
 * @param charged what the account paid; zero unless settled or settled late
 * @param released what came back of the hold
 * @param uncollected what the usage cost above what could be charged; zero unless an estimate was wrong
 * @param balance the account's posted balance right after this charge
 * @param currency three letters, ISO 4217
 * @param lineItems what was charged for; their sum, rounded up once, is charged plus uncollected
 * @param estimated whether the tokens were counted by Kopeck instead of the provider
 */
public record ChargeSettled(
        PromptId promptId,
        Payer payer,
        Channel channel,
        AccountId accountId,
        String model,
        Resolution resolution,
        Nanos charged,
        Nanos released,
        Nanos uncollected,
        Nanos balance,
        String currency,
        int priceVersion,
        List<LineItem> lineItems,
        boolean estimated)
        implements Event {

    public ChargeSettled {
        lineItems = List.copyOf(lineItems);
    }

    @Override
    public Topic topic() {
        return Topic.CHARGES_SETTLED;
    }

    @Override
    public String eventId() {
        return promptId + (resolution == Resolution.SETTLED_LATE ? ".settled-late" : ".settled");
    }

    /** How a reservation ended. */
    public enum Resolution {
        /** Charged for what was used; the rest of the hold is released. */
        SETTLED,
        /** Nothing to charge: the whole hold is released. */
        RELEASED,
        /** No outcome arrived in time: the whole hold is released. */
        EXPIRED,
        /** The outcome arrived after expiry; what the balance still covered was charged. */
        SETTLED_LATE
    }
}
