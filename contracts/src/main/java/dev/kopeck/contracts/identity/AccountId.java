package dev.kopeck.contracts.identity;

/** The identity of an account in billing's books; at least 1. */
public record AccountId(long value) {

    public AccountId {
        if (value < 1) {
            throw new IllegalArgumentException("must be a whole number of at least 1");
        }
    }

    /** @throws IllegalArgumentException where the text is not a whole number of at least 1 */
    public static AccountId parse(String text) {
        try {
            return new AccountId(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number of at least 1", e);
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
