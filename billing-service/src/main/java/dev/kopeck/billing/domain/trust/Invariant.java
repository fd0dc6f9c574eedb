package dev.kopeck.billing.domain.trust;

import java.util.Arrays;

/** What always holds of the books. The numbers are those of docs/MONEY.md and of table {@code violation}. */
public enum Invariant {
    HELD(1, "held", "held is the sum of the account's open holds", Figures.MONEY, true),
    POSTED(2, "posted", "posted is the sum of the account's credits minus its debits", Figures.MONEY, true),
    SEQUENCE(
            3,
            "sequence",
            "entries are numbered from 1 without a gap, and seq is the last number",
            Figures.NUMBER,
            true),
    BALANCES(4, "balances", "each entry's balance is the one before plus or minus its amount", Figures.MONEY, true),
    ONE_PLACE(5, "one_place", "no id is in two of hold, ledger and reject", Figures.NUMBER, true),
    OVERDRAWN(6, "overdrawn", "available is not below minus the credit limit", Figures.MONEY, true),
    TIME(7, "time", "an account's entries rise in time with their numbers", Figures.NONE, true),
    DOUBLE_ENTRY(
            8,
            "double_entry",
            "each entry has its customer on one side and a system account on the other; all balances sum to zero",
            Figures.MONEY,
            true),
    /** A sweeper that does not get through is no fault of the account's books: parking would hit everybody at once. */
    OVERDUE(9, "overdue", "no hold is open long after its expiry", Figures.NONE, false),
    ONE_OUTCOME(
            10,
            "one_outcome",
            "each authorised id ends in one entry; a late charge belongs to one expired hold",
            Figures.NONE,
            true),
    REFUNDS(11, "refunds", "the refunds of an entry are not more than its amount", Figures.MONEY, true),
    KAFKA(12, "kafka", "each outcome in the books was told on Kafka, and the other way round", Figures.NUMBER, false),
    LOTS(13, "lots", "what is left of an account's grants is not more than its posted balance", Figures.MONEY, true);

    private final int number;
    private final String apiName;
    private final String sentence;
    private final Figures figures;
    private final boolean parks;

    Invariant(int number, String apiName, String sentence, Figures figures, boolean parks) {
        this.number = number;
        this.apiName = apiName;
        this.sentence = sentence;
        this.figures = figures;
        this.parks = parks;
    }

    /** @throws IllegalArgumentException for a number that no version of Kopeck ever wrote */
    public static Invariant ofNumber(int number) {
        return Arrays.stream(values())
                .filter(invariant -> invariant.number == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown invariant " + number));
    }

    public int number() {
        return number;
    }

    public String apiName() {
        return apiName;
    }

    public String sentence() {
        return sentence;
    }

    public Figures figures() {
        return figures;
    }

    /** Whether an account that violates it is parked. */
    public boolean parks() {
        return parks;
    }

    /** What the figures of a violation are. */
    public enum Figures {
        /** Nanos, possibly beyond a {@code long}. */
        MONEY,
        NUMBER,
        NONE
    }
}
