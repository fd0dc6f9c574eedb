package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.PriceTerms;

/**
 * One finished completion as the books are asked to resolve its hold.
 *
 * @param charged whether the payer pays for the usage; otherwise the whole hold is released
 * @param cost of the usage at the pinned price; zero where nothing is charged
 */
public record SettlementRequest(CompletionFinished completion, boolean charged, Nanos cost) {

    /**
     * Empty answers, provider errors and refusals cost nothing; a cancelled answer costs what was delivered.
     *
     * @param terms of the price version that the hold pinned
     * @throws ArithmeticException where the cost does not fit
     */
    public static SettlementRequest of(CompletionFinished completion, PriceTerms terms) {
        boolean delivered = completion.usage().outputTokens() > 0;
        if (!completion.outcome().isCharged() || !delivered) {
            return new SettlementRequest(completion, false, Nanos.ZERO);
        }
        return new SettlementRequest(completion, true, terms.costOf(completion.usage()));
    }
}
