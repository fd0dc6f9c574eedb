package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.PromptSubmitted;
import dev.kopeck.contracts.identity.AccountId;
import java.util.Optional;

/**
 * One prompt as the books are asked to reserve for it.
 *
 * @param account who pays; empty where the payer names an account that does not exist
 */
public record ReservationRequest(PromptSubmitted prompt, Optional<AccountId> account, Quote quote, long fingerprint) {}
