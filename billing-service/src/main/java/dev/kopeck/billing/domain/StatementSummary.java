package dev.kopeck.billing.domain;

import dev.kopeck.contracts.identity.AccountId;
import dev.kopeck.contracts.money.Nanos;
import java.util.List;

/**
 * What a period did to an account. The opening balance and the amounts of all lines add up to the closing balance.
 *
 * @param afterSeq the last entry before the period; its lines have higher numbers
 * @param lastSeq the last entry of the period; equal to afterSeq where there is none
 */
public record StatementSummary(
        AccountId account,
        Period period,
        String currency,
        Nanos opening,
        Nanos closing,
        long afterSeq,
        long lastSeq,
        List<KindTotal> totals) {

    public StatementSummary {
        totals = List.copyOf(totals);
    }

    /** How many lines the period has. */
    public long lines() {
        return lastSeq - afterSeq;
    }

    /**
     * All lines of one kind.
     *
     * @param amount as the customer sees it: credits positive, debits negative
     */
    public record KindTotal(EntryKind kind, long entries, Total amount) {}
}
