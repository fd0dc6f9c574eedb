package dev.kopeck.billing.adapter.http;

import dev.kopeck.billing.adapter.http.PriceRequests.RateTexts;
import dev.kopeck.billing.adapter.http.PriceRequests.Tier;
import dev.kopeck.billing.domain.Factor;
import dev.kopeck.billing.domain.PriceTariff;
import dev.kopeck.contracts.money.ContextTier;
import dev.kopeck.contracts.money.Rates;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns texts of requests about prices into values, and complains with the field's name. */
final class PriceFields {

    private static final Pattern FRACTION = Pattern.compile("-?\\d{1,3}(\\.\\d{1,4})?");
    private static final Pattern PLAN = Pattern.compile("[a-z0-9][a-z0-9._-]{0,49}");

    private PriceFields() {}

    static Rates rates(String field, @Nullable RateTexts texts) {
        if (texts == null) {
            throw Fields.invalid(field, "is missing");
        }
        long input = Fields.rate(field + ".input", texts.input());
        long output = Fields.rate(field + ".output", texts.output());
        return new Rates(
                input,
                rate(field + ".cachedInput", texts.cachedInput(), input),
                rate(field + ".cacheWrite", texts.cacheWrite(), input),
                output,
                rate(field + ".reasoning", texts.reasoning(), output));
    }

    static List<ContextTier> tiers(@Nullable List<@Nullable Tier> requested) {
        var tiers = new ArrayList<ContextTier>();
        long last = 0;
        for (var tier : Objects.requireNonNullElse(requested, List.<@Nullable Tier>of())) {
            var field = "tiers." + tiers.size();
            if (tiers.size() == PriceTariff.TIERS_MAX) {
                throw Fields.invalid("tiers", "must be at most " + PriceTariff.TIERS_MAX);
            }
            if (tier == null || tier.aboveInputTokens() == null || tier.aboveInputTokens() <= last) {
                throw Fields.invalid(field + ".aboveInputTokens", "must be a whole number of at least 1, ascending");
            }
            last = tier.aboveInputTokens();
            tiers.add(new ContextTier(last, rates(field + ".rates", tier.rates())));
        }
        return tiers;
    }

    /** To the microsecond, which is as far as the books go. */
    static Optional<Instant> time(String field, @Nullable String text) {
        var given = Fields.optional(field, text);
        if (given == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(given).toInstant().truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeParseException e) {
            throw Fields.invalid(field, "must be a time such as 2027-01-01T00:00:00Z");
        }
    }

    /** A decimal fraction with at most four decimals, as basis points. */
    static int basisPoints(String field, String text, int least, int most) {
        if (!FRACTION.matcher(text).matches()) {
            throw Fields.invalid(field, "must be a decimal string with at most four decimals, such as \"0.20\"");
        }
        int points = new BigDecimal(text).movePointRight(4).intValueExact();
        if (points < least || points > most) {
            throw Fields.invalid(field, "must be from %s to %s".formatted(fraction(least), fraction(most)));
        }
        return points;
    }

    /** Basis points as a decimal fraction. */
    static String fraction(int basisPoints) {
        var plain = BigDecimal.valueOf(basisPoints, 4).stripTrailingZeros();
        return plain.setScale(Math.max(2, plain.scale())).toPlainString();
    }

    static int discount(@Nullable String text) {
        return text == null ? 0 : basisPoints("discount", text, 0, Factor.BASIS_POINTS);
    }

    static String planName(String field, String text) {
        if (!PLAN.matcher(text).matches()) {
            throw Fields.invalid(field, "must be at most 50 small letters, digits, dots, hyphens and underscores");
        }
        return text;
    }

    static int version(String field, String text) {
        return (int) Fields.number(field, text, 0, 1, Integer.MAX_VALUE);
    }

    static boolean flag(String field, @Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (!text.equals("true")) {
            throw Fields.invalid(field, "must be true or false");
        }
        return true;
    }

    private static long rate(String field, @Nullable String text, long fallback) {
        return text == null ? fallback : Fields.rate(field, text);
    }
}
