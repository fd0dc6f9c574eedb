package dev.kopeck.billing.adapter.http.pricelist;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kopeck.contracts.money.ContextTier;
import dev.kopeck.contracts.money.Rates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * LiteLLM's list: an object of models, costs in USD per token. Tiers come as fields that end in
 * {@code _above_200k_tokens}, or as a list {@code tiered_pricing} of ranges. What costs other than by token (images,
 * seconds, pages) has no price here; nor do other service tiers (batch, flex, priority) and the dearer cache writes of
 * an hour, which Kopeck's gateway does not use.
 */
final class LiteLlmSheet {

    /** The format's own documentation of itself. */
    private static final String SAMPLE = "sample_spec";

    private static final Set<String> MODES = Set.of("", "chat", "completion", "responses");
    private static final String INPUT = "input_cost_per_token";
    private static final String OUTPUT = "output_cost_per_token";
    private static final String CACHED = "cache_read_input_token_cost";
    private static final String WRITE = "cache_creation_input_token_cost";
    private static final String REASONING = "output_cost_per_reasoning_token";
    private static final Pattern TIER = Pattern.compile(
            "(?:%s|%s|%s|%s|%s)_above_(\\d{1,6})k_tokens".formatted(INPUT, OUTPUT, CACHED, WRITE, REASONING));
    private static final int THOUSAND = 1000;

    private final int rowsMax;
    private final SheetBuilder sheet = new SheetBuilder();

    LiteLlmSheet(int rowsMax) {
        this.rowsMax = rowsMax;
    }

    SheetReading read(byte[] body) {
        return JsonRows.read(body, this::read);
    }

    private SheetReading read(JsonParser parser) throws IOException, BadRowException {
        JsonRows.expect(parser, JsonToken.START_OBJECT, "must be an object of models");
        int count = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            if (++count > rowsMax) {
                return new SheetReading.Unreadable("has more than %d models".formatted(rowsMax));
            }
            int line = JsonRows.line(parser);
            var model = parser.currentName();
            parser.nextToken();
            add(line, model, parser.readValueAsTree());
        }
        return sheet.read();
    }

    private void add(int line, String model, JsonNode entry) {
        var skip = skip(model, entry);
        if (skip.isPresent()) {
            sheet.skipped(line, model, skip.get());
            return;
        }
        try {
            var name = sheet.claim(line, model);
            var ranges = ranges(entry);
            if (ranges.isEmpty()) {
                sheet.add(line, name, rates(entry, ""), tiersByField(entry));
            } else {
                sheet.add(line, name, rates(ranges.getFirst(), entry), tiersByRange(ranges, entry));
            }
        } catch (BadRowException e) {
            sheet.invalid(line, model, e.reason());
        }
    }

    private static Optional<String> skip(String model, JsonNode entry) {
        if (model.equals(SAMPLE)) {
            return Optional.of("is the format's own example");
        }
        var mode = entry.path("mode").asText("");
        if (!MODES.contains(mode)) {
            return Optional.of("is not for text: " + mode);
        }
        boolean priced = (has(entry, INPUT) && has(entry, OUTPUT)) || has(entry, "tiered_pricing");
        return priced || !entry.isObject() ? Optional.empty() : Optional.of("does not say what input and output cost");
    }

    private static List<ContextTier> tiersByField(JsonNode entry) throws BadRowException {
        var thresholds = new TreeSet<Integer>();
        for (var field : entry.properties()) {
            var matcher = TIER.matcher(field.getKey());
            if (matcher.matches() && !field.getValue().isNull()) {
                thresholds.add(Integer.parseInt(matcher.group(1)));
            }
        }
        var tiers = new ArrayList<ContextTier>();
        for (int thousands : thresholds) {
            if (thousands == 0) {
                throw new BadRowException("has a tier above 0 tokens");
            }
            tiers.add(new ContextTier(
                    (long) thousands * THOUSAND, rates(entry, "_above_%dk_tokens".formatted(thousands))));
        }
        return tiers;
    }

    /** A tier's field, else the model's own. */
    private static Rates rates(JsonNode entry, String suffix) throws BadRowException {
        long input = rate(entry, INPUT + suffix, rate(entry, INPUT));
        long output = rate(entry, OUTPUT + suffix, rate(entry, OUTPUT));
        return new Rates(
                input,
                rate(entry, CACHED + suffix, rate(entry, CACHED, input)),
                rate(entry, WRITE + suffix, rate(entry, WRITE, input)),
                output,
                rate(entry, REASONING + suffix, rate(entry, REASONING, output)));
    }

    private static List<JsonNode> ranges(JsonNode entry) throws BadRowException {
        if (!entry.isObject()) {
            throw new BadRowException("must be an object");
        }
        var listed = entry.path("tiered_pricing");
        if (!listed.isArray() || listed.isEmpty()) {
            return List.of();
        }
        var ranges = StreamSupport.stream(listed.spliterator(), false)
                .sorted(Comparator.comparingLong(LiteLlmSheet::from))
                .toList();
        if (from(ranges.getFirst()) != 0) {
            throw new BadRowException("tiered_pricing does not begin at 0 tokens");
        }
        return ranges;
    }

    private static List<ContextTier> tiersByRange(List<JsonNode> ranges, JsonNode entry) throws BadRowException {
        var tiers = new ArrayList<ContextTier>();
        for (var range : ranges.subList(1, ranges.size())) {
            if (from(range) <= (tiers.isEmpty() ? 0 : tiers.getLast().aboveInputTokens())) {
                throw new BadRowException("tiered_pricing has two ranges that begin alike, or one without a beginning");
            }
            tiers.add(new ContextTier(from(range), rates(range, entry)));
        }
        return tiers;
    }

    private static Rates rates(JsonNode range, JsonNode entry) throws BadRowException {
        long input = rate(has(range, INPUT) ? range : entry, INPUT);
        long output = rate(has(range, OUTPUT) ? range : entry, OUTPUT);
        return new Rates(
                input,
                rate(range, CACHED, rate(entry, CACHED, input)),
                rate(range, WRITE, rate(entry, WRITE, input)),
                output,
                rate(range, REASONING, rate(entry, REASONING, output)));
    }

    private static long from(JsonNode range) {
        return range.path("range").path(0).asLong(-1);
    }

    private static long rate(JsonNode entry, String field) throws BadRowException {
        if (!has(entry, field)) {
            throw new BadRowException(field + " is missing");
        }
        return ExactRates.perToken(field, entry.path(field));
    }

    private static long rate(JsonNode entry, String field, long fallback) throws BadRowException {
        return has(entry, field) ? rate(entry, field) : fallback;
    }

    private static boolean has(JsonNode entry, String field) {
        return entry.hasNonNull(field);
    }
}
