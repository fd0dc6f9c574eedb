package dev.kopeck.billing.domain;

import dev.kopeck.contracts.event.DeclineReason;
import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.identity.PromptId;
import dev.kopeck.contracts.money.Nanos;
import java.time.Instant;
import java.util.Optional;

/** What became of the money that a prompt asked for. */
public sealed interface PromptMoney {

    PromptId promptId();

    /** It is held. */
    record Held(OpenHold hold) implements PromptMoney {
        @Override
        public PromptId promptId() {
            return hold.promptId();
        }
    }

    /**
     * The hold has ended.
     *
     * @param account the customer's; the entry may be of its scoped credit
     * @param entry how
     * @param uncollected what the usage cost above what could be charged
     * @param release who released it, where a person did
     * @param late the charge that came after the hold had expired
     */
    record Ended(
            PromptId promptId,
            AccountId account,
            BookEntry entry,
            Nanos uncollected,
            Optional<Release> release,
            Optional<Late> late)
            implements PromptMoney {}

    /** Nothing was ever held. */
    record Refused(PromptId promptId, DeclineReason reason, Nanos needed, Nanos available, Instant at)
            implements PromptMoney {}

    /** Who gave the money back, and why. */
    record Release(String who, String reason) {}

    /** A charge after expiry. */
    record Late(BookEntry entry, Nanos uncollected) {}
}
