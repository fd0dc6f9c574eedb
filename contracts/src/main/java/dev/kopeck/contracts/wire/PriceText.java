package dev.kopeck.contracts.wire;

import dev.kopeck.contracts.money.ContextTier;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Rates;
import java.util.Arrays;

/**
 * Price terms as one header: {@code version;input,cached,write,output,reasoning[;above>rates…]}, rates in nanos per
 * million tokens.
 */
final class PriceText {

    static final String FORM = "version;input,cached,write,output,reasoning[;above>rates]";

    /** Room for the base and 15 tiers of five rates of 19 digits; billing allows 8. */
    static final int LONGEST = 2_048;

    private static final int RATES = 5;

    private PriceText() {}

    static String write(PriceTerms terms) {
        var text = new StringBuilder(64).append(terms.version()).append(';');
        append(text, terms.base());
        for (var tier : terms.tiers()) {
            text.append(';').append(tier.aboveInputTokens()).append('>');
            append(text, tier.rates());
        }
        return text.toString();
    }

    static PriceTerms read(String text) {
        var parts = text.split(";", -1);
        if (parts.length < 2) {
            throw new IllegalArgumentException(FORM);
        }
        var tiers = Arrays.stream(parts).skip(2).map(PriceText::tier).toList();
        return new PriceTerms(Integer.parseInt(parts[0]), rates(parts[1]), tiers);
    }

    private static ContextTier tier(String text) {
        int separator = text.indexOf('>');
        if (separator < 0) {
            throw new IllegalArgumentException(FORM);
        }
        return new ContextTier(Long.parseLong(text, 0, separator, 10), rates(text.substring(separator + 1)));
    }

    private static void append(StringBuilder text, Rates rates) {
        text.append(rates.input()).append(',').append(rates.cachedInput()).append(',');
        text.append(rates.cacheWrite())
                .append(',')
                .append(rates.output())
                .append(',')
                .append(rates.reasoning());
    }

    private static Rates rates(String text) {
        var numbers =
                Arrays.stream(text.split(",", -1)).mapToLong(Long::parseLong).toArray();
        if (numbers.length != RATES) {
            throw new IllegalArgumentException(FORM);
        }
        return new Rates(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }
}
