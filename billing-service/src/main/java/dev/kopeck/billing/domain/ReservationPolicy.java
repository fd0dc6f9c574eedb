package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.PriceTerms;
import java.util.Optional;

/**
 * Turns a prompt into a request to the books: how much to hold, and the least that will do.
 *
 * @param outputFloorTokens the shortest answer worth calling a model for; a prompt that wants less is its own floor
 */
public record ReservationPolicy(long outputFloorTokens) {

    public ReservationPolicy {
        if (outputFloorTokens < 1) {
            throw new IllegalArgumentException("outputFloorTokens must be at least 1");
        }
    }

    /** @param price the model's price now; empty where there is none, which refuses the prompt */
    public ReservationRequest request(PromptSubmitted prompt, Optional<AccountId> account, Optional<PriceTerms> price) {
        return new ReservationRequest(prompt, account, quote(prompt, account, price), Fingerprint.of(prompt));
    }

    private Quote quote(PromptSubmitted prompt, Optional<AccountId> account, Optional<PriceTerms> price) {
        if (account.isEmpty()) {
            return new Quote.Unpriced(DeclineReason.UNKNOWN_ACCOUNT);
        }
        return price.<Quote>map(terms -> quote(prompt, terms))
                .orElseGet(() -> new Quote.Unpriced(DeclineReason.UNKNOWN_PRICE));
    }

    private Quote quote(PromptSubmitted prompt, PriceTerms terms) {
        long shortest = Math.min(prompt.maxOutputTokens(), outputFloorTokens);
        try {
            return new Quote.Priced(
                    terms.version(),
                    terms.worstCase(prompt.inputTokens(), prompt.maxOutputTokens()),
                    terms.worstCase(prompt.inputTokens(), shortest));
        } catch (ArithmeticException overflow) {
            return new Quote.Unpriced(DeclineReason.COST_OUT_OF_RANGE);
        }
    }
}
