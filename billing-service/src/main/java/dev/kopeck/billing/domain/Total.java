package dev.kopeck.billing.domain;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * A sum of amounts in nanos, of any size: what all customers spent in years may be more than one amount can be.
 *
 * @param nanos 10<sup>-9</sup> of the books' currency
 */
public record Total(BigInteger nanos) implements Comparable<Total> {

    public static final Total ZERO = new Total(BigInteger.ZERO);

    private static final int SCALE = 9;
    private static final int LEAST_DECIMALS_SHOWN = 2;

    /** @throws ArithmeticException where it has a fraction, which no sum of nanos has */
    public static Total of(BigDecimal nanos) {
        return new Total(nanos.toBigIntegerExact());
    }

    public static Total of(long nanos) {
        return new Total(BigInteger.valueOf(nanos));
    }

    public Total plus(Total other) {
        return new Total(nanos.add(other.nanos));
    }

    public Total minus(Total other) {
        return new Total(nanos.subtract(other.nanos));
    }

    /** As {@link dev.kopeck.contracts.money.Nanos#toDecimal()}: two to nine decimals, never in exponent form. */
    public String toDecimal() {
        var plain = new BigDecimal(nanos, SCALE).stripTrailingZeros();
        var shown = plain.scale() < LEAST_DECIMALS_SHOWN
                ? plain.setScale(LEAST_DECIMALS_SHOWN, RoundingMode.UNNECESSARY)
                : plain;
        return shown.toPlainString();
    }

    @Override
    public int compareTo(Total other) {
        return nanos.compareTo(other.nanos);
    }
}
