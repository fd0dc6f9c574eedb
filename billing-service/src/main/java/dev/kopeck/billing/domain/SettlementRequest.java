package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.CompletionFinished;
import dev.kopeck.contracts.money.Nanos;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Usage;

/**
 * One finished completion as the books are asked to resolve its hold.
 *
 * @param charged whether the payer pays for the usage; otherwise the whole hold is released
 * @param cost of the usage at the pinned price; zero where nothing is charged
 */
public record SettlementRequest(CompletionFinished completion, boolean charged, Nanos cost) {

    /**
     * Empty answers, provider errors and refusals cost nothing; a cancelled answer costs what was delivered. What has no
     * output by its nature, such as an embedding, is charged for its input.
     *
     * @param terms of the price version that the hold pinned
     * @throws ArithmeticException where the cost does not fit
     */
    public static SettlementRequest of(CompletionFinished completion, PriceTerms terms) {
        if (!completion.outcome().isCharged() || !isCharged(completion)) {
            return new SettlementRequest(completion, false, Nanos.ZERO);
        }
        return new SettlementRequest(completion, true, terms.costOf(completion.usage()));
    }

    private static boolean isCharged(CompletionFinished completion) {
        return completion.inputOnly() || isCharged(completion.usage());
    }

    /** Whether an answer with this usage costs anything: one without a token of output is free. */
    public static boolean isCharged(Usage usage) {
        return usage.outputTokens() > 0;
    }
}
