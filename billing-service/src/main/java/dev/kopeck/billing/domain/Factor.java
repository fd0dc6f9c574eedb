package dev.kopeck.billing.domain;

import java.math.BigDecimal;

/**
 * What list prices are multiplied by for an account: (1 + mark-up of its plan) × (1 − its discount). Exact: two numbers
 * in basis points have a whole product in hundred-millionths.
 *
 * @param hundredMillionths zero or more; {@link #ONE} pays list prices
 */
public record Factor(long hundredMillionths) {

    /** A basis point is a hundredth of a percent: 10,000 of them are the whole. */
    public static final int BASIS_POINTS = 10_000;

    public static final Factor ONE = new Factor((long) BASIS_POINTS * BASIS_POINTS);

    private static final int SCALE = 8;

    public Factor {
        if (hundredMillionths < 0) {
            throw new IllegalArgumentException("a factor must not be negative");
        }
    }

    public static Factor of(int markupBasisPoints, int discountBasisPoints) {
        return new Factor((long) (BASIS_POINTS + markupBasisPoints) * (BASIS_POINTS - discountBasisPoints));
    }

    public String toDecimal() {
        var plain = BigDecimal.valueOf(hundredMillionths, SCALE).stripTrailingZeros();
        return (plain.scale() < 0 ? plain.setScale(0) : plain).toPlainString();
    }
}
