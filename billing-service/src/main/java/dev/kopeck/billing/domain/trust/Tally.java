package dev.kopeck.billing.domain.trust;

/** How much was checked, and how many violations were met. */
public record Tally(long accounts, long entries, long violations) {

    public static final Tally NOTHING = new Tally(0, 0, 0);

    public Tally plus(Tally other) {
        return new Tally(accounts + other.accounts, entries + other.entries, violations + other.violations);
    }
}
