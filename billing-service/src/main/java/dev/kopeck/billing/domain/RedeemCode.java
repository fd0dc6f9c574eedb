package dev.kopeck.billing.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A code that is worth money: 18 symbols of chance (90 bits) and two that check them, of an alphabet in which no two
 * symbols look alike. The two are the remainder of a Reed–Solomon code over GF(32), so any one or two wrong symbols, and
 * any two that changed places, are noticed before the database is asked. A secret: it shows itself in {@link #inClear}
 * only, and what is kept of it is its {@link #hash}.
 *
 * @see <a href="https://www.crockford.com/base32.html">Crockford's Base 32</a>
 */
public final class RedeemCode {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int SYMBOL_BITS = 5;
    private static final int CHANCE = 18;
    private static final int LENGTH = CHANCE + 2;
    private static final int GROUP = 5;
    /** x^5 + x^2 + 1, by which products are reduced. */
    private static final int FIELD = 0b100101;
    /** (x + 1)(x + 2) = x^2 + 3x + 2 */
    private static final int GENERATOR_HIGH = 3;

    private static final int GENERATOR_LOW = 2;

    private final String symbols;

    private RedeemCode(String symbols) {
        this.symbols = symbols;
    }

    public static RedeemCode mint(RandomGenerator random) {
        var symbols = new StringBuilder(LENGTH);
        for (int i = 0; i < CHANCE; i++) {
            symbols.append(ALPHABET.charAt(random.nextInt(1 << SYMBOL_BITS)));
        }
        return new RedeemCode(symbols + check(symbols));
    }

    /**
     * Reads a code as people type it: in any case, with or without hyphens and blanks, O for zero, I and L for one.
     *
     * @throws IllegalArgumentException where it is none; the message does not quote it
     */
    public static RedeemCode parse(String typed) {
        var symbols = typed.toUpperCase(Locale.ROOT)
                .replaceAll("[\\s-]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        boolean known = symbols.chars().allMatch(symbol -> ALPHABET.indexOf(symbol) >= 0);
        if (symbols.length() != LENGTH || !known) {
            throw new IllegalArgumentException("must be a code such as 7K2QD-…: 20 letters and digits");
        }
        if (!symbols.endsWith(check(symbols.substring(0, CHANCE)))) {
            throw new IllegalArgumentException("is mistyped: its last two characters do not fit the others");
        }
        return new RedeemCode(symbols);
    }

    /** The code itself, in groups of five. */
    public String inClear() {
        return symbols.replaceAll("(.{" + GROUP + "})(?=.)", "$1-");
    }

    /** SHA-256 of the symbols: with 90 bits of chance nobody finds the code from it. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(symbols.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "RedeemCode[secret]";
    }

    private static String check(CharSequence symbols) {
        int high = 0;
        int low = 0;
        for (int i = 0; i < symbols.length(); i++) {
            int carried = ALPHABET.indexOf(symbols.charAt(i)) ^ high;
            high = low ^ product(GENERATOR_HIGH, carried);
            low = product(GENERATOR_LOW, carried);
        }
        return "" + ALPHABET.charAt(high) + ALPHABET.charAt(low);
    }

    private static int product(int left, int right) {
        int sum = 0;
        for (int bit = 0; bit < SYMBOL_BITS; bit++) {
            sum ^= (right >> bit & 1) == 1 ? left << bit : 0;
        }
        for (int bit = 2 * SYMBOL_BITS; bit >= SYMBOL_BITS; bit--) {
            sum ^= (sum >> bit & 1) == 1 ? FIELD << (bit - SYMBOL_BITS) : 0;
        }
        return sum;
    }
}
