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

    /** @param offer what the model costs the account now; looked at only where there is an account */
    public ReservationRequest request(PromptSubmitted prompt, Optional<AccountId> account, Offer offer) {
        var quote = account.isEmpty()
                ? new Quote.Unpriced(DeclineReason.UNKNOWN_ACCOUNT)
                : quote(prompt.inputTokens(), prompt.maxOutputTokens(), offer);
        return new ReservationRequest(prompt, account, quote, Fingerprint.of(prompt));
    }

    /** How much such a prompt holds at most, and how much it needs at least. */
    public Quote quote(long inputTokens, long maxOutputTokens, Offer offer) {
        return switch (offer) {
            case Offer.Refused refused -> new Quote.Unpriced(refused.reason());
            case Offer.At at -> quote(inputTokens, maxOutputTokens, at.terms());
        };
    }

    private Quote quote(long inputTokens, long maxOutputTokens, PriceTerms terms) {
        long shortest = Math.min(maxOutputTokens, outputFloorTokens);
        try {
            return new Quote.Priced(
                    terms.version(),
                    terms.worstCase(inputTokens, maxOutputTokens),
                    terms.worstCase(inputTokens, shortest));
        } catch (ArithmeticException overflow) {
            return new Quote.Unpriced(DeclineReason.COST_OUT_OF_RANGE);
        }
    }
}
