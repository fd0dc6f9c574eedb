package dev.kopeck.contracts.wire;

import dev.kopeck.contracts.money.ContextTier;
import dev.kopeck.contracts.money.PriceTerms;
import dev.kopeck.contracts.money.Rates;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        var tiers = terms.tiers().stream().map(tier -> tier.aboveInputTokens() + ">" + rates(tier.rates()));
        return Stream.concat(Stream.of(terms.version() + ";" + rates(terms.base())), tiers)
                .collect(Collectors.joining(";"));
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

    private static String rates(Rates rates) {
        return "%d,%d,%d,%d,%d"
                .formatted(rates.input(), rates.cachedInput(), rates.cacheWrite(), rates.output(), rates.reasoning());
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
