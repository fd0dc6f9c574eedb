package dev.kopeck.billing.domain;

import java.time.LocalDate;
import java.util.List;

/** All money of customers on one local day. */
public record MoneyDay(LocalDate day, List<Flow> flows) {

    public MoneyDay {
        flows = List.copyOf(flows);
    }

    /** All entries of one kind: what customers got, and what was taken from them. */
    public record Flow(EntryKind kind, long entries, Total credited, Total debited) {

        private Total revenue() {
            return switch (kind) {
                case CHARGE, LATE_CHARGE, BREAKAGE -> debited;
                case REFUND -> Total.ZERO.minus(credited);
                case RELEASE, EXPIRY, TOP_UP, ADJUSTMENT, GRANT -> Total.ZERO;
            };
        }
    }

    /** Charges and breakage, less what was given back of them. */
    public Total revenue() {
        return flows.stream().map(Flow::revenue).reduce(Total.ZERO, Total::plus);
    }
}
