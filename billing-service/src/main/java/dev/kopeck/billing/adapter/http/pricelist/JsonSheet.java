package dev.kopeck.billing.adapter.http.pricelist;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kopeck.billing.domain.Books;
import dev.kopeck.contracts.money.ContextTier;
import dev.kopeck.contracts.money.Rates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Our own JSON: {@code {"prices": […]}}, each as it is set one by one; numbers are taken beside decimal strings. */
final class JsonSheet {

    private static final String SHAPE = "must be an object with a list \"prices\"";
    private static final Set<String> FIELDS = Set.of("model", "currency", "rates", "tiers");
    private static final Set<String> TIER_FIELDS = Set.of("aboveInputTokens", "rates");
    private static final Set<String> RATE_FIELDS = Set.of("input", "cachedInput", "cacheWrite", "output", "reasoning");

    private final int rowsMax;
    private final SheetBuilder sheet = new SheetBuilder();

    JsonSheet(int rowsMax) {
        this.rowsMax = rowsMax;
    }

    SheetReading read(byte[] body) {
        return JsonRows.read(body, this::read);
    }

    private SheetReading read(JsonParser parser) throws IOException, BadRowException {
        JsonRows.expect(parser, JsonToken.START_OBJECT, SHAPE);
        JsonRows.expect(parser, JsonToken.FIELD_NAME, SHAPE);
        if (!"prices".equals(parser.currentName())) {
            throw new BadRowException(SHAPE);
        }
        JsonRows.expect(parser, JsonToken.START_ARRAY, SHAPE);
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (++count > rowsMax) {
                return new SheetReading.Unreadable("has more than %d prices".formatted(rowsMax));
            }
            add(JsonRows.line(parser), parser.readValueAsTree());
        }
        JsonRows.expect(parser, JsonToken.END_OBJECT, SHAPE);
        return sheet.read();
    }

    private void add(int line, JsonNode row) {
        var model = row.path("model").asText("");
        try {
            requireFields("", row, FIELDS);
            if (!row.path("model").isTextual()) {
                throw new BadRowException("model is missing");
            }
            var currency = row.path("currency").asText(Books.CURRENCY);
            if (!currency.equals(Books.CURRENCY)) {
                throw new BadRowException("currency must be " + Books.CURRENCY);
            }
            sheet.add(line, sheet.claim(line, model), rates("rates", row.path("rates")), tiers(row.path("tiers")));
        } catch (BadRowException e) {
            sheet.invalid(line, model, e.reason());
        }
    }

    private static List<ContextTier> tiers(JsonNode rows) throws BadRowException {
        if (!rows.isArray() && !rows.isMissingNode()) {
            throw new BadRowException("tiers must be a list");
        }
        var tiers = new ArrayList<ContextTier>();
        long last = 0;
        for (var row : rows) {
            var field = "tiers." + tiers.size();
            requireFields(field + ".", row, TIER_FIELDS);
            var above = row.path("aboveInputTokens");
            if (!above.isIntegralNumber() || !above.canConvertToLong() || above.longValue() <= last) {
                throw new BadRowException(field + ".aboveInputTokens must be a whole number of at least 1, ascending");
            }
            last = above.longValue();
            tiers.add(new ContextTier(last, rates(field + ".rates", row.path("rates"))));
        }
        return tiers;
    }

    private static Rates rates(String field, JsonNode rates) throws BadRowException {
        if (!rates.isObject()) {
            throw new BadRowException(field + " is missing");
        }
        requireFields(field + ".", rates, RATE_FIELDS);
        long input = rate(field + ".input", rates.get("input"));
        long output = rate(field + ".output", rates.get("output"));
        return new Rates(
                input,
                rate(field + ".cachedInput", rates.get("cachedInput"), input),
                rate(field + ".cacheWrite", rates.get("cacheWrite"), input),
                output,
                rate(field + ".reasoning", rates.get("reasoning"), output));
    }

    private static long rate(String field, @Nullable JsonNode value) throws BadRowException {
        if (value == null) {
            throw new BadRowException(field + " is missing");
        }
        return ExactRates.perMillion(field, value);
    }

    private static long rate(String field, @Nullable JsonNode value, long fallback) throws BadRowException {
        return value == null ? fallback : rate(field, value);
    }

    private static void requireFields(String prefix, JsonNode row, Set<String> known) throws BadRowException {
        if (!row.isObject()) {
            throw new BadRowException(prefix.isEmpty() ? "must be an object" : prefix + " must be an object");
        }
        for (var field : row.properties()) {
            if (!known.contains(field.getKey())) {
                throw new BadRowException("%s%s is not a field of a price".formatted(prefix, field.getKey()));
            }
        }
    }
}
