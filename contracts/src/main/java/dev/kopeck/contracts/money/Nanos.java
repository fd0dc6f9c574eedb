package dev.kopeck.contracts.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of money in nanos: 10<sup>-9</sup> of the account's currency, in a {@code long}, so up to some 9.2 billion
 * units of currency. All arithmetic is exact: a result that does not fit throws {@link ArithmeticException}.
 */
public record Nanos(long value) implements Comparable<Nanos> {

    public static final Nanos ZERO = new Nanos(0);

    private static final int SCALE = 9;
    private static final int LEAST_DECIMALS_SHOWN = 2;
    /** Longer texts cannot be an amount, and parsing huge exponents is a way to burn CPU. */
    private static final int LONGEST_TEXT = 32;

    /**
     * Reads a plain decimal string such as {@code "12.50"}.
     *
     * @throws IllegalArgumentException where the text is not a decimal number, has more than nine decimals, or does not
     *     fit; the message says which and never needs the caller's context
     */
    public static Nanos parse(String decimal) {
        if (decimal.isEmpty() || decimal.length() > LONGEST_TEXT || !decimal.matches("-?\\d+(\\.\\d+)?")) {
            throw new IllegalArgumentException("must be a decimal string such as \"12.50\"");
        }
        var parsed = new BigDecimal(decimal);
        if (parsed.stripTrailingZeros().scale() > SCALE) {
            throw new IllegalArgumentException("must have at most nine decimals");
        }
        try {
            return new Nanos(parsed.movePointRight(SCALE).longValueExact());
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException("must be between -9223372036 and 9223372036", tooLarge);
        }
    }

    public Nanos plus(Nanos other) {
        return new Nanos(Math.addExact(value, other.value));
    }

    public Nanos minus(Nanos other) {
        return new Nanos(Math.subtractExact(value, other.value));
    }

    public boolean isNegative() {
        return value < 0;
    }

    /** The amount as a plain decimal string with two to nine decimals, never in exponent form. */
    public String toDecimal() {
        var plain = BigDecimal.valueOf(value, SCALE).stripTrailingZeros();
        var shown = plain.scale() < LEAST_DECIMALS_SHOWN
                ? plain.setScale(LEAST_DECIMALS_SHOWN, RoundingMode.UNNECESSARY)
                : plain;
        return shown.toPlainString();
    }

    @Override
    public int compareTo(Nanos other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return toDecimal();
    }
}
